/** Items that are looked at together once, and never again one by one. */
const BLOCK = 32;

/** Where the least and the greatest number of a stretch of a list are; -1 where it has none that is finite. */
interface Extreme {
  least: number;
  greatest: number;
}

/** Finds them in any stretch without looking at each item: what is drawn in each frame changes seldom. */
export class Extremes {
  static readonly #known = new WeakMap<ArrayLike<number>, Extremes>();

  /** Of a list that does not change from now on. */
  static of(list: ArrayLike<number>): Extremes {
    const known = Extremes.#known.get(list);
    if (known) return known;
    const made = new Extremes(list);
    Extremes.#known.set(list, made);
    return made;
  }

  readonly #list: ArrayLike<number>;
  /** By block. */
  readonly #least: Int32Array;
  readonly #greatest: Int32Array;

  private constructor(list: ArrayLike<number>) {
    this.#list = list;
    const count = Math.ceil(list.length / BLOCK);
    this.#least = new Int32Array(count);
    this.#greatest = new Int32Array(count);
    for (let block = 0; block < count; block++) {
      const found = { least: -1, greatest: -1 };
      this.#each(found, block * BLOCK, Math.min(list.length, (block + 1) * BLOCK));
      this.#least[block] = found.least;
      this.#greatest[block] = found.greatest;
    }
  }

  /** Of the items `from` up to `to`, that one left out. Of equal ones the first counts. */
  between(from: number, to: number): Extreme {
    const found = { least: -1, greatest: -1 };
    const [firstBlock, endBlock] = [Math.ceil(from / BLOCK), Math.floor(to / BLOCK)];
    if (endBlock <= firstBlock) {
      this.#each(found, from, to);
      return found;
    }
    this.#each(found, from, firstBlock * BLOCK);
    for (let block = firstBlock; block < endBlock; block++) {
      this.#take(found, this.#least[block]);
      this.#take(found, this.#greatest[block]);
    }
    this.#each(found, endBlock * BLOCK, to);
    return found;
  }

  #each(found: Extreme, from: number, to: number): void {
    for (let i = from; i < to; i++) if (Number.isFinite(this.#list[i])) this.#take(found, i);
  }

  #take(found: Extreme, i: number): void {
    if (i < 0) return;
    const list = this.#list;
    if (found.least < 0 || list[i] < list[found.least]) found.least = i;
    if (found.greatest < 0 || list[i] > list[found.greatest]) found.greatest = i;
  }
}
