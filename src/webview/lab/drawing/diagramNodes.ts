import { shortNumber } from '../../../protocol/figureNumbers.ts';
import type { DiagramNode } from '../../../protocol/labFigures.ts';
import type { ColouredCells } from './colouredCells.ts';
import type { Ink } from './ink.ts';
import { type Box, rectangle, roundedRectangle, type Shape, type Target } from './picture.ts';
import { label } from './visible.ts';

const PADDING = 6;
const LABEL = 18;
const NAME = 14;
/** In a line of a node; more go on in the next line. */
const PER_LINE = 8;
const PER_LINE_OF_MANY = 16;
/** More than these stand in small cells without numbers. */
const MANY = 16;

export interface NodeSize {
  width: number;
  height: number;
  /** Of a value's cell. */
  cell: { width: number; height: number };
  perLine: number;
  hasNames: boolean;
}

export function sizeOf({ label: text, values = [], names }: DiagramNode, ink: Ink): NodeSize {
  const isMany = values.length > MANY;
  const hasNames = names !== undefined && !isMany;
  const cell = isMany ? { width: 11, height: 11 } : { width: 38, height: 20 };
  const perLine = Math.min(isMany ? PER_LINE_OF_MANY : PER_LINE, Math.max(1, values.length));
  const lines = Math.ceil(values.length / perLine);
  const labelWidth = ink.measure(label(text, 40), 'sans', ink.size);
  return {
    width: Math.max(labelWidth + 8, values.length > 0 ? perLine * cell.width : 0) + 2 * PADDING,
    height: LABEL + lines * (cell.height + (hasNames ? NAME : 2)) + PADDING + (lines > 0 ? 4 : 2),
    cell,
    perLine,
    hasNames,
  };
}

interface NodeParts {
  size: NodeSize;
  ink: Ink;
  cells: ColouredCells;
  shapes: Shape[];
  targets: Target[];
}

/** A box with its name, and its values in cells with their own. */
export function drawNode(
  node: DiagramNode,
  box: Box,
  { size, ink, cells, shapes, targets }: NodeParts,
): void {
  const { label: text, values = [], names = [], active } = node;
  const name = label(text, 40);
  shapes.push({
    kind: 'path',
    d: roundedRectangle(box, 4),
    stroke: active ? ink.accent : ink.quiet,
    width: active ? 3 : 1,
  });
  shapes.push({
    kind: 'text',
    x: box.x + box.width / 2,
    y: box.y + LABEL - 3,
    text: name,
    fill: ink.text,
    size: ink.size,
    family: 'sans',
    anchor: 'middle',
    ...(active && { bold: true }),
  });
  if (values.length === 0) targets.push({ ...box, words: `${name}${active ? ', now' : ''}` });
  const lineHeight = size.cell.height + (size.hasNames ? NAME : 2);
  const left = box.x + (box.width - size.perLine * size.cell.width) / 2;
  for (const [i, value] of values.entries()) {
    const cell = {
      x: left + (i % size.perLine) * size.cell.width,
      y: box.y + LABEL + 3 + Math.floor(i / size.perLine) * lineHeight,
      ...size.cell,
    };
    cells.add(cell, value);
    shapes.push({ kind: 'path', d: rectangle(cell), stroke: ink.line, width: 0.75 });
    targets.push({ ...cell, words: `${name}, ${label(names[i] ?? String(i))}: ${shortNumber(value)}` });
    if (size.cell.width > 20) shapes.push(...wordsOf(cell, value, size.hasNames ? names[i] : undefined, ink));
  }
}

function wordsOf({ x, y, width, height }: Box, value: number, name: string | undefined, ink: Ink): Shape[] {
  const common = { kind: 'text', x: x + width / 2, size: 11, family: 'mono', anchor: 'middle' } as const;
  const number = { ...common, y: y + height / 2 + 4, text: inFourPlaces(value), fill: ink.text };
  if (name === undefined) return [number];
  return [number, { ...common, y: y + height + 11, text: label(name, 5), fill: ink.quiet }];
}

/** What finds room in a cell. */
function inFourPlaces(value: number): string {
  const text = shortNumber(value);
  if (text.length <= 5 || !Number.isFinite(value)) return text;
  return Math.abs(value) < 10
    ? shortNumber(Number(value.toFixed(2)))
    : shortNumber(Number(value.toPrecision(2)));
}
