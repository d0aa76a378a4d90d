import { shortNumber } from '../../../protocol/figureNumbers.ts';
import type { FormulaFigure, FormulaTerm } from '../../../protocol/labFigures.ts';
import type { Ink } from './ink.ts';
import { parameterOf, type Picture, type Shape, type Target } from './picture.ts';
import { label } from './visible.ts';

const SPACE = 5;
const LINE_GAP = 14;
const INDENT = 24;

/** Lines of terms, each with its value beneath. A line that is too long goes on further in. */
export function drawFormula({ lines }: FormulaFigure, width: number, ink: Ink): Picture {
  const shapes: Shape[] = [];
  const targets: Target[] = [];
  const { size } = ink;
  let y = 0;
  let widest = width;
  for (const { terms } of lines) {
    const hasValues = terms.some(({ value }) => value !== undefined);
    const lineHeight = (hasValues ? 2 * size + 6 : size) + LINE_GAP;
    let x = 2;
    for (const term of terms) {
      const box = boxOf(term, ink);
      if (x > INDENT && x + box.width > width) [x, y] = [INDENT, y + lineHeight];
      shapes.push(...shapesOf(term, { x: x + box.width / 2, y: y + size + 3, ink }));
      targets.push({
        x: x - 1,
        y,
        width: box.width + 2,
        height: lineHeight - LINE_GAP + 4,
        ...meaningOf(term),
      });
      x += box.width + SPACE;
      widest = Math.max(widest, x);
    }
    y += lineHeight;
  }
  return { width: widest, height: y + 2, shapes, targets, pointing: 'within' };
}

function boxOf({ text, value }: FormulaTerm, ink: Ink): { width: number } {
  const beneath = value === undefined ? 0 : ink.measure(shortNumber(value), 'mono', ink.size - 1);
  return { width: Math.max(ink.measure(label(text), 'mono', ink.size), beneath) };
}

function shapesOf({ text, value }: FormulaTerm, { x, y, ink }: { x: number; y: number; ink: Ink }): Shape[] {
  const common = { kind: 'text', x, family: 'mono', anchor: 'middle' } as const;
  const shapes: Shape[] = [{ ...common, y, text: label(text), fill: ink.text, size: ink.size }];
  if (value !== undefined)
    shapes.push({
      ...common,
      y: y + ink.size + 4,
      text: shortNumber(value),
      fill: ink.accent,
      size: ink.size - 1,
    });
  return shapes;
}

function meaningOf({ text, value, parameter }: FormulaTerm): Pick<Target, 'words' | 'parameters'> {
  const words = value === undefined ? label(text) : `${label(text)} = ${shortNumber(value)}`;
  if (parameter === undefined) return { words };
  // Which number of the parameter it is stands in what is written.
  const written = parameterOf(text);
  const named = parameterOf(parameter);
  const element = named.element ?? written.element;
  return { words, parameters: [{ name: named.name, ...(element !== undefined && { element }) }] };
}
