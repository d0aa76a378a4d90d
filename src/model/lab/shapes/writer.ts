import type { Random } from '../../base/random.ts';
import { sum } from '../../base/sum.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import type { CellType } from '../../network/cells/cells.ts';
import { Network } from '../../network/network.ts';
import type { NetworkShape } from '../../network/networkConfig.ts';
import { SequenceTrainer } from '../../network/training/sequenceTrainer.ts';
import { mostLikely } from '../../predict/sampler.ts';

export interface WriterOptions {
  cell: CellType;
  hiddenSize: number;
  /** K: what it can be told to begin with */
  symbols: number;
  vocabSize: number;
  /** T: characters that it writes */
  length: number;
  /** B: texts side by side */
  batchSize: number;
}

/** A text and the symbol that it is to be written from. */
export interface SymbolText {
  symbol: number;
  /** Those behind the first T are not learnt. */
  ids: ArrayLike<number>;
}

/**
 * One to many: reads one symbol, one-hot, and then nothing but zeros; at every step it says how likely each character is.
 * It does not hear what was written, so a step knows of the others only what its state does.
 */
export class Writer {
  readonly #options: WriterOptions;
  readonly #trainer: SequenceTrainer;
  /** (T, B, K) */
  readonly #inputs: Float32Array;
  /** (T, B) */
  readonly #targets: Int32Array;

  constructor(options: WriterOptions, { kernels, random }: { kernels: KernelFactory; random: Random }) {
    const { cell, hiddenSize, symbols, vocabSize, length, batchSize } = options;
    this.#options = options;
    const network = new Network<NetworkShape>(
      {
        cell,
        hiddenSize,
        numLayers: 1,
        input: { kind: 'vectors', size: symbols },
        heads: [{ name: 'output', kind: 'softmax', outputs: vocabSize, steps: 'every' }],
      },
      kernels,
    );
    network.initialise(random);
    this.#trainer = new SequenceTrainer(network, { batchSize, seqLength: length, gradClip: 1 });
    this.#inputs = new Float32Array(length * batchSize * symbols);
    this.#targets = new Int32Array(length * batchSize);
  }

  /** Learns B texts, and gives the loss, nats a character. */
  step(texts: readonly SymbolText[], learningRate: number): number {
    const { length } = this.#options;
    this.#read(texts);
    const sequences = { inputs: this.#inputs, length, targets: { output: this.#targets } };
    return this.#trainer.step(sequences, learningRate).loss;
  }

  /** The loss of at most B texts: the sum in nats, and of how many characters. */
  losses(texts: readonly SymbolText[]): { nats: number; characters: number } {
    this.#forward(texts);
    const characters = this.#targets.filter(target => target >= 0).length;
    return { nats: sum(this.#trainer.pass.trace.losses(this.#targets)), characters };
  }

  /** What it writes from a symbol: the likeliest character at each step. */
  write(symbol: number): number[] {
    const { batchSize, length, vocabSize } = this.#options;
    this.#forward([{ symbol, ids: [] }]);
    const probabilities = this.#trainer.pass.trace.probabilities();
    return Array.from({ length }, (_, t) => {
      const at = t * batchSize * vocabSize;
      return mostLikely(probabilities.subarray(at, at + vocabSize));
    });
  }

  #forward(texts: readonly SymbolText[]): void {
    this.#read(texts);
    this.#trainer.forward({ inputs: this.#inputs, length: this.#options.length, targets: {} });
  }

  #read(texts: readonly SymbolText[]): void {
    const { batchSize, length, symbols } = this.#options;
    this.#inputs.fill(0);
    this.#targets.fill(-1);
    for (const [b, { symbol, ids }] of texts.entries()) {
      this.#inputs[b * symbols + symbol] = 1;
      const count = Math.min(length, ids.length);
      for (let t = 0; t < count; t++) this.#targets[t * batchSize + b] = ids[t];
    }
  }
}
