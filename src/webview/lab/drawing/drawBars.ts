import { shortNumber } from '../../../protocol/figureNumbers.ts';
import type { BarsFigure } from '../../../protocol/labFigures.ts';
import type { Ink } from './ink.ts';
import { line, type Picture, rectangle, type Shape, type Target } from './picture.ts';
import { label } from './visible.ts';

const ROW = 22;
const SMALL = 12;

/** A bar for each name, its value at its end; what is marked has a sign before it. */
export function drawBars({ bars, unit }: BarsFigure, width: number, ink: Ink): Picture {
  const names = bars.map(({ label: name, marked }) => `${marked ? '◆ ' : ''}${label(name, 28)}`);
  const left =
    Math.min(width * 0.45, Math.max(0, ...names.map(name => ink.measure(name, 'mono', SMALL)))) + 8;
  const right = Math.max(20, ...bars.map(({ value }) => ink.measure(shortNumber(value), 'mono', SMALL))) + 8;
  const top = 20;
  const values = bars.map(({ value }) => (Number.isFinite(value) ? value : 0));
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const room = Math.max(40, width - left - right);
  const perUnit = room / (most - least || 1);
  const zero = left - least * perUnit;
  const shapes: Shape[] = [
    { kind: 'text', x: left, y: 12, text: label(unit), fill: ink.quiet, size: 11, family: 'sans' },
  ];
  const targets: Target[] = [];
  for (const [i, { value, marked }] of bars.entries()) {
    const y = top + i * ROW;
    const length = values[i] * perUnit;
    const box = {
      x: Math.min(zero, zero + length),
      y: y + 4,
      width: Math.max(1, Math.abs(length)),
      height: ROW - 8,
    };
    shapes.push({ kind: 'path', d: rectangle(box), fill: ink.series[0] });
    if (marked) shapes.push({ kind: 'path', d: rectangle(box), stroke: ink.text, width: 2 });
    const text = { kind: 'text', y: y + ROW / 2 + 4, size: SMALL, family: 'mono', fill: ink.text } as const;
    shapes.push({ ...text, x: left - 8, text: names[i], anchor: 'end', ...(marked && { bold: true }) });
    shapes.push({ ...text, x: Math.max(zero, zero + length) + 6, text: shortNumber(value) });
    const words = `${label(bars[i].label)}: ${shortNumber(value)}${marked ? ', marked' : ''}`;
    targets.push({ x: 0, y, width, height: ROW, words });
  }
  const bottom = top + bars.length * ROW;
  shapes.push({ kind: 'path', d: line(zero, top, zero, bottom), stroke: ink.line, width: 1 });
  return { width, height: bottom + 2, shapes, targets, pointing: 'within' };
}
