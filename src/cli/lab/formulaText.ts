import type { FormulaFigure } from '../../model/lab/figures.ts';
import { shortNumber } from '../../protocol/figureNumbers.ts';
import { plainLine } from '../../protocol/plainText.ts';

/** Each line of the formula, with the values of its terms beneath them. */
export function formulaText({ lines }: FormulaFigure): string {
  return lines
    .map(({ terms }) => {
      const texts = terms.map(({ text }) => plainLine(text));
      const values = terms.map(({ value }) => (value === undefined ? '' : shortNumber(value)));
      const widths = texts.map((text, i) => Math.max(text.length, values[i].length));
      const line = (parts: readonly string[]) =>
        parts
          .map((part, i) => part.padEnd(widths[i]))
          .join(' ')
          .trimEnd();
      const beneath = line(values);
      return beneath === '' ? line(texts) : `${line(texts)}\n${beneath}`;
    })
    .join('\n');
}
