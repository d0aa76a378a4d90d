import type { Network } from '../../network/network.ts';
import { SequenceTrainer } from '../../network/training/sequenceTrainer.ts';
import type { StateFate } from './windowRun.ts';

/** From each loss of a text back to each state before it, with windows of some length. */
export class Reach {
  readonly #trainer: SequenceTrainer;
  readonly #ids: readonly number[];
  readonly #hiddenSize: number;

  /** `ids` are T + 1 symbols: those that are read, and the last one, which is predicted. The network has one layer. */
  constructor(network: Network, ids: readonly number[]) {
    const seqLength = ids.length - 1;
    const size = { batchSize: 1, seqLength };
    this.#trainer = new SequenceTrainer(network, { ...size, gradClip: Infinity, wishes: ['steps'] });
    this.#ids = ids;
    this.#hiddenSize = network.config.hiddenSize;
  }

  /**
   * (T, T), by loss t and state s: the norm of the gradient of the loss of step t by the state after step s, h and the
   * memory c together; null where no gradient comes: after the step, and before the window that it is in.
   */
  norms(window: number, state: StateFate): (number | null)[] {
    const steps = this.#ids.length - 1;
    const norms = Array.from({ length: steps * steps }, (): number | null => null);
    const { pass } = this.#trainer;
    let start = new Float32Array(pass.stateLength);
    for (let first = 0; first < steps; first += window) {
      const end = Math.min(steps, first + window);
      for (let t = first; t < end; t++)
        for (const [i, norm] of this.#back(first, t, start).entries()) norms[t * steps + first + i] = norm;
      if (state === 'reset') continue;
      // The last loss of the window was read with all of it before.
      start = start.slice();
      pass.readState(start);
    }
    return norms;
  }

  /** Of the loss of step t the norms by the states after steps first to t. */
  #back(first: number, t: number, state: Float32Array): number[] {
    const length = t - first + 1;
    const targets = new Int32Array(length).fill(-1);
    targets[length - 1] = this.#ids[t + 1];
    this.#trainer.forward({
      inputs: this.#ids.slice(first, t + 1),
      length,
      targets: { output: targets },
      state,
    });
    this.#trainer.backward();
    const { gradientTrace: trace } = this.#trainer;
    const hidden = trace.hidden(0);
    const memory = this.#trainer.pass.trace.memory(0) && trace.memory(0);
    return Array.from({ length }, (_, s) =>
      Math.hypot(...this.#at(hidden, s), ...(memory ? this.#at(memory, s) : [])),
    );
  }

  #at(values: Float32Array, s: number): Float32Array {
    return values.subarray(s * this.#hiddenSize, (s + 1) * this.#hiddenSize);
  }
}
