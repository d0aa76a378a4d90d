/** So many answers in a row that nobody was faster than say that nobody is there. */
const unbeatenInARow = 8;

/**
 * Whether the other provider answers at all. Its extension may be there and do nothing: nobody is signed in, or it knows
 * nothing of the language. Whoever waits for it then waits in vain each time.
 */
export class Rival {
  #unbeaten = 0;

  /** It had its time and did not answer, again and again. */
  get seemsAbsent(): boolean {
    return this.#unbeaten >= unbeatenInARow;
  }

  /** It was given its time, and did not answer. */
  waitedFor(): void {
    this.#unbeaten++;
  }

  /** It was faster. */
  won(): void {
    this.#unbeaten = 0;
  }
}
