import { checkFinite } from '../network/finite.ts';
import type { Network } from '../network/network.ts';
import type { Random } from '../base/random.ts';
import { type Run, Streams, WINDOW_STEPS } from '../network/pass/streams.ts';

/** A logit that no other comes near. */
const NEVER = -1e30;

/** The greatest number of 32 bits, as the kernels take it. */
const GREATEST = 2 ** 127 * (2 - 2 ** -23);

/**
 * What logits are multiplied by at a temperature above 0, however low: at the lowest only the likeliest symbols are
 * left, all equally likely.
 */
export function inverseTemperature(temperature: number): number {
  return Math.min(GREATEST, 1 / temperature);
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
  /** symbols that are read first, at least one */
  prime: ArrayLike<number>;
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

/**
 * Reads the prime from the zero state and yields what the network writes after it, symbol by symbol. Throws NotFinite
 * where its numbers are of no use.
 */
export function* generate(
  network: Network,
  { random, ...options }: GenerateOptions,
): Generator<number, void, void> {
  for (const [id] of generateSeveral(network, { ...options, randoms: [random] })) yield id;
}

/**
 * Several continuations of one prime side by side: yields the next symbol of each. Each is what `generate` writes with
 * its random numbers.
 */
export function* generateSeveral(
  network: Network,
  { prime, length, temperature, exclude = [], randoms }: GenerateSeveralOptions,
): Generator<number[], void, void> {
  if (prime.length === 0) throw new RangeError('Nothing to continue: the prime needs one symbol at least.');
  const { vocabSize } = network.config;
  const symbols = Array.from(prime);
  const last = symbols.pop()!;
  const streams = new Streams(network);
  readAll(streams, symbols);
  streams.arrange(randoms.map(() => 0));
  const next = randoms.map(() => last);
  for (let i = 0; i < length; i++) {
    const place = () => `in drawing character ${i + 1}`;
    const chances = weigh(streams.run(next, 1), { temperature, exclude, vocabSize, place });
    for (let stream = 0; stream < next.length; stream++) {
      const own = chances.subarray(stream * vocabSize, (stream + 1) * vocabSize);
      next[stream] = temperature === 0 ? mostLikely(own) : sampleSymbol(own, randoms[stream]);
    }
    yield next.slice();
  }
}

/** (B, V) for what follows one step: the logits at temperature 0, else the probabilities. */
function weigh(
  run: Run,
  options: { temperature: number; exclude: readonly number[]; vocabSize: number; place: () => string },
): Float32Array {
  const { temperature, exclude, vocabSize, place } = options;
  const set = (values: Float32Array, value: number) => {
    for (let row = 0; row < values.length; row += vocabSize)
      for (const id of exclude) values[row + id] = value;
  };
  const logits = run.logits();
  checkFinite(logits, place);
  // Before the others are weighed, so that they are weighed among themselves.
  set(logits, NEVER);
  if (temperature === 0) return logits;
  const chances = run.probabilities(inverseTemperature(temperature));
  // At high temperatures even that logit would have a chance.
  set(chances, 0);
  return chances;
}

function readAll(streams: Streams, symbols: readonly number[]): void {
  for (let start = 0; start < symbols.length; start += WINDOW_STEPS) {
    const part = symbols.slice(start, start + WINDOW_STEPS);
    streams.run(part, part.length);
  }
}
