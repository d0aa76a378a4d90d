import type { Random } from '../../base/random.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import type { CellType } from '../../network/cells/cells.ts';
import { Network } from '../../network/network.ts';
import type { NetworkShape } from '../../network/networkConfig.ts';
import { ForwardPass } from '../../network/pass/forwardPass.ts';
import { SequenceTrainer } from '../../network/training/sequenceTrainer.ts';
import { type Piece, writeColumns } from './pieces.ts';

export interface ClassifierOptions {
  cell: CellType;
  hiddenSize: number;
  vocabSize: number;
  /** softmax: one of K classes; sigmoid: K questions, each with yes or no. */
  answer: 'softmax' | 'sigmoid';
  /** K */
  answers: number;
  /** T: symbols that are read before the answer */
  length: number;
  /** B: pieces side by side */
  batchSize: number;
}

/** Many to one: reads a piece of a text, and gives one answer when it has read all of it. */
export class Classifier {
  readonly network: Network<NetworkShape>;
  readonly #options: ClassifierOptions;
  readonly #trainer: SequenceTrainer;
  /** (T, B) */
  readonly #inputs: Int32Array;
  /** Reads one piece symbol by symbol. */
  #single: ForwardPass | undefined;

  constructor(options: ClassifierOptions, { kernels, random }: { kernels: KernelFactory; random: Random }) {
    const { cell, hiddenSize, vocabSize, answer, answers, length, batchSize } = options;
    this.#options = options;
    this.network = new Network<NetworkShape>(
      {
        cell,
        hiddenSize,
        numLayers: 1,
        input: { kind: 'symbols', size: vocabSize },
        heads: [{ name: 'answer', kind: answer, outputs: answers, steps: 'last' }],
      },
      kernels,
    );
    this.network.initialise(random);
    this.#trainer = new SequenceTrainer(this.network, { batchSize, seqLength: length, gradClip: 1 });
    this.#inputs = new Int32Array(length * batchSize);
  }

  /** Learns from B pieces; targets as the head takes them. Gives the loss, in nats. */
  step(pieces: readonly Piece[], targets: ArrayLike<number>, learningRate: number): number {
    const { length } = this.#options;
    this.#read(pieces);
    return this.#trainer.step({ inputs: this.#inputs, length, targets: { answer: targets } }, learningRate)
      .loss;
  }

  /** The probabilities of the answers to each of at most B pieces, K each. */
  answers(pieces: readonly Piece[]): number[][] {
    const { batchSize, length, answers } = this.#options;
    // The room is for B pieces: what is not needed is filled up with the first.
    const filled = Array.from({ length: batchSize }, (_, b) => pieces[b] ?? pieces[0]);
    this.#read(filled);
    this.#trainer.forward({ inputs: this.#inputs, length, targets: {} });
    const probabilities = this.#trainer.pass.trace.probabilities();
    return pieces.map((_, b) => [...probabilities.subarray(b * answers, (b + 1) * answers)]);
  }

  /** The answers after each symbol of a piece, as if it ended there. */
  along({ ids, from }: Piece): number[][] {
    const { length } = this.#options;
    this.#single ??= new ForwardPass(this.network, { batchSize: 1, seqLength: 1 });
    this.#single.reset();
    return Array.from({ length }, (_, t) => [
      ...this.#single!.run([ids[from + t]], 1)
        .head('answer')
        .probabilities(),
    ]);
  }

  #read(pieces: readonly Piece[]): void {
    writeColumns(pieces, this.#options.length, this.#inputs);
  }
}
