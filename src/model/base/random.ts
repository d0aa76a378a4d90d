/** Seeds are whole numbers of 32 bits. */
export const GREATEST_SEED = 2 ** 32 - 1;

/**
 * Repeatable random numbers: xoshiro128** 1.1 by David Blackman and Sebastiano Vigna
 * (https://prng.di.unimi.it/xoshiro128starstar.c), seeded through splitmix32 so that near seeds give unlike streams.
 */
export class Random {
  private readonly words: Uint32Array;

  /** The same seed gives the same numbers, and every other one others. Throws a RangeError for what is no seed. */
  constructor(seed: number) {
    if (!(Number.isInteger(seed) && seed >= 0 && seed <= GREATEST_SEED))
      throw new RangeError(`A seed is a whole number from 0 to ${GREATEST_SEED}; this is ${seed}.`);
    this.words = splitmix32(seed, 4);
  }

  /** A generator that goes on where the one whose `state` was taken stood. */
  static restore(state: readonly number[]): Random {
    const words = Uint32Array.from(state);
    if (state.length !== 4 || state.some((word, i) => word !== words[i]) || words.every(word => word === 0))
      throw new RangeError(`A random state is four 32-bit words, not all 0; this is [${state.join(', ')}].`);
    const random = new Random(0);
    random.words.set(words);
    return random;
  }

  /** All there is to know to go on: four 32-bit words. */
  get state(): readonly number[] {
    return Array.from(this.words);
  }

  /** Uniform in [0, 1), in steps of 2^-32. */
  next(): number {
    return this.nextWord() / 2 ** 32;
  }

  private nextWord(): number {
    const s = this.words;
    const word = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotateLeft(s[3], 11);
    return word;
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** splitmix32: a counter stepped by the golden ratio, through the finaliser of MurmurHash3. */
function splitmix32(seed: number, count: number): Uint32Array {
  const words = new Uint32Array(count);
  let counter = seed | 0;
  for (let i = 0; i < count; i++) {
    counter = (counter + 0x9e3779b9) | 0;
    let word = counter;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    words[i] = word ^ (word >>> 16);
  }
  return words;
}
