import type { RowLayout } from './rowLayout.ts';
import { TextRow } from './textRow.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The character one step from another one; up and down keep the column. */
export function stepOffset(layout: RowLayout, offset: number, direction: Direction): number {
  const row = layout.rowAt(offset);
  const { from, to } = layout.range(row);
  const { column, width } = rowOf(layout, row).columnsOf(offset - from);
  const last = Math.max(0, layout.text.length - 1);
  switch (direction) {
    case 'left':
      if (column > 0) return from + rowOf(layout, row).unitAt(column - 1);
      return row === 0 ? offset : layout.range(row - 1).to - 1;
    case 'right': {
      const next = column + width;
      const here = rowOf(layout, row);
      return Math.min(last, next > here.columns ? to : from + here.unitAt(next));
    }
    case 'up':
      return row === 0 ? offset : inColumn(layout, row - 1, column);
    case 'down':
      return row + 1 === layout.rowCount ? offset : Math.min(last, inColumn(layout, row + 1, column));
    default: {
      const unknown: never = direction;
      return unknown;
    }
  }
}

function inColumn(layout: RowLayout, row: number, column: number): number {
  const { from, to } = layout.range(row);
  const offset = from + rowOf(layout, row).unitAt(column);
  // A wrapped row has no line end to stand on: stay on its last character.
  return Math.max(from, Math.min(offset, to - 1));
}

function rowOf(layout: RowLayout, row: number): TextRow {
  return new TextRow(layout.rowText(row), layout.tabSize, 1);
}
