import { isLongWord, piecesOf } from './words.ts';

/** Words that are counted at a time; beyond that those that were seen only once are forgotten. */
const MOST_COUNTED = 2 ** 20;

/** Words that are symbols at most, the most frequent ones. Measured in docs/decisions. */
export const MAX_WORDS = 1024;

/** A word that occurs less often than that is spelled in characters. */
const RARE_BELOW = 3;

/** How often each word of two characters or more occurs in texts. */
export class WordCounts {
  readonly #counts = new Map<string, number>();

  add(text: string): void {
    for (const { start, end, isWord } of piecesOf(text)) {
      if (!isWord || end - start < 2) continue;
      const word = text.slice(start, end);
      this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
    }
    if (this.#counts.size > MOST_COUNTED) this.#forgetRare();
  }

  /** The words that are worth a symbol of their own, in code unit order. */
  frequent(most = MAX_WORDS, leastOften = RARE_BELOW): string[] {
    const words = [...this.#counts].filter(([word, count]) => count >= leastOften && isLongWord(word));
    words.sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1));
    return words
      .slice(0, most)
      .map(([word]) => word)
      .toSorted();
  }

  #forgetRare(): void {
    for (const [word, count] of this.#counts) if (count === 1) this.#counts.delete(word);
  }
}
