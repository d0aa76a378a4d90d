/**
 * What one user takes of what is shown, beyond its chance of being right: surer or less sure than the predictor, in
 * nats of the odds. Whoever shows a suggestion learns from what becomes of it.
 */
export class Taste {
  #leaning: number;

  /** Goes on from the leaning of another time. */
  constructor(leaning = 0) {
    this.#leaning = bounded(leaning);
  }

  /** All there is to keep, in nats: above 0 more is taken than was expected. */
  get leaning(): number {
    return this.#leaning;
  }

  /** The chance that a text is taken that is right with this one. */
  chanceOfTaking(chance: number): number {
    const odds = (chance / (1 - chance)) * Math.exp(this.#leaning);
    return odds === Infinity ? 1 : odds / (1 + odds);
  }

  /** Learns that what was right with such a chance was taken, or refused. */
  learn(chance: number, wasTaken: boolean): void {
    const expected = this.chanceOfTaking(chance);
    this.#leaning = bounded(this.#leaning + STEP * ((wasTaken ? 1 : 0) - expected));
  }
}

/** How far one suggestion moves it: some thirty of them make up an opinion. */
const STEP = 0.05;

/**
 * A user who takes nothing is shown what is sure still, so that he can change his mind; and one who takes all is not
 * shown anything whatever.
 */
const MOST = 1;

function bounded(leaning: number): number {
  return Number.isFinite(leaning) ? Math.max(-MOST, Math.min(MOST, leaning)) : 0;
}
