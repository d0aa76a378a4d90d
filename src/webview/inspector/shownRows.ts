import type { TextRange } from '../../protocol/textPlaces.ts';
import type { RowChange, RowLayout } from './rowLayout.ts';
import { TextRow } from './textRow.ts';
import type { DomPoint } from './textRow.ts';

/** The rows that are on the page, one behind the other, out of all rows of the text. */
export class ShownRows {
  readonly #layout: RowLayout;
  /** Holds the rows' elements, among others. */
  readonly #block: HTMLElement;
  /** The rows come right behind this child of the block. */
  readonly #anchor: Element;
  readonly #rowOf = new WeakMap<Element, TextRow>();
  #first = 0;
  /** Undefined only between an edit and the next `show`. */
  #rows: (TextRow | undefined)[] = [];

  constructor(layout: RowLayout, block: HTMLElement, anchor: Element) {
    this.#layout = layout;
    this.#block = block;
    this.#anchor = anchor;
  }

  get first(): number {
    return this.#first;
  }

  get count(): number {
    return this.#rows.length;
  }

  /** The units of the text that the rows hold. */
  get units(): TextRange {
    if (this.#rows.length === 0) return { from: 0, to: 0 };
    const last = this.#first + this.#rows.length - 1;
    return { from: this.#layout.range(this.#first).from, to: this.#layout.range(last).to };
  }

  /** A row by its number in the text; undefined if it is not on the page. */
  row(index: number): TextRow | undefined {
    return this.#rows[index - this.#first];
  }

  /** All rows with the offsets they start at. */
  *entries(): Generator<{ row: TextRow; range: TextRange }> {
    for (const [index, row] of this.#rows.entries())
      if (row) yield { row, range: this.#layout.range(this.#first + index) };
  }

  clear(): void {
    for (const row of this.#rows) row?.element.remove();
    this.#rows = [];
  }

  /** Puts these rows on the page; those that are there already with the same text stay untouched. */
  show(wanted: TextRange, columnWidth: number): void {
    const old = new Map<number, TextRow>();
    for (const [index, row] of this.#rows.entries()) if (row) old.set(this.#first + index, row);
    const rows: TextRow[] = [];
    let previous = this.#anchor;
    for (let index = wanted.from; index < wanted.to; index++) {
      const text = this.#layout.rowText(index);
      const known = old.get(index);
      const row = known?.text === text ? known : new TextRow(text, this.#layout.tabSize, columnWidth);
      if (row === known) old.delete(index);
      this.#rowOf.set(row.element, row);
      row.setLine(this.#layout.startsLine(index) ? this.#layout.line(index) : undefined);
      if (previous.nextElementSibling !== row.element) previous.after(row.element);
      previous = row.element;
      rows.push(row);
    }
    for (const row of old.values()) row.element.remove();
    this.#first = wanted.from;
    this.#rows = rows;
  }

  /** Follows an edit of the layout, so that the next `show` finds the rows it left alone. */
  replace({ row, removed, added }: RowChange): void {
    const from = row - this.#first;
    if (from >= this.#rows.length) return;
    if (from + removed <= 0) {
      this.#first += added - removed;
      return;
    }
    const before = this.#rows.slice(0, Math.max(0, from));
    const kept = this.#rows.slice(from + removed);
    for (const gone of this.#rows.slice(Math.max(0, from), from + removed)) gone?.element.remove();
    this.#first = Math.min(this.#first, row);
    this.#rows = [...before, ...Array.from<undefined>({ length: added }), ...kept];
  }

  /** The offset in the text of a point of the page. */
  offsetAt(point: DomPoint): number {
    const start = point.node instanceof Element ? point.node : point.node.parentElement;
    const element = start?.closest('.row');
    if (element) return this.#startOf(element) + (this.#rowOf.get(element)?.unitAtPoint(point) ?? 0);
    // Between rows: a browser puts a point there when it selects past the last one.
    const child = point.node === this.#block ? this.#block.childNodes[point.offset] : undefined;
    return child instanceof Element && this.#rowOf.has(child) ? this.#startOf(child) : this.units.to;
  }

  /** The point of the page for an offset; the nearest one there is if its row is not on the page. */
  pointAt(offset: number): DomPoint | undefined {
    const index = this.#layout.rowAt(offset) - this.#first;
    const last = this.#rows.at(-1);
    if (index < 0) return this.#rows[0]?.pointAtUnit(0);
    if (index >= this.#rows.length) return last?.pointAtUnit(last.text.length);
    return this.#rows[index]?.pointAtUnit(offset - this.#layout.range(this.#first + index).from);
  }

  #startOf(element: Element): number {
    const index = this.#rows.findIndex(row => row?.element === element);
    return index < 0 ? this.units.to : this.#layout.range(this.#first + index).from;
  }
}
