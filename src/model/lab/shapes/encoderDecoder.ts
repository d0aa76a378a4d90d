import type { Random } from '../../base/random.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import type { CellType } from '../../network/cells/cells.ts';
import { Network } from '../../network/network.ts';
import type { NetworkShape } from '../../network/networkConfig.ts';
import { SequenceTrainer } from '../../network/training/sequenceTrainer.ts';
import { clipScale } from '../../network/training/trainer.ts';
import { mostLikely } from '../../predict/sampler.ts';

export interface EncoderDecoderOptions {
  cell: CellType;
  hiddenSize: number;
  /** V: symbols of both texts; two more mark where there is nothing and where a target begins and ends */
  vocabSize: number;
  /** symbols that are read at most: the first ones of a source */
  sourceLength: number;
  /** symbols that are said at most */
  targetLength: number;
  /** B: pairs side by side */
  batchSize: number;
  weightDecay: number;
}

/** A source and what is to be said of it, as symbols. */
export interface SymbolPair {
  source: ArrayLike<number>;
  target: ArrayLike<number>;
}

const GRAD_CLIP = 1;

/**
 * Many to many, one after the other (Sutskever, Vinyals, Le, "Sequence to Sequence Learning with Neural Networks", 2014):
 * an encoder reads the source, last symbol first, and its last state is all that a decoder begins with. That says symbol
 * after symbol, each said one being what it reads next.
 */
export class EncoderDecoder {
  readonly #options: EncoderDecoderOptions;
  readonly #encoder: SequenceTrainer;
  readonly #decoder: SequenceTrainer;
  /** (S, B) */
  readonly #sources: Int32Array;
  /** (T, B) */
  readonly #inputs: Int32Array;
  readonly #targets: Int32Array;
  readonly #state: Float32Array;

  constructor(
    options: EncoderDecoderOptions,
    { kernels, random }: { kernels: KernelFactory; random: Random },
  ) {
    const { cell, hiddenSize, vocabSize, sourceLength, targetLength, batchSize, weightDecay } = options;
    this.#options = options;
    const cells = {
      cell,
      hiddenSize,
      numLayers: 1,
      input: { kind: 'symbols', size: vocabSize + 2 },
    } as const;
    const encoder = new Network<NetworkShape>({ ...cells, heads: [] }, kernels);
    const heads = [{ name: 'output', kind: 'softmax', outputs: vocabSize + 2, steps: 'every' }] as const;
    const decoder = new Network<NetworkShape>({ ...cells, heads }, kernels);
    encoder.initialise(random);
    decoder.initialise(random);
    const sizes = { batchSize, gradClip: GRAD_CLIP, weightDecay };
    // One more for the mark of the end.
    const decoderLength = targetLength + 1;
    this.#encoder = new SequenceTrainer(encoder, { ...sizes, seqLength: sourceLength });
    this.#decoder = new SequenceTrainer(decoder, { ...sizes, seqLength: decoderLength, wishes: ['start'] });
    this.#sources = new Int32Array(sourceLength * batchSize);
    this.#inputs = new Int32Array(decoderLength * batchSize);
    this.#targets = new Int32Array(decoderLength * batchSize);
    this.#state = new Float32Array(this.#encoder.pass.stateLength);
  }

  /** Learns from B pairs, and gives the loss, nats a symbol. */
  step(pairs: readonly SymbolPair[], learningRate: number): number {
    const length = this.#options.targetLength + 1;
    this.#encode(pairs);
    this.#writeTargets(pairs);
    const targets = { output: this.#targets };
    const loss = this.#decoder.forward({ inputs: this.#inputs, length, targets, state: this.#state });
    this.#decoder.backward();
    this.#encoder.backward(this.#decoder.gradientTrace.start());
    const norm = Math.hypot(this.#encoder.gradientNorm(), this.#decoder.gradientNorm());
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) return loss;
    const move = { learningRate, gradientScale: clipScale(norm, GRAD_CLIP) };
    this.#encoder.update(move);
    this.#decoder.update(move);
    return loss;
  }

  /** What it says of at most B sources: at each step the likeliest symbol. */
  say(sources: readonly ArrayLike<number>[]): number[][] {
    const { batchSize, targetLength } = this.#options;
    const filled = Array.from({ length: batchSize }, (_, b) => ({ source: sources[b] ?? [], target: [] }));
    this.#encode(filled);
    const said: number[][] = filled.map(() => []);
    const pass = this.#decoder.pass;
    pass.writeState(this.#state);
    let inputs = filled.map(() => this.#mark);
    const isDone = filled.map((_, b) => b >= sources.length);
    for (let t = 0; t < targetLength && isDone.includes(false); t++) {
      const probabilities = pass.run(inputs, 1).probabilities();
      const width = probabilities.length / batchSize;
      inputs = said.map((symbols, b) => {
        const next = mostLikely(probabilities.subarray(b * width, (b + 1) * width));
        if (next === this.#mark) isDone[b] = true;
        if (!isDone[b]) symbols.push(next);
        return next;
      });
    }
    return said.slice(0, sources.length);
  }

  /** Begins and ends a target. */
  get #mark(): number {
    return this.#options.vocabSize + 1;
  }

  /** Reads sources, so that all end at one step; what is before them is filled up with a symbol of its own. */
  #encode(pairs: readonly SymbolPair[]): void {
    const { vocabSize, sourceLength, batchSize } = this.#options;
    this.#sources.fill(vocabSize);
    for (const [b, { source }] of pairs.entries()) {
      const count = Math.min(source.length, sourceLength);
      for (let i = 0; i < count; i++) this.#sources[(sourceLength - 1 - i) * batchSize + b] = source[i];
    }
    this.#encoder.forward({ inputs: this.#sources, length: sourceLength, targets: {} });
    this.#encoder.pass.readState(this.#state);
  }

  #writeTargets(pairs: readonly SymbolPair[]): void {
    const { targetLength, batchSize, vocabSize } = this.#options;
    this.#inputs.fill(vocabSize);
    this.#targets.fill(-1);
    for (const [b, { target }] of pairs.entries()) {
      const count = Math.min(target.length, targetLength);
      this.#inputs[b] = this.#mark;
      for (let t = 0; t < count; t++) {
        this.#inputs[(t + 1) * batchSize + b] = target[t];
        this.#targets[t * batchSize + b] = target[t];
      }
      // A target that is cut off has no end.
      if (count === target.length) this.#targets[count * batchSize + b] = this.#mark;
    }
  }
}
