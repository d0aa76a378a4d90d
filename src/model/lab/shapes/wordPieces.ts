/** Parts of names and prose: users, User, ID, 32; a space; one mark. */
const PARTS = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|\s+|[^]/gu;

/** Words that are kept at most, the commonest ones. */
const MOST_WORDS = 2000;
/** What occurs less often is spelled. */
const LEAST_COUNT = 2;

/**
 * Symbols for parts of names and words, so that what is long in characters is short in symbols. What is rare is spelled
 * in characters; a character that is not known is left out.
 */
export class WordPieces {
  readonly #pieces: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  constructor(texts: Iterable<string>) {
    const counts = new Map<string, number>();
    const characters = new Set<string>();
    for (const text of texts) {
      for (const [part] of text.matchAll(PARTS)) counts.set(part, (counts.get(part) ?? 0) + 1);
      for (const character of text) characters.add(character);
    }
    const words = [...counts]
      .filter(([part, count]) => count >= LEAST_COUNT && !characters.has(part))
      .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, MOST_WORDS)
      .map(([part]) => part);
    this.#pieces = [...[...characters].toSorted(), ...words];
    this.#ids = new Map(this.#pieces.map((piece, id) => [piece, id]));
  }

  get size(): number {
    return this.#pieces.length;
  }

  encode(text: string): number[] {
    const ids: number[] = [];
    for (const [part] of text.matchAll(PARTS)) {
      const id = this.#ids.get(part);
      if (id !== undefined) ids.push(id);
      else for (const character of part) ids.push(...this.#idOf(character));
    }
    return ids;
  }

  decode(ids: readonly number[]): string {
    return ids.map(id => this.#pieces[id] ?? '').join('');
  }

  #idOf(character: string): number[] {
    const id = this.#ids.get(character);
    return id === undefined ? [] : [id];
  }
}
