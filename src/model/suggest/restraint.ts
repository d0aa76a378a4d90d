/**
 * Keeps suggestions that nobody asked for off the screen before most keys, whatever is typed: it keeps account of the
 * keys that meet one. Each key brings in its share; what is not spent is saved, to a degree, for where much can be
 * suggested; and the more is overdrawn, the more a look costs.
 */
export class Restraint {
  /** In keys; above 0 it is overdrawn. */
  #spent: number;

  /** Goes on from the account of another time. */
  constructor(spent = 0) {
    this.#spent = bounded(spent);
  }

  /** Keys that are overdrawn, or saved where it is negative: all there is to keep. */
  get spent(): number {
    return this.#spent;
  }

  /** What a look costs, in what it does where the account is even. */
  get cost(): number {
    return Math.max(LEAST_COST, Math.exp(this.#spent / DEARER));
  }

  /** To be told of each key whether a suggestion stands on the screen when it comes. */
  note(isOnScreen: boolean): void {
    this.#spent = bounded(this.#spent + (isOnScreen ? 1 : 0) - SHARE);
  }
}

/** A little under one key in six. */
const SHARE = 0.152;

/** Keys overdrawn by which a look costs e times as much. */
const DEARER = 100;

/** However much is saved, a suggestion has to be worth this part of a look. */
const LEAST_COST = 0.7;

/** Keys that may be saved, and overdrawn. */
const MOST_SAVED = 60;
const MOST_OVERDRAWN = 120;

function bounded(spent: number): number {
  return Number.isFinite(spent) ? Math.min(MOST_OVERDRAWN, Math.max(-MOST_SAVED, spent)) : 0;
}
