import { isInkless, placeholder } from './visibleGlyph.ts';

/**
 * The text stands on a grid of columns, so that colours, cursor and pointer need arithmetic only. A cluster is what
 * stands in one place of it: one code point, with the marks and joined emoji that belong to it.
 */
interface Cluster {
  /** UTF-16 units. */
  length: number;
  /** Columns it takes: 1, or 2 for wide ones. */
  width: number;
}

/** A longer heap of marks is cut: no character may swallow the rest of a line. */
const longestCluster = 16;
const zeroWidthJoiner = 0x200d;
const emojiLook = 0xfe0f;
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
const mark = /^\p{M}/u;

/** The cluster that starts at `offset`; `end` is the end of the line. Not for tabs: their width depends on the column. */
export function clusterAt(text: string, offset: number, end: number): Cluster {
  const codePoint = text.codePointAt(offset) ?? 0;
  let length = codePoint > 0xffff ? 2 : 1;
  if (isInkless(codePoint)) return { length, width: 1 };
  let width = wide.test(String.fromCodePoint(codePoint)) ? 2 : 1;
  while (offset + length < end && length < longestCluster) {
    const next = text.codePointAt(offset + length) ?? 0;
    if (next < 0x300) break;
    if (next === zeroWidthJoiner && width === 2) {
      const joined = text.codePointAt(offset + length + 1) ?? 0;
      if (offset + length + 1 >= end || joined < 0x300 || isInkless(joined)) break;
      length += joined > 0xffff ? 3 : 2;
    } else if (mark.test(String.fromCodePoint(next))) {
      if (next === emojiLook) width = 2;
      length += next > 0xffff ? 2 : 1;
    } else break;
  }
  return { length, width };
}

/** Whether a row is printable ASCII only: column and unit are the same then. */
export function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** A piece of a row as it is drawn. */
export interface Piece {
  /** UTF-16 units from the row's start. */
  from: number;
  to: number;
  /** Column where it starts and how many it takes. */
  column: number;
  width: number;
  shown: string;
  /** 'text' keeps to the grid by itself; the others get a box of their width. */
  kind: 'text' | 'cluster' | 'placeholder';
}

/** Cuts a row (without its line end) into pieces. */
export function piecesOf(row: string, tabSize: number): Piece[] {
  const pieces: Piece[] = [];
  let column = 0;
  let offset = 0;
  while (offset < row.length) {
    const from = offset;
    const start = column;
    for (; offset < row.length; offset++) {
      const unit = row.charCodeAt(offset);
      if (unit === 9) column += tabSize - (column % tabSize);
      else if (unit >= 0x20 && unit < 0x7f && !joinsNext(row, offset)) column++;
      else break;
    }
    if (offset > from)
      pieces.push({
        from,
        to: offset,
        column: start,
        width: column - start,
        shown: row.slice(from, offset),
        kind: 'text',
      });
    if (offset >= row.length) break;
    const { length, width } = clusterAt(row, offset, row.length);
    const codePoint = row.codePointAt(offset) ?? 0;
    const hidden = isInkless(codePoint);
    pieces.push({
      from: offset,
      to: offset + length,
      column,
      width,
      shown: hidden ? placeholder(codePoint) : row.slice(offset, offset + length),
      kind: hidden ? 'placeholder' : 'cluster',
    });
    offset += length;
    column += width;
  }
  return pieces;
}

/** True where a mark follows: the two make one cluster. */
function joinsNext(row: string, offset: number): boolean {
  const next = row.charCodeAt(offset + 1);
  return next >= 0x300 && mark.test(row.slice(offset + 1, offset + 3));
}

/** Unit (from the row's start) that stands in each column of a row. */
export function unitsByColumn(row: string, pieces: readonly Piece[], tabSize: number): Uint32Array {
  const last = pieces.at(-1);
  const units = new Uint32Array(last ? last.column + last.width : 0);
  for (const piece of pieces) {
    if (piece.kind !== 'text') {
      units.fill(piece.from, piece.column, piece.column + piece.width);
      continue;
    }
    let column = piece.column;
    for (let unit = piece.from; unit < piece.to; unit++) {
      const width = row.charCodeAt(unit) === 9 ? tabSize - (column % tabSize) : 1;
      units.fill(unit, column, column + width);
      column += width;
    }
  }
  return units;
}
