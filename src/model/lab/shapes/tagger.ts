import type { Random } from '../../base/random.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import type { CellType } from '../../network/cells/cells.ts';
import { Network } from '../../network/network.ts';
import type { NetworkShape } from '../../network/networkConfig.ts';
import { SequenceTrainer } from '../../network/training/sequenceTrainer.ts';
import type { TaggedText } from './taggedTexts.ts';
import type { StreamPart } from './textStreams.ts';

export interface TaggerOptions {
  cell: CellType;
  hiddenSize: number;
  vocabSize: number;
  /** K: labels that each character has or has not */
  tags: number;
  /** T: characters that the gradient reaches back */
  length: number;
  /** B: texts side by side */
  batchSize: number;
}

/** Many to many, aligned: says of every character, when it has read it, which labels it has. */
export class Tagger {
  readonly network: Network<NetworkShape>;
  readonly #options: TaggerOptions;
  readonly #trainer: SequenceTrainer;
  /** (T, B) */
  readonly #inputs: Int32Array;
  /** (T, B, K) */
  readonly #targets: Int8Array;
  readonly #noState: Float32Array;

  constructor(options: TaggerOptions, { kernels, random }: { kernels: KernelFactory; random: Random }) {
    const { cell, hiddenSize, vocabSize, tags, length, batchSize } = options;
    this.#options = options;
    this.network = new Network<NetworkShape>(
      {
        cell,
        hiddenSize,
        numLayers: 1,
        input: { kind: 'symbols', size: vocabSize },
        heads: [{ name: 'tags', kind: 'sigmoid', outputs: tags, steps: 'every' }],
      },
      kernels,
    );
    this.network.initialise(random);
    this.#trainer = new SequenceTrainer(this.network, { batchSize, seqLength: length, gradClip: 1 });
    this.#inputs = new Int32Array(length * batchSize);
    this.#targets = new Int8Array(length * batchSize * tags);
    this.#noState = new Float32Array(this.#trainer.pass.stateLength / batchSize);
  }

  /** The zero state of B streams, to be carried from window to window. */
  newState(): Float32Array {
    return new Float32Array(this.#trainer.pass.stateLength);
  }

  /** Learns from the next window of B streams, and gives the loss, in nats. */
  step(parts: readonly StreamPart<TaggedText>[], state: Float32Array, learningRate: number): number {
    const { length } = this.#options;
    this.#read(parts, state);
    const sequences = { inputs: this.#inputs, length, targets: { tags: this.#targets }, state };
    const { loss } = this.#trainer.step(sequences, learningRate);
    this.#trainer.pass.readState(state);
    return loss;
  }

  /** The probability of each label, (T, B, K), over the next window of B streams: a view that the next one overwrites. */
  probabilities(parts: readonly StreamPart<TaggedText>[], state: Float32Array): Float32Array {
    this.#read(parts, state);
    const { length } = this.#options;
    this.#trainer.forward({ inputs: this.#inputs, length, targets: {}, state });
    this.#trainer.pass.readState(state);
    return this.#trainer.pass.trace.probabilities();
  }

  /**
   * Takes a window in. What is masked is no target, nor what is behind the end of a text; a text that begins has no state
   * before it.
   */
  #read(parts: readonly StreamPart<TaggedText>[], state: Float32Array): void {
    const { batchSize, tags } = this.#options;
    const { pass } = this.#trainer;
    this.#targets.fill(-1);
    pass.writeState(state);
    for (const [b, { text, from, length }] of parts.entries()) {
      if (from === 0) pass.writeStream(b, this.#noState);
      for (let t = 0; t < length; t++) {
        const place = t * batchSize + b;
        this.#inputs[place] = text.ids[from + t];
        for (let k = 0; k < tags; k++) this.#targets[place * tags + k] = text.tags[k][from + t];
      }
    }
    pass.readState(state);
  }
}
