import type { TextRange } from '../../protocol/textPlaces.ts';

/** Taller elements than this are not reliable in browsers: beyond it the scroll bar is scaled, CSS pixels. */
const tallest = 8_000_000;

/** Where in a list of rows of one height the window is scrolled to. Heights and places are CSS pixels. */
export class RowScroll {
  readonly #view: HTMLElement;
  readonly #spacer: HTMLElement;
  #rowCount = 1;
  #rowHeight = 20;

  /** `view` scrolls; `spacer` inside it is made as high as all rows. */
  constructor(view: HTMLElement, spacer: HTMLElement) {
    this.#view = view;
    this.#spacer = spacer;
  }

  get rowHeight(): number {
    return this.#rowHeight;
  }

  setRows(rowCount: number, rowHeight: number): void {
    this.#rowCount = rowCount;
    this.#rowHeight = rowHeight;
    this.#spacer.style.height = `${Math.min(tallest, this.#height)}px`;
  }

  /** Height of what can be seen. */
  get room(): number {
    return this.#view.clientHeight;
  }

  /** What is above the window's upper edge. */
  get top(): number {
    return this.#view.scrollTop * this.#ratio;
  }

  /** False if the place was there already: then no scroll event comes. */
  scrollTo(top: number): boolean {
    const scrollTop = Math.max(0, top) / this.#ratio;
    if (Math.abs(scrollTop - this.#view.scrollTop) < 1) return false;
    this.#view.scrollTop = scrollTop;
    return true;
  }

  scrollToRow(row: number): boolean {
    return this.scrollTo(row * this.#rowHeight);
  }

  /** Scrolls as little as needed to show a row with some around it; a far one goes where it has context. */
  reveal(row: number): boolean {
    const top = row * this.#rowHeight;
    const bottom = top + this.#rowHeight;
    const view = { top: this.top, bottom: this.top + this.room };
    const margin = Math.min(3 * this.#rowHeight, this.room / 4);
    const far = top < view.top - this.room || bottom > view.bottom + this.room;
    if (far) return this.scrollTo(top - this.room / 3);
    if (top - margin < view.top) return this.scrollTo(top - margin);
    if (bottom + margin > view.bottom) return this.scrollTo(bottom + margin - this.room);
    return false;
  }

  /** The row at the upper edge, and how much of it is above. */
  firstRow(): { row: number; above: number } {
    const row = Math.min(this.#rowCount - 1, Math.floor(this.top / this.#rowHeight));
    return { row, above: this.top - row * this.#rowHeight };
  }

  /** Rows of which something can be seen, from and to (not included), and `margin` more on both sides. */
  visible(margin = 0): TextRange {
    const from = Math.floor(this.top / this.#rowHeight) - margin;
    const to = Math.ceil((this.top + this.room) / this.#rowHeight) + margin;
    const last = Math.min(this.#rowCount, to);
    return { from: Math.max(0, Math.min(from, last - 1)), to: last };
  }

  isWhollyVisible(row: number): boolean {
    const top = row * this.#rowHeight - this.top;
    return top >= 0 && top + this.#rowHeight <= this.room;
  }

  /** Where a row belongs in the spacer. */
  placeOf(row: number): number {
    return Math.round(this.#view.scrollTop + row * this.#rowHeight - this.top);
  }

  /** Rows have to be placed anew at each scroll. */
  get isScaled(): boolean {
    return this.#height > tallest;
  }

  get #height(): number {
    return this.#rowCount * this.#rowHeight;
  }

  /** How many pixels of rows one pixel of scrolling moves: 1 but for millions of rows. */
  get #ratio(): number {
    return this.isScaled ? (this.#height - this.room) / (tallest - this.room) : 1;
  }
}
