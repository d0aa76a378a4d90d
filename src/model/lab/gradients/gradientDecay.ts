import { UserError } from '../../base/userError.ts';
import { recurrentCell } from '../../network/cells/cells.ts';
import type { Network } from '../../network/network.ts';
import { SequenceGradients } from '../../network/training/sequenceGradients.ts';
import type { Corpus } from '../../text/corpus.ts';

/** Places of the text that a norm is the mean of. */
const PLACES = 16;

/** Mean norms of gradients by how many steps back they have come, from 0 on. */
export interface Decay {
  /** (T) of dL_T / dh_(T - d), nats */
  hidden: number[];
  /** The same by c, where the cell has a memory. */
  memory: number[] | undefined;
}

/**
 * Stretches of `steps` symbols and the one after, evenly spread over the held-out text, or over the training text where
 * that has none so long. Throws a UserError where neither has.
 */
export function stretchesOf({ validation, training }: Corpus, steps: number, name: string): number[][] {
  const long = [validation, training]
    .map(files => files.filter(({ ids }) => ids.length > steps))
    .find(files => files.length > 0);
  if (!long) {
    const longest = Math.max(...[...validation, ...training].map(({ ids }) => ids.length - 1));
    throw new UserError(
      `The longest text in ${name} has ${longest} characters, and to look ${steps} steps back takes one of ${steps}. Look back over fewer steps, or choose more text.`,
    );
  }
  return Array.from({ length: PLACES }, (_, i) => {
    const { ids } = long[i % long.length];
    const first = Math.floor(((ids.length - steps - 1) * i) / (PLACES - 1));
    return [...ids.subarray(first, first + steps + 1)];
  });
}

/** What is left of the gradient of one loss on its way back through a one-layer network. */
export class GradientDecay {
  readonly #gradients: SequenceGradients;
  readonly #network: Network;
  readonly #stretches: readonly (readonly number[])[];

  /** `stretches` are T + 1 symbols each: those that are read, from the zero state, and the one that is predicted. */
  constructor(network: Network, stretches: readonly (readonly number[])[]) {
    const seqLength = stretches[0].length - 1;
    this.#network = network;
    this.#stretches = stretches;
    this.#gradients = new SequenceGradients(network, {
      batchSize: stretches.length,
      seqLength,
      wishes: ['steps'],
    });
  }

  measure(): Decay {
    const { hasMemory } = recurrentCell(this.#network.config.cell);
    const streams = this.#stretches.length;
    const steps = this.#stretches[0].length - 1;
    const inputs = Array.from(
      { length: steps * streams },
      (_, i) => this.#stretches[i % streams][Math.floor(i / streams)],
    );
    const output = new Int32Array(steps * streams).fill(-1);
    for (let b = 0; b < streams; b++) output[(steps - 1) * streams + b] = this.#stretches[b][steps];
    this.#gradients.forward({ inputs, length: steps, targets: { output } });
    this.#gradients.backward();
    const trace = this.#gradients.gradientTrace;
    return {
      hidden: this.#norms(trace.hidden(0)),
      memory: hasMemory ? this.#norms(trace.memory(0)) : undefined,
    };
  }

  /** Of (T, B, H): the mean over B of the norms, the last step first. The loss was the mean of the streams'. */
  #norms(values: Float32Array): number[] {
    const { hiddenSize } = this.#network.config;
    const streams = this.#stretches.length;
    const width = streams * hiddenSize;
    const steps = values.length / width;
    return Array.from({ length: steps }, (_, back) => {
      let total = 0;
      for (let b = 0; b < streams; b++) {
        const start = (steps - 1 - back) * width + b * hiddenSize;
        total += Math.hypot(...values.subarray(start, start + hiddenSize));
      }
      return total;
    });
  }
}
