import { NotFinite } from '../network/finite.ts';
import type { Random } from '../base/random.ts';
import type { Predictor } from './predictor.ts';

/** The greatest number of 32 bits. */
const GREATEST = 2 ** 127 * (2 - 2 ** -23);

/** Draws a symbol at a temperature; 0 takes the first of the likeliest. Those in `exclude` are left with no chance. */
export function drawSymbol(
  probabilities: Float32Array,
  { temperature, random, exclude = [] }: { temperature: number; random: Random; exclude?: readonly number[] },
): number {
  // Below all others, also where those were rounded to 0.
  for (const id of exclude) probabilities[id] = temperature === 1 ? 0 : -1;
  if (temperature === 0) return mostLikely(probabilities);
  return sampleSymbol(temperature === 1 ? probabilities : heated(probabilities, temperature), random);
}

/** Chances, up to a factor, at a temperature above 0, however low: at the lowest only the likeliest are left. */
function heated(probabilities: Float32Array, temperature: number): Float32Array {
  const power = Math.min(GREATEST, 1 / temperature);
  // The greatest becomes 1, so that none is lost at low temperatures. Where all are 0, they are equal.
  const greatest = probabilities[mostLikely(probabilities)];
  const chances = probabilities.slice();
  for (let i = 0; i < chances.length; i++)
    chances[i] = chances[i] < 0 ? 0 : greatest === 0 ? 1 : (chances[i] / greatest) ** power;
  return chances;
}

/** Draws an index with the given chances, which need not add up to 1. */
export function sampleSymbol(chances: Float32Array, random: Random): number {
  let total = 0;
  for (let i = 0; i < chances.length; i++) total += chances[i];
  let left = random.next() * total;
  for (let i = 0; i < chances.length; i++) {
    left -= chances[i];
    if (left < 0) return i;
  }
  // Only where no chance is above 0, as in a network whose numbers have blown up: `next` stays so far below 1 that
  // rounding cannot use the total up.
  return mostLikely(chances);
}

/** The index of the greatest value, the first of equals. */
export function mostLikely(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

interface ContinuationOptions {
  /** symbols to yield */
  length: number;
  /** logits are divided by it; 0 takes the first of the likeliest symbols always */
  temperature: number;
  /** symbols that are never drawn */
  exclude?: readonly number[];
}

export interface GenerateOptions extends ContinuationOptions {
  random: Random;
}

interface GenerateSeveralOptions extends ContinuationOptions {
  /** One a continuation, MAX_STREAMS at most. */
  randoms: readonly Random[];
}

/** Yields what a predictor would write next, symbol by symbol. Throws NotFinite where its numbers are of no use. */
export function* generate(
  predictor: Predictor,
  { random, ...options }: GenerateOptions,
): Generator<number, void, void> {
  for (const [id] of generateSeveral(predictor, { ...options, randoms: [random] })) yield id;
}

/**
 * Several continuations of what a predictor has read, side by side: yields the next symbol of each. Each is what
 * `generate` writes with its random numbers.
 */
export function* generateSeveral(
  predictor: Predictor,
  { length, temperature, exclude = [], randoms }: GenerateSeveralOptions,
): Generator<number[], void, void> {
  const { vocabSize } = predictor;
  const branches = predictor.branch(randoms.length);
  const probabilities = new Float32Array(branches.count * vocabSize);
  const rows = randoms.map((_, b) => probabilities.subarray(b * vocabSize, (b + 1) * vocabSize));
  const next = randoms.map(() => 0);
  for (let i = 0; i < length; i++) {
    branches.distributions(probabilities);
    for (let b = 0; b < rows.length; b++) {
      // Where one number is of no use, none is.
      if (Number.isNaN(rows[b][0])) throw new NotFinite(`in drawing character ${i + 1}`);
      next[b] = drawSymbol(rows[b], { temperature, exclude, random: randoms[b] });
    }
    yield next.slice();
    branches.read(next);
  }
}
