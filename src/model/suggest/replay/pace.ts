import type { Random } from '../../base/random.ts';
import { showingDelay } from '../pace/showingDelay.ts';
import { TypingRhythm } from '../pace/typingRhythm.ts';

/**
 * Between two keys, in ms: mean and standard deviation of V. Dhakal, A. Feit, P. Kristensson and A. Oulasvirta,
 * "Observations on Typing from 136 Million Keystrokes" (CHI 2018); such gaps are taken to be lognormal.
 */
const GAP = { mean: 239, deviation: 112 };
const SPREAD = Math.sqrt(Math.log(1 + (GAP.deviation / GAP.mean) ** 2));
const MIDDLE = Math.log(GAP.mean) - SPREAD ** 2 / 2;

/** Until what comes on the screen is seen, so that the next key can be another one, ms. */
const REACTION = 300;

/** From a key to the editor's question and on to an answer, ms: nothing is on the screen before. */
const ANSWER = 60;

/** One who types in time: what is shown comes when the editor would show it, and is seen a while later. */
export class Pace {
  readonly #random: Random;
  readonly #rhythm = new TypingRhythm();
  #clock = 0;
  #hasJustTaken = false;
  /** When what stands on the screen came there; undefined while nothing does. */
  #since: number | undefined;
  #nextKey = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The next key comes some time after the last. Whether what was found stands on the screen before it. */
  waitForKey(found: { saves: number } | undefined, isAlong: boolean): boolean {
    this.#nextKey = this.#clock + this.#gap();
    if (!found) this.#since = undefined;
    else if (!isAlong || this.#since === undefined) {
      const wait = showingDelay({
        isInvoked: false,
        isAlong: false,
        hasJustTaken: this.#hasJustTaken,
        sinceKey: ANSWER,
        sinceAsked: ANSWER,
        pause: this.#rhythm.pause,
        saves: found.saves,
        isBesideOthers: false,
      });
      const from = this.#clock + ANSWER + wait;
      this.#since = from <= this.#nextKey ? from : undefined;
    }
    return this.#since !== undefined;
  }

  /** Whether it has been on the screen for so long that the next key can be to take it. */
  get hasSeen(): boolean {
    return this.#since !== undefined && this.#nextKey - this.#since >= REACTION;
  }

  typed({ isAlong }: { isAlong: boolean }): void {
    if (this.#since !== undefined && !isAlong) {
      this.#rhythm.refused();
      this.#since = undefined;
    }
    this.#clock = this.#nextKey;
    this.#hasJustTaken = false;
    this.#rhythm.key(this.#clock);
  }

  took(): void {
    this.#clock = this.#nextKey;
    this.#rhythm.wrote(this.#clock);
    this.#rhythm.taken();
    this.#hasJustTaken = true;
    this.#since = undefined;
  }

  #gap(): number {
    // Box and Muller's way to a normal number.
    const radius = Math.sqrt(-2 * Math.log(1 - this.#random.next()));
    return Math.exp(MIDDLE + SPREAD * radius * Math.cos(2 * Math.PI * this.#random.next()));
  }
}
