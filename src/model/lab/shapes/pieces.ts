import type { Random } from '../../base/random.ts';

/** Symbols that follow one another in a text. */
export interface Piece {
  ids: ArrayLike<number>;
  /** The first of them. */
  from: number;
}

/** Draws pieces of some texts: each place of them is as likely. Texts that are shorter than a piece are left out. */
export class PieceDrawer {
  readonly #texts: readonly ArrayLike<number>[];
  /** How many pieces begin in the texts up to each, that one included. */
  readonly #ends: readonly number[];

  constructor(texts: readonly ArrayLike<number>[], length: number) {
    this.#texts = texts.filter(ids => ids.length >= length);
    let end = 0;
    this.#ends = this.#texts.map(ids => (end += ids.length - length + 1));
  }

  /** How many different pieces there are. */
  get count(): number {
    return this.#ends.at(-1) ?? 0;
  }

  draw(random: Random): Piece {
    const place = Math.floor(random.next() * this.count);
    const text = this.#ends.findIndex(end => end > place);
    return { ids: this.#texts[text], from: place - (this.#ends[text - 1] ?? 0) };
  }
}

/** All pieces of a text that lie side by side; none where it is shorter than one. */
export function piecesOf(ids: ArrayLike<number>, length: number): Piece[] {
  return Array.from({ length: Math.floor(ids.length / length) }, (_, i) => ({ ids, from: i * length }));
}

/** As many as there may be at most, evenly from all over. */
export function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]);
}

/** Writes pieces side by side, (T, B): piece b is column b. */
export function writeColumns(pieces: readonly Piece[], length: number, into: Int32Array): void {
  const count = pieces.length;
  for (const [b, { ids, from }] of pieces.entries())
    for (let t = 0; t < length; t++) into[t * count + b] = ids[from + t];
}
