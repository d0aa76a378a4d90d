import { checkFinite } from '../network/finite.ts';
import type { Random } from '../base/random.ts';
import type { Predictor } from './predictor.ts';

/** The greatest number of 32 bits. */
const GREATEST = 2 ** 127 * (2 - 2 ** -23);

/**
 * Draws a symbol at a temperature; 0 takes the first of the likeliest. Probabilities below 0 are of symbols that are not
 * to be drawn.
 */
export function drawSymbol(probabilities: Float32Array, temperature: number, random: Random): number {
  const likeliest = mostLikely(probabilities);
  if (temperature === 0) return likeliest;
  return sampleSymbol(heated(probabilities, probabilities[likeliest], temperature), random);
}

/** Chances, up to a factor, at a temperature above 0, however low: at the lowest only the likeliest are left. */
function heated(probabilities: Float32Array, greatest: number, temperature: number): Float32Array {
  if (temperature === 1) return probabilities.map(value => Math.max(0, value));
  const power = Math.min(GREATEST, 1 / temperature);
  // The greatest becomes 1, so that none is lost at low temperatures.
  const chance = (value: number) => (greatest === 0 ? 1 : (value / greatest) ** power);
  return probabilities.map(value => (value < 0 ? 0 : chance(value)));
}

/** Draws an index with the given chances, which need not add up to 1. */
export function sampleSymbol(probabilities: Float32Array, random: Random): number {
  let total = 0;
  for (let i = 0; i < probabilities.length; i++) total += probabilities[i];
  let left = random.next() * total;
  for (let i = 0; i < probabilities.length; i++) {
    left -= probabilities[i];
    if (left < 0) return i;
  }
  // Only where no chance is above 0, as in a network whose numbers have blown up: `next` stays so far below 1 that
  // rounding cannot use the total up.
  return mostLikely(probabilities);
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

export interface GenerateSeveralOptions extends ContinuationOptions {
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
  for (let i = 0; i < length; i++) {
    branches.distributions(probabilities);
    checkFinite(probabilities, () => `in drawing character ${i + 1}`);
    const next = randoms.map((random, branch) => {
      const own = probabilities.subarray(branch * vocabSize, (branch + 1) * vocabSize);
      for (const id of exclude) own[id] = -1;
      return drawSymbol(own, temperature, random);
    });
    yield next.slice();
    branches.read(next);
  }
}
