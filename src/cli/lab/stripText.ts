import type { StripFigure } from '../../model/lab/figures.ts';
import { greatestOf, shortNumber } from '../../protocol/figureNumbers.ts';
import { isUnseen, plainLine } from '../../protocol/plainText.ts';
import { paint } from './colours.ts';
import { signOf } from './signs.ts';
import type { TextLook } from './textLook.ts';

/** The characters in lines, and beneath each line a row of signs for each row of values. */
export function stripText(
  { characters, rows, scale, most: given, chosen }: StripFigure,
  look: TextLook,
): string {
  const most = given ?? greatestOf(rows.flatMap(({ values }) => values));
  const labels = rows.map(({ label }) => plainLine(label, 24));
  const labelWidth = Math.max(0, ...labels.map(label => label.length));
  const room = Math.max(10, look.width - labelWidth - 3);
  const lines: string[] = [];
  for (let start = 0; start < characters.length; start += room) {
    const end = Math.min(characters.length, start + room);
    lines.push(`${' '.repeat(labelWidth)}  ${characters.slice(start, end).map(glyphOf).join('')}`);
    for (const [r, { values }] of rows.entries()) {
      const signs = values
        .slice(start, end)
        .map(value => paint(signOf(value, most), (value ?? 0) / most, look));
      lines.push(`${labels[r].padEnd(labelWidth)}  ${signs.join('')}`);
    }
    if (chosen !== undefined && chosen >= start && chosen < end)
      lines.push(`${' '.repeat(labelWidth + 2 + chosen - start)}^`);
  }
  const below = scale === 'signed' ? ', a to i for as much below zero' : '';
  return [...lines, `1 to 9 for 0.1 to 0.9 of ${shortNumber(most)}${below}`].join('\n');
}

/** One place in a line for each character. */
function glyphOf(character: string): string {
  if (character === '') return '∅';
  if (character === '\n') return '↵';
  if (character === '\t') return '→';
  return isUnseen(character) ? '·' : character;
}
