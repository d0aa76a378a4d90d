import type { Random } from '../../base/random.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import type { Progress } from '../lesson.ts';
import { takeMean, train } from './course.ts';
import { EncoderDecoder, type EncoderDecoderOptions, type SymbolPair } from './encoderDecoder.ts';
import { spread } from './pieces.ts';
import type { FilePair } from './textPairs.ts';
import { WordPieces } from './wordPieces.ts';

export interface PairsRunOptions extends Omit<EncoderDecoderOptions, 'vocabSize'> {
  /** Share of the symbols of a source that are left out each time that it is learnt from: no single one must be relied on. */
  leaveOut: number;
  steps: number;
  peak: number;
}

export interface PairsStanding {
  steps: number;
  /** Of what was learnt from since the last look, nats a character. */
  loss: number | null;
  /** Share of held-out targets that were said exactly, 0..1. */
  exact: number;
}

/** A held-out pair and what was said of it. */
export interface SaidPair {
  pair: FilePair;
  said: string;
}

const LOOKS = 12;
const LOOK_PAIRS = 256;

/** Trains an encoder and a decoder together, and tries them on pairs of files that they have not seen. */
export class PairsRun {
  readonly standings: PairsStanding[] = [];
  /** Of the last look. */
  said: readonly SaidPair[] = [];

  readonly #training: readonly SymbolPair[];
  readonly #heldOut: readonly FilePair[];
  readonly #options: PairsRunOptions;
  readonly #vocabulary: WordPieces;
  readonly #network: EncoderDecoder;
  readonly #random: Random;
  readonly #clock: () => number;
  readonly #losses: number[] = [];
  #order: SymbolPair[] = [];

  constructor(
    { training, heldOut }: { training: readonly FilePair[]; heldOut: readonly FilePair[] },
    options: PairsRunOptions,
    { kernels, random, clock }: { kernels: KernelFactory; random: Random; clock: () => number },
  ) {
    const vocabulary = new WordPieces(training.flatMap(({ source, target }) => [source, target]));
    const { sourceLength } = options;
    this.#vocabulary = vocabulary;
    this.#training = training.map(({ source, target }) => ({
      source: vocabulary.encode(source.slice(0, 8 * sourceLength)),
      target: vocabulary.encode(target),
    }));
    this.#heldOut = heldOut;
    this.#options = options;
    this.#network = new EncoderDecoder({ ...options, vocabSize: vocabulary.size }, { kernels, random });
    this.#random = random;
    this.#clock = clock;
  }

  *work(): Generator<Progress, void> {
    yield* train({
      steps: this.#options.steps,
      peak: this.#options.peak,
      looks: LOOKS,
      step: learningRate => {
        const pairs = Array.from({ length: this.#options.batchSize }, () => this.#draw());
        this.#losses.push(this.#network.step(pairs, learningRate));
      },
      look: done => this.#look(done),
      clock: this.#clock,
    });
  }

  *#look(steps: number): Generator<void, string> {
    const { batchSize, sourceLength } = this.#options;
    const pairs = steps === this.#options.steps ? this.#heldOut : spread(this.#heldOut, LOOK_PAIRS);
    const said: SaidPair[] = [];
    for (let from = 0; from < pairs.length; from += batchSize) {
      const part = pairs.slice(from, from + batchSize);
      const sources = part.map(({ source }) => this.#vocabulary.encode(source.slice(0, 8 * sourceLength)));
      const answers = this.#network.say(sources);
      said.push(...part.map((pair, b) => ({ pair, said: this.#vocabulary.decode(answers[b]) })));
      yield;
    }
    this.said = said;
    const exact = said.filter(isExact).length / said.length;
    const loss = takeMean(this.#losses);
    this.standings.push({ steps, loss, exact });
    return `${(100 * exact).toFixed(1)} % of held-out pairs said exactly`;
  }

  /** All pairs in some order, then all in another one. */
  #draw(): SymbolPair {
    if (this.#order.length === 0) this.#order = [...this.#training];
    const chosen = Math.floor(this.#random.next() * this.#order.length);
    const { source, target } = this.#order[chosen];
    this.#order[chosen] = this.#order[this.#order.length - 1];
    this.#order.pop();
    const kept = Array.from(source).filter(() => this.#random.next() >= this.#options.leaveOut);
    return { source: kept, target };
  }
}

export function isExact({ pair, said }: SaidPair): boolean {
  return pair.target === said;
}

/** The target that is the commonest in what is learnt from: who always says it is what there is to beat. */
export function commonestTarget(training: readonly FilePair[]): string {
  const counts = new Map<string, number>();
  for (const { target } of training) counts.set(target, (counts.get(target) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}
