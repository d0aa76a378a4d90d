import { exactNumber } from '../../protocol/figureNumbers.ts';
import type { Entry, FigureTable } from '../../protocol/labTable.ts';
import { plainLine } from '../../protocol/plainText.ts';

type Table = { columns: readonly string[]; rows: readonly (readonly Entry[])[] } | FigureTable;

/** Columns side by side, texts to the left and numbers to the right. */
export function tableText({ columns, rows }: Table): string {
  const cells = [columns.map(plain), ...rows.map(row => row.map(entryText))];
  const widths = columns.map((_, i) => Math.max(...cells.map(line => widthOf(line[i] ?? ''))));
  const isNumeric = columns.map((_, i) => rows.some(row => typeof row[i] === 'number'));
  return cells
    .map(line =>
      line
        .map((cell, i) => {
          const gap = ' '.repeat(widths[i] - widthOf(cell));
          return isNumeric[i] ? gap + cell : cell + gap;
        })
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}

function entryText(entry: Entry): string {
  return typeof entry === 'string' ? plain(entry) : exactNumber(entry);
}

function plain(text: string): string {
  return plainLine(text, 80);
}

function widthOf(text: string): number {
  return Array.from(text).length;
}
