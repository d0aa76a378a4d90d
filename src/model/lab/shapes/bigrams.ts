/** What counting says of the next character from the present one alone: a network that sees no more can do no better. */
export class Bigrams {
  /** (V, V): how often the second follows the first */
  readonly #pairs: Float64Array;
  readonly #presents: Float64Array;
  readonly #nexts: Float64Array;
  readonly #vocabSize: number;
  #total = 0;

  constructor(texts: readonly ArrayLike<number>[], vocabSize: number) {
    this.#vocabSize = vocabSize;
    this.#pairs = new Float64Array(vocabSize * vocabSize);
    this.#presents = new Float64Array(vocabSize);
    this.#nexts = new Float64Array(vocabSize);
    for (const ids of texts)
      for (let t = 0; t + 1 < ids.length; t++) {
        this.#pairs[ids[t] * vocabSize + ids[t + 1]]++;
        this.#presents[ids[t]]++;
        this.#nexts[ids[t + 1]]++;
        this.#total++;
      }
  }

  /** P(next), from counts and one more of each symbol. */
  alone(next: number): number {
    return (this.#nexts[next] + 1) / (this.#total + this.#vocabSize);
  }

  /** P(next | present), from counts and one more that falls as `alone` has it. */
  chance(present: number, next: number): number {
    const pair = this.#pairs[present * this.#vocabSize + next];
    return (pair + this.alone(next)) / (this.#presents[present] + 1);
  }

  /** The symbols that occur most often, the commonest first. */
  commonest(count: number): number[] {
    return [...this.#nexts.keys()]
      .filter(symbol => this.#nexts[symbol] > 0)
      .toSorted((a, b) => this.#nexts[b] - this.#nexts[a] || a - b)
      .slice(0, count);
  }

  /** Bits per character of the counted texts themselves, H(next | present): the limit of whoever sees only the present. */
  limit(): number {
    let bits = 0;
    for (let present = 0; present < this.#vocabSize; present++)
      for (let next = 0; next < this.#vocabSize; next++) {
        const pair = this.#pairs[present * this.#vocabSize + next];
        if (pair > 0) bits -= pair * Math.log2(pair / this.#presents[present]);
      }
    return bits / this.#total;
  }
}

/** Bits per character of some texts, by the chance that each character is given. */
export function bitsPerCharacter(
  texts: readonly ArrayLike<number>[],
  chance: (present: number, next: number) => number,
): number {
  let [bits, characters] = [0, 0];
  for (const ids of texts)
    for (let t = 0; t + 1 < ids.length; t++) {
      bits -= Math.log2(chance(ids[t], ids[t + 1]));
      characters++;
    }
  return bits / characters;
}
