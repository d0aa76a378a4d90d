/** How often it is told how far the work is, ms. */
const TELL_EVERY = 100;
/** How often, at most, what is to be seen is told while work goes on, ms. */
const LOOK_EVERY = 200;
/** So many times as long as a look takes nothing but work is done: a tenth of the time goes into looks. */
const WORK_PER_LOOK = 9;
/** Less of the work says nothing of how long the rest will take. */
const LEAST_SHARE = 0.02;

/** When what is worked at tells how far it is, and how long the rest will take. */
export class WorkPace {
  readonly #clock: () => number;
  /** Moved on by every pause. */
  #begun: number;
  #told = -Infinity;
  #looked: number;
  #lookTook = 0;

  /** Milliseconds, from any origin. */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.#begun = clock();
    this.#looked = this.#begun;
  }

  isTimeToTell(): boolean {
    const now = this.#clock();
    if (now - this.#told < TELL_EVERY) return false;
    this.#told = now;
    return true;
  }

  isTimeToLook(): boolean {
    return this.#clock() - this.#looked >= Math.max(LOOK_EVERY, WORK_PER_LOOK * this.#lookTook);
  }

  /** Looks, and notes how long that takes. */
  timed<T>(look: () => T): T {
    const begun = this.#clock();
    const seen = look();
    this.#looked = this.#clock();
    this.#lookTook = this.#looked - begun;
    return seen;
  }

  /** Of a pause, ms. */
  leaveOut(milliseconds: number): void {
    this.#begun += milliseconds;
  }

  /** Of the rest, when `share` of the work is done (0..1); undefined while it is not known. */
  secondsLeft(share: number): number | undefined {
    if (share < LEAST_SHARE) return undefined;
    const seconds = (this.#clock() - this.#begun) / 1000;
    return Math.max(0, (seconds / share) * (1 - share));
  }
}
