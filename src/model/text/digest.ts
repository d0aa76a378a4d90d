const LOW_FACTOR = 0xcc9e2d51;
const HIGH_FACTOR = 0x239b961b;

/**
 * Hashes that decide nothing about safety: where a file goes in the split, and whether a corpus is the one that a
 * checkpoint was made on. MurmurHash3's mixing steps, run twice with different seeds for 64 bits.
 */
export class Digest {
  private low: number;
  private high: number;

  constructor(seed = 0) {
    this.low = seed ^ 0x2545f491;
    this.high = seed ^ 0x1b873593;
  }

  /** Each value counts as 32 bits; the number of values counts too. */
  addValues(values: ArrayLike<number>): this {
    let { low, high } = this;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      low = mix(low, Math.imul(value, LOW_FACTOR));
      high = mix(high, Math.imul(value, HIGH_FACTOR));
    }
    this.low = low;
    this.high = high;
    this.add(values.length);
    return this;
  }

  addText(text: string): this {
    for (let i = 0; i < text.length; i++) this.add(text.charCodeAt(i));
    this.add(text.length);
    return this;
  }

  /** The low half, 0 to 2^32 - 1. */
  value(): number {
    return finish(this.low);
  }

  /** 16 hexadecimal digits. */
  hex(): string {
    return [finish(this.high), finish(this.low)].map(half => half.toString(16).padStart(8, '0')).join('');
  }

  private add(value: number): void {
    this.low = mix(this.low, Math.imul(value, LOW_FACTOR));
    this.high = mix(this.high, Math.imul(value, HIGH_FACTOR));
  }
}

function mix(hash: number, value: number): number {
  const turned = hash ^ Math.imul((value << 15) | (value >>> 17), 0x38b34ae5);
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
