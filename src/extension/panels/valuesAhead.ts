import type { CellSignal, TextEdit, TextRange, WebviewToHost } from '../../protocol/inspector.ts';

type ValuesWish = Extract<WebviewToHost, { kind: 'needValues' }>;

/** More than what can be seen is not asked for ahead, UTF-16 units. */
const most = 10_000;

/**
 * Foresees what the page will ask for after an edit: the values behind it, up to the end of what was seen last. To ask
 * for them at once saves the way of the edit to the page and of its wish back.
 */
export class ValuesAhead {
  /** The last range in sight that the page asked for, moved along by the edits since. */
  #seen: { document: number; to: number } | undefined;
  #open: { wish: ValuesWish; answered: Promise<boolean> } | undefined;

  /** The page asked for values; a wish for one cell is for what can be seen. */
  wished({ document, cells, to }: ValuesWish): void {
    if (cells.length === 1) this.#seen = { document, to };
  }

  /** What the page is going to ask for after these edits; undefined if that cannot be said. */
  after(
    { document, version, edits }: { document: number; version: number; edits: readonly TextEdit[] },
    cell: CellSignal | undefined,
  ): ValuesWish | undefined {
    this.#open = undefined;
    if (this.#seen?.document !== document || !cell) return undefined;
    const { from, to } = rangeAfter(edits, this.#seen.to);
    this.#seen = { document, to };
    if (to <= from || to - from > most) return undefined;
    return { kind: 'needValues', document, version, from, to, cells: [cell] };
  }

  /** Values for this wish are being asked for; `answered` says whether they were sent. */
  asked(wish: ValuesWish, answered: Promise<boolean>): void {
    this.#open = { wish, answered };
  }

  /** Whether a wish of the page is fulfilled by what was asked for ahead; undefined if it is not part of that. */
  answers({ document, version, from, to, cells }: ValuesWish): Promise<boolean> | undefined {
    if (!this.#open) return undefined;
    const { wish, answered } = this.#open;
    const isPart =
      wish.document === document && wish.version === version && wish.from <= from && wish.to >= to;
    const [one, ...others] = cells;
    const isSame = JSON.stringify(one) === JSON.stringify(wish.cells[0]) && others.length === 0;
    return isPart && isSame ? answered : undefined;
  }
}

/** From the first of some edits to where the unit at `to` is after them. */
export function rangeAfter(edits: readonly TextEdit[], to: number): TextRange {
  let from = Infinity;
  let end = to;
  for (const { offset, length, text } of edits) {
    from = Math.min(from, offset);
    if (offset < end) end = Math.max(offset + text.length, end + text.length - length);
  }
  return { from, to: end };
}
