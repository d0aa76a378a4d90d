import type { TextEdit, TextRange } from '../../protocol/textPlaces.ts';
import { clusterAt } from './columns.ts';

/** Rows that an edit replaced: `removed` old ones from `row` on became `added` new ones. */
export interface RowChange {
  row: number;
  removed: number;
  added: number;
}

/** Growable list of 32-bit numbers: a file has more rows than an array of objects should. */
class NumberList {
  length = 0;
  #numbers = new Uint32Array(1024);

  push(value: number): void {
    if (this.length === this.#numbers.length) {
      const larger = new Uint32Array(2 * this.length);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.length++] = value;
  }

  toArray(): Uint32Array {
    return this.#numbers.slice(0, this.length);
  }
}

/**
 * A text cut into rows of at most so many columns. A long line takes several rows, broken after a space where there
 * is one, so that a file of one line is as easy to show as any. A row holds its '\n'; a text that ends with '\n' has
 * an empty last row, as in an editor.
 */
export class RowLayout {
  #text = '';
  #columns = 80;
  #tabSize = 4;
  /** Offset of each row's first unit. */
  #starts: Uint32Array = new Uint32Array(1);
  /** Line of each row, from 0. */
  #lines: Uint32Array = new Uint32Array(1);

  get text(): string {
    return this.#text;
  }

  get columns(): number {
    return this.#columns;
  }

  get tabSize(): number {
    return this.#tabSize;
  }

  get rowCount(): number {
    return this.#starts.length;
  }

  get lineCount(): number {
    return this.#lines[this.#lines.length - 1] + 1;
  }

  setText(text: string, tabSize: number): void {
    this.#text = text;
    this.#tabSize = tabSize;
    this.#layOutAll();
  }

  setColumns(columns: number): void {
    if (columns === this.#columns) return;
    this.#columns = columns;
    this.#layOutAll();
  }

  /** Applies one edit; only the lines that it touches are laid out again. */
  edit(edit: TextEdit): RowChange {
    const old = this.#text;
    const lineFrom = edit.offset === 0 ? 0 : old.lastIndexOf('\n', edit.offset - 1) + 1;
    const oldBreak = old.indexOf('\n', edit.offset + edit.length);
    const row = this.rowAt(lineFrom);
    const next = oldBreak < 0 ? this.rowCount : this.rowAt(oldBreak + 1);
    const shift = edit.text.length - edit.length;
    this.#text = old.slice(0, edit.offset) + edit.text + old.slice(edit.offset + edit.length);
    const to = oldBreak < 0 ? this.#text.length : oldBreak + 1 + shift;
    const fresh = this.#layOut(lineFrom, to, this.#lines[row], oldBreak < 0);
    const lineShift =
      fresh.lines[fresh.lines.length - 1] + 1 - (next < this.rowCount ? this.#lines[next] : 0);
    this.#starts = splice(this.#starts, row, next, fresh.starts, shift);
    this.#lines = splice(this.#lines, row, next, fresh.lines, lineShift);
    return { row, removed: next - row, added: fresh.starts.length };
  }

  /** The row that holds a unit; the last row for the end of the text. */
  rowAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Units of a row, its line end included. */
  range(row: number): TextRange {
    const to = row + 1 < this.#starts.length ? this.#starts[row + 1] : this.#text.length;
    return { from: this.#starts[row], to };
  }

  /** A row's text without its line end. */
  rowText(row: number): string {
    const { from, to } = this.range(row);
    return this.#text.slice(from, to > from && this.#text.charCodeAt(to - 1) === 10 ? to - 1 : to);
  }

  line(row: number): number {
    return this.#lines[row];
  }

  startsLine(row: number): boolean {
    return row === 0 || this.#lines[row] !== this.#lines[row - 1];
  }

  #layOutAll(): void {
    const { starts, lines } = this.#layOut(0, this.#text.length, 0, true);
    this.#starts = starts;
    this.#lines = lines;
  }

  /** Rows of whole lines; `atEnd` says that `to` is the text's end, where a last row may be empty. */
  #layOut(from: number, to: number, firstLine: number, atEnd: boolean) {
    const starts = new NumberList();
    const lines = new NumberList();
    let line = firstLine;
    let offset = from;
    const last = atEnd ? to : to - 1;
    while (offset <= last) {
      const lineBreak = this.#text.indexOf('\n', offset);
      const end = lineBreak < 0 || lineBreak >= to ? to : lineBreak;
      const before = starts.length;
      this.#breakLine(offset, end, starts);
      for (let row = before; row < starts.length; row++) lines.push(line);
      if (end === to) break;
      offset = end + 1;
      line++;
    }
    return { starts: starts.toArray(), lines: lines.toArray() };
  }

  /** Adds the start of each row of one line; an empty line is one row. */
  #breakLine(from: number, end: number, starts: NumberList): void {
    const text = this.#text;
    const columns = this.#columns;
    starts.push(from);
    if ((end - from) * Math.max(2, this.#tabSize) <= columns) return; // fits, whatever its characters are
    let column = 0;
    let breakAt = -1;
    let rowFrom = from;
    let offset = from;
    while (offset < end) {
      const unit = text.charCodeAt(offset);
      let length = 1;
      let width = 1;
      if (unit === 9) width = this.#tabSize - (column % this.#tabSize);
      else if (unit < 0x20 || unit > 0x7e || text.charCodeAt(offset + 1) >= 0x300)
        ({ length, width } = clusterAt(text, offset, end));
      if (column + width > columns && offset > rowFrom) {
        rowFrom = breakAt > rowFrom ? breakAt : offset;
        starts.push(rowFrom);
        offset = rowFrom;
        column = 0;
        breakAt = -1;
        continue;
      }
      offset += length;
      column += width;
      if (unit === 0x20 && column > columns >> 1) breakAt = offset;
    }
  }
}

/** `list` with the numbers from `from` to `to` replaced and those behind them moved by `shift`. */
function splice(list: Uint32Array, from: number, to: number, fresh: Uint32Array, shift: number): Uint32Array {
  const result = new Uint32Array(list.length - (to - from) + fresh.length);
  result.set(list.subarray(0, from));
  result.set(fresh, from);
  const tail = from + fresh.length;
  result.set(list.subarray(to), tail);
  for (let index = tail; index < result.length; index++) result[index] += shift;
  return result;
}
