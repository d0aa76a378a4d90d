import type { Random } from '../../base/random.ts';
import { sum } from '../../base/sum.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import type { CellType } from '../../network/cells/cells.ts';
import { Network } from '../../network/network.ts';
import type { NetworkShape } from '../../network/networkConfig.ts';
import { ForwardPass } from '../../network/pass/forwardPass.ts';
import { SequenceTrainer } from '../../network/training/sequenceTrainer.ts';
import type { StreamPart, StreamText } from './textStreams.ts';

export interface NextCharacterOptions {
  cell: CellType;
  hiddenSize: number;
  vocabSize: number;
  /** T: characters of a window */
  length: number;
  /** B: texts side by side */
  batchSize: number;
  /**
   * carried: each character is read with the state that the ones before it have left. none: each character is a step of
   * its own from the zero state, one to one, which makes a plain network of one hidden layer.
   */
  state: 'carried' | 'none';
}

/** Says which character comes next, from the present one alone or from all before it. */
export class NextCharacter {
  readonly #options: NextCharacterOptions;
  readonly #network: Network<NetworkShape>;
  readonly #trainer: SequenceTrainer;
  /** Steps of a run: where no state is carried, all places of a window are streams of one step. */
  readonly #steps: number;
  /** (T, B) */
  readonly #inputs: Int32Array;
  readonly #targets: Int32Array;
  readonly #noState: Float32Array;
  #single: ForwardPass | undefined;

  constructor(
    options: NextCharacterOptions,
    { kernels, random }: { kernels: KernelFactory; random: Random },
  ) {
    const { cell, hiddenSize, vocabSize, length, batchSize, state } = options;
    this.#options = options;
    this.#network = new Network<NetworkShape>(
      {
        cell,
        hiddenSize,
        numLayers: 1,
        input: { kind: 'symbols', size: vocabSize },
        heads: [{ name: 'output', kind: 'softmax', outputs: vocabSize, steps: 'every' }],
      },
      kernels,
    );
    this.#network.initialise(random);
    const places = length * batchSize;
    this.#steps = state === 'carried' ? length : 1;
    const size = { batchSize: places / this.#steps, seqLength: this.#steps };
    this.#trainer = new SequenceTrainer(this.#network, { ...size, gradClip: 1 });
    this.#inputs = new Int32Array(places);
    this.#targets = new Int32Array(places);
    this.#noState = new Float32Array(this.#trainer.pass.stateLength / size.batchSize);
  }

  /** The zero state of all streams. Where none is carried it stays so. */
  newState(): Float32Array {
    return new Float32Array(this.#trainer.pass.stateLength);
  }

  /** Learns from the next window of B texts. */
  step(parts: readonly StreamPart<StreamText>[], state: Float32Array, learningRate: number): void {
    this.#trainer.step(this.#sequences(parts, state), learningRate);
    this.#keep(state);
  }

  /** The loss of the next window of B texts: the sum in nats, and of how many characters. */
  losses(
    parts: readonly StreamPart<StreamText>[],
    state: Float32Array,
  ): { nats: number; characters: number } {
    const { targets: _, ...sequences } = this.#sequences(parts, state);
    this.#trainer.forward({ ...sequences, targets: {} });
    this.#keep(state);
    const characters = this.#targets.filter(target => target >= 0).length;
    return { nats: sum(this.#trainer.pass.trace.losses(this.#targets)), characters };
  }

  /** The probabilities (V) of what comes next, where a text begins with a symbol. */
  after(symbol: number): number[] {
    this.#single ??= new ForwardPass(this.#network, { batchSize: 1, seqLength: 1 });
    this.#single.reset();
    return [...this.#single.run([symbol], 1).probabilities()];
  }

  #sequences(parts: readonly StreamPart<StreamText>[], state: Float32Array) {
    const { batchSize } = this.#options;
    const { pass } = this.#trainer;
    const isCarried = this.#options.state === 'carried';
    this.#targets.fill(-1);
    pass.writeState(state);
    for (const [b, { text, from, length }] of parts.entries()) {
      if (isCarried && from === 0) pass.writeStream(b, this.#noState);
      for (let t = 0; t < length; t++) {
        this.#inputs[t * batchSize + b] = text.ids[from + t];
        // Behind the last character of a text nothing comes.
        this.#targets[t * batchSize + b] = from + t + 1 < text.ids.length ? text.ids[from + t + 1] : -1;
      }
    }
    pass.readState(state);
    return { inputs: this.#inputs, length: this.#steps, targets: { output: this.#targets }, state };
  }

  #keep(state: Float32Array): void {
    if (this.#options.state === 'carried') this.#trainer.pass.readState(state);
  }
}
