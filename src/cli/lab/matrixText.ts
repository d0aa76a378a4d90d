import type { MatrixFigure } from '../../model/lab/figures.ts';
import { greatestOf, shortNumber } from '../../protocol/figureNumbers.ts';
import { columnNames, tableOf } from '../../protocol/labTable.ts';
import { plainLine } from '../../protocol/plainText.ts';
import { paint } from './colours.ts';
import { signOf } from './signs.ts';
import type { TextLook } from './textLook.ts';
import { tableText } from './tableText.ts';

/** Characters that a column takes at the least: a table of more is not tried. */
const LEAST_WIDTH = 4;

/** Numbers where they find room, else a sign for each. */
export function matrixText(figure: MatrixFigure, look: TextLook): string {
  const { columns, rows, values, scale } = figure;
  const table = columns.length * LEAST_WIDTH <= look.width ? tableText(tableOf(figure)) : undefined;
  if (table?.split('\n').every(line => line.length <= look.width)) return table;
  const most = greatestOf(values);
  const names = rows.map(row => plainLine(row, 24));
  const width = Math.max(0, ...names.map(name => name.length));
  const lines = names.map((name, r) => {
    const signs = columns.map((_, c) => {
      const value = values[r * columns.length + c];
      return paint(signOf(value, most), value === null ? 0 : value / most, look);
    });
    return `${name.padEnd(width)}  ${signs.join('')}`;
  });
  const meaning =
    scale === 'signed'
      ? `1 to 9 for 0.1 to 0.9 of ${shortNumber(most)}, a to i for as much below zero`
      : `1 to 9 for 0.1 to 0.9 of ${shortNumber(most)}`;
  const heads = columnNames(figure).map(name => plainLine(name, 24));
  return [`${heads.length} columns, ${heads[0]} to ${heads.at(-1)}; ${meaning}`, ...lines].join('\n');
}
