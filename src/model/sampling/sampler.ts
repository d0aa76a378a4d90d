import type { ForwardPass } from '../network/forwardPass.ts';
import type { Network } from '../network/network.ts';
import type { Random } from '../network/random.ts';

/** Steps of the priming text that are read at a time. */
const PRIME_STEPS = 64;
/** A logit that no other comes near: exp of it is 0 at any temperature. */
const NEVER = -1e30;

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

export interface GenerateOptions {
  /** symbols that are read first, at least one */
  prime: ArrayLike<number>;
  /** symbols to yield */
  length: number;
  /** logits are divided by it; 0 takes the most likely symbol always */
  temperature: number;
  random: Random;
  /** symbols that are never drawn */
  exclude?: readonly number[];
}

/** Reads the prime from the zero state and yields what the network writes after it, symbol by symbol. */
export function* generate(network: Network, options: GenerateOptions): Generator<number, void, void> {
  const { prime, length, temperature, random, exclude = [] } = options;
  if (prime.length === 0) throw new RangeError('Nothing to continue: the prime needs one symbol at least.');
  const pass = borrowPass(network);
  try {
    readAll(pass, prime);
    const next = [0];
    for (let i = 0; i < length; i++) {
      next[0] = nextSymbol(pass, network.config.vocabSize, { temperature, random, exclude });
      yield next[0];
      if (i + 1 < length) pass.run(next, 1);
    }
  } finally {
    idlePasses.get(network)?.push(pass);
  }
}

/** Draws from what a single stream's last run predicts. */
function nextSymbol(
  pass: ForwardPass,
  vocabSize: number,
  options: { temperature: number; random: Random; exclude: readonly number[] },
): number {
  const { temperature, random, exclude } = options;
  const logits = pass.logits();
  const last = logits.subarray(logits.length - vocabSize);
  for (const id of exclude) last[id] = NEVER;
  if (temperature === 0) return mostLikely(last);
  const probabilities = pass.probabilities(1 / temperature);
  return sampleSymbol(probabilities.subarray(probabilities.length - vocabSize), random);
}

function readAll(pass: ForwardPass, ids: ArrayLike<number>): void {
  pass.reset();
  const all = Array.from(ids);
  for (let start = 0; start < all.length; start += PRIME_STEPS) {
    const part = all.slice(start, start + PRIME_STEPS);
    pass.run(part, part.length);
  }
}

/**
 * Passes for one stream that no generator is using. What a pass allocates lives as long as its network, so that they
 * are kept and lent out again; each generator has one of its own while it lasts.
 */
const idlePasses = new WeakMap<Network, ForwardPass[]>();

function borrowPass(network: Network): ForwardPass {
  const idle = idlePasses.get(network) ?? [];
  idlePasses.set(network, idle);
  return idle.pop() ?? network.createForwardPass({ batchSize: 1, seqLength: PRIME_STEPS });
}
