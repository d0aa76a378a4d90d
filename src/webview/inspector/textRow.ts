import { isPlain, piecesOf, unitsByColumn } from './columns.ts';
import type { Piece } from './columns.ts';
import { element } from '../kit/element.ts';
import type { RangeWindow } from './rangeWindow.ts';

/** Where a point of the page's selection is. */
export interface DomPoint {
  node: Node;
  offset: number;
}

/** One row of text in the page, and what stands in each of its columns. */
export class TextRow {
  readonly element: HTMLElement;
  readonly text: string;
  /** The line number to show; absent on the further rows of a wrapped line. */
  #line: number | undefined;
  readonly #chars: HTMLElement;
  /** Absent where column and unit are the same. */
  readonly #pieces: readonly Piece[] | undefined;
  readonly #units: Uint32Array | undefined;
  #digits: { signs: HTMLElement; tenths: HTMLElement } | undefined;

  constructor(text: string, tabSize: number, columnWidth: number) {
    this.text = text;
    this.#chars = element('span', { class: 'chars' });
    this.element = element('div', { class: 'row' }, this.#chars);
    if (isPlain(text)) {
      this.#chars.textContent = text;
      return;
    }
    const pieces = piecesOf(text, tabSize);
    for (const piece of pieces) this.#chars.append(pieceNode(piece, columnWidth));
    this.#pieces = pieces;
    this.#units = unitsByColumn(text, pieces, tabSize);
  }

  /** Columns of the text, without the line end. */
  get columns(): number {
    return this.#units ? this.#units.length : this.text.length;
  }

  setLine(line: number | undefined): void {
    if (line === this.#line) return;
    this.#line = line;
    if (line === undefined) delete this.element.dataset.line;
    else this.element.dataset.line = String(line + 1);
  }

  /** The unit (from the row's start) in a column; the unit after the text for a column behind it. */
  unitAt(column: number): number {
    if (column >= this.columns) return this.text.length;
    return this.#units ? this.#units[column] : column;
  }

  /** The first column of a unit, and how many it takes; one behind the text for its line end. */
  columnsOf(unit: number): { column: number; width: number } {
    if (unit >= this.text.length) return { column: this.columns, width: 1 };
    if (!this.#units) return { column: unit, width: 1 };
    let column = 0;
    while (column + 1 < this.#units.length && this.#units[column] < unit) column++;
    // A unit inside a cluster belongs to the cluster's start.
    if (this.#units[column] > unit) column--;
    const start = this.#units[column];
    while (column > 0 && this.#units[column - 1] === start) column--;
    let width = 1;
    while (this.#units[column + width] === start) width++;
    return { column, width };
  }

  /** Writes sign and tenths of each character's value under it; undefined takes them away. */
  showDigits(values: RangeWindow<Float32Array> | undefined, rowStart: number): void {
    if (!values) {
      this.#digits?.signs.remove();
      this.#digits?.tenths.remove();
      this.#digits = undefined;
      return;
    }
    if (!this.#digits) {
      this.#digits = {
        signs: element('div', { class: 'digits signs' }),
        tenths: element('div', { class: 'digits' }),
      };
      this.element.append(this.#digits.signs, this.#digits.tenths);
    }
    let signs = '';
    let tenths = '';
    let last = -1;
    for (let column = 0; column <= this.columns; column++) {
      const unit = this.unitAt(column);
      const value = unit === last ? undefined : values.at(rowStart + unit);
      last = unit;
      const size =
        value === undefined || Number.isNaN(value)
          ? undefined
          : Math.min(9, Math.round(Math.abs(value) * 10));
      tenths += size ?? ' ';
      signs += !size || value === undefined ? ' ' : value < 0 ? '-' : '+';
    }
    if (this.#digits.signs.textContent !== signs) this.#digits.signs.textContent = signs;
    if (this.#digits.tenths.textContent !== tenths) this.#digits.tenths.textContent = tenths;
  }

  /** The unit (from the row's start) at a point of the page inside this row. */
  unitAtPoint({ node, offset }: DomPoint): number {
    if (!this.#chars.contains(node)) return node === this.element && offset === 0 ? 0 : this.text.length;
    if (node === this.#chars) return this.#unitAtChild(offset);
    if (!this.#pieces) return offset;
    const children: Node[] = [...this.#chars.childNodes];
    const index = children.findIndex(child => child.contains(node));
    const piece = this.#pieces[index];
    if (piece.kind === 'text') return piece.from + offset;
    return offset === 0 ? piece.from : piece.to;
  }

  /** The point of the page at a unit of this row. */
  pointAtUnit(unit: number): DomPoint {
    if (!this.#pieces)
      return { node: this.#chars.firstChild ?? this.#chars, offset: Math.min(unit, this.text.length) };
    const index = this.#pieces.findIndex(piece => unit < piece.to);
    if (index < 0) return { node: this.#chars, offset: this.#pieces.length };
    const piece = this.#pieces[index];
    if (piece.kind !== 'text') return { node: this.#chars, offset: index };
    return { node: this.#chars.childNodes[index], offset: unit - piece.from };
  }

  #unitAtChild(child: number): number {
    if (!this.#pieces) return child === 0 ? 0 : this.text.length;
    return child < this.#pieces.length ? this.#pieces[child].from : this.text.length;
  }
}

/** Text keeps to the grid by itself; anything else gets a box of as many columns as it takes. */
function pieceNode(piece: Piece, columnWidth: number): Node {
  if (piece.kind === 'text') return document.createTextNode(piece.shown);
  const box = element('span', { class: piece.kind }, piece.shown);
  box.style.width = `${piece.width * columnWidth}px`;
  return box;
}
