/** Gaps between keys that are kept, the newest ones. */
const kept = 30;

/** A longer gap, in ms, is no part of a rhythm: whoever typed was reading or thinking. */
const longestGap = 2000;

/** Of one who has not typed yet, ms. */
const usualGap = 150;

/** A pause is so many usual gaps long: at 4/3 it begins with 200 ms. */
const patience = { start: 4 / 3, least: 0.7, most: 3, afterTake: 0.8, afterRefusal: 1.15 };

/** Bounds of a pause, ms. Above the upper one a suggestion would come when nobody waits for it any more. */
const bounds = { least: 100, most: 400 };

/**
 * How long somebody types on by himself: a suggestion that comes while the next key is on its way is in the way. The
 * pause that says "now I might look" is a little longer than the usual gap between two keys, longer for one who
 * refuses what he is shown, and shorter for one who takes it.
 */
export class TypingRhythm {
  readonly #gaps: number[] = [];
  #last: number | undefined;
  /** By a key. */
  #isKey = false;
  #patience = patience.start;

  /** When something was last written, in the milliseconds of the caller's clock. */
  get lastWritten(): number | undefined {
    return this.#last;
  }

  /** The usual gap between two keys: the median of the last ones, ms. */
  get gap(): number {
    if (this.#gaps.length === 0) return usualGap;
    const sorted = this.#gaps.toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  }

  /** Milliseconds after a key that nothing is shown. */
  get pause(): number {
    return Math.min(bounds.most, Math.max(bounds.least, this.gap * this.#patience));
  }

  /** A key was struck. */
  key(time: number): void {
    const gap = this.#last === undefined || !this.#isKey ? Infinity : time - this.#last;
    this.#last = time;
    this.#isKey = true;
    if (gap > longestGap) return;
    this.#gaps.push(gap);
    if (this.#gaps.length > kept) this.#gaps.shift();
  }

  /** Something was written in another way: what comes next is no gap between keys. */
  wrote(time: number): void {
    this.#last = time;
    this.#isKey = false;
  }

  taken(): void {
    this.#patience = Math.max(patience.least, this.#patience * patience.afterTake);
  }

  refused(): void {
    this.#patience = Math.min(patience.most, this.#patience * patience.afterRefusal);
  }
}
