import { greatestOf, shortNumber } from '../../../protocol/figureNumbers.ts';
import type { MatrixFigure } from '../../../protocol/labFigures.ts';
import { ColouredCells } from './colouredCells.ts';
import type { Ink } from './ink.ts';
import { type Box, type Parameter, type Picture, rectangle, type Shape, type Target } from './picture.ts';
import { label } from './visible.ts';

/** Of a cell, px: as large as its number needs, and no smaller than can be seen. */
const LARGEST = 52;
const WITH_NUMBER = 38;
const SMALLEST = 3;
const TALLEST = 26;
/** Between two parts. */
const PART_GAP = 14;
const SMALL = 11;

/** A heat map, with its numbers in the cells where they find room. */
export function drawMatrix(figure: MatrixFigure, width: number, ink: Ink): Picture {
  const grid = new Grid(figure, width, ink);
  const cells = new ColouredCells(greatestOf(figure.values));
  const numbers: Shape[] = [];
  const targets: Target[] = [];
  const columns = figure.columns.length;
  for (const [i, value] of figure.values.entries()) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const box = grid.box(row, column);
    cells.add(box, value);
    if (grid.cellWidth >= WITH_NUMBER) numbers.push(numberIn(box, value, ink));
    targets.push({ ...box, ...meaningOf(figure, { row, column, value }) });
  }
  const shapes = [...cells.shapes(ink), ...grid.frames(), ...numbers, ...grid.labels()];
  return { width: grid.width, height: grid.height, shapes, targets, pointing: 'within' };
}

function numberIn({ x, y, width, height }: Box, value: number | null, ink: Ink): Shape {
  return {
    kind: 'text',
    x: x + width / 2,
    y: y + height / 2 + 4,
    text: shortNumber(value),
    fill: ink.text,
    size: SMALL,
    family: 'mono',
    anchor: 'middle',
  };
}

interface Element {
  row: number;
  column: number;
  value: number | null;
}

/** The element is one of the whole matrix, and of the part that it is in. */
function meaningOf(figure: MatrixFigure, { row, column, value }: Element): Omit<Target, keyof Box> {
  const { rows, columns, parameter, parts = [] } = figure;
  const parameters: Parameter[] = [];
  if (parameter !== undefined) parameters.push({ name: parameter, element: `${row},${column}` });
  let first = 0;
  for (const part of parts) {
    const inPart = column - first;
    if (inPart >= 0 && inPart < part.columns)
      parameters.push({ name: part.title, element: `${row},${inPart}` });
    first += part.columns;
  }
  const name = parameters.at(-1)?.name;
  const place = `row ${label(rows[row])}, column ${label(columns[column])}`;
  const words = `${name === undefined ? '' : `${label(name)}, `}${place}: ${shortNumber(value)}`;
  return { words, ...(parameters.length > 0 && { parameters }) };
}

/** Where the cells are, and what stands around them. */
class Grid {
  readonly width: number;
  readonly height: number;
  readonly cellWidth: number;
  readonly #cellHeight: number;
  readonly #figure: MatrixFigure;
  readonly #ink: Ink;
  readonly #left: number;
  readonly #top: number;
  /** Where each part begins and ends, in columns. */
  readonly #parts: { title: string; from: number; to: number }[] = [];

  constructor(figure: MatrixFigure, width: number, ink: Ink) {
    this.#figure = figure;
    this.#ink = ink;
    const { rows, columns, parts } = figure;
    let from = 0;
    for (const { title, columns: count } of parts ?? [{ title: '', columns: columns.length }]) {
      this.#parts.push({ title, from, to: from + count });
      from += count;
    }
    const widest = Math.max(0, ...rows.map(row => ink.measure(label(row, 18), 'mono', SMALL)));
    this.#left = Math.ceil(widest) + 8;
    this.#top = parts ? 36 : 18;
    const gaps = (this.#parts.length - 1) * PART_GAP;
    const room = (width - this.#left - gaps - 1) / Math.max(1, columns.length);
    this.cellWidth = Math.max(SMALLEST, Math.min(LARGEST, Math.floor(room)));
    this.#cellHeight = Math.min(this.cellWidth, TALLEST, Math.max(SMALLEST, Math.floor(520 / rows.length)));
    this.width = this.#left + columns.length * this.cellWidth + gaps + 1;
    this.height = this.#top + rows.length * this.#cellHeight + 1;
  }

  box(row: number, column: number): Box {
    const part = this.#parts.findIndex(({ from, to }) => column >= from && column < to);
    return {
      x: this.#left + column * this.cellWidth + Math.max(0, part) * PART_GAP,
      y: this.#top + row * this.#cellHeight,
      width: this.cellWidth,
      height: this.#cellHeight,
    };
  }

  frames(): Shape[] {
    const { rows } = this.#figure;
    return this.#parts.map(({ from, to }) => {
      const { x, y } = this.box(0, from);
      const box = { x, y, width: (to - from) * this.cellWidth, height: rows.length * this.#cellHeight };
      return { kind: 'path', d: rectangle(box), stroke: this.#ink.line, width: 1 };
    });
  }

  labels(): Shape[] {
    const { rows, columns } = this.#figure;
    const { quiet, text, size } = this.#ink;
    const shapes: Shape[] = [];
    const small = { kind: 'text', fill: quiet, size: SMALL, family: 'mono' } as const;
    const everyRow = Math.ceil(13 / this.#cellHeight);
    for (const [row, name] of rows.entries()) {
      if (row % everyRow !== 0) continue;
      const { x, y, height } = this.box(row, 0);
      shapes.push({ ...small, x: x - 6, y: y + height / 2 + 4, text: label(name, 18), anchor: 'end' });
    }
    const names = columns.map(name => label(name, 18));
    const widest = Math.max(1, ...names.map(name => this.#ink.measure(name, 'mono', SMALL)));
    const everyColumn = Math.ceil((widest + 6) / this.cellWidth);
    for (const [column, name] of names.entries()) {
      const part = this.#parts.find(({ from, to }) => column >= from && column < to);
      if ((column - (part?.from ?? 0)) % everyColumn !== 0) continue;
      const { x, y, width } = this.box(0, column);
      shapes.push({ ...small, x: x + width / 2, y: y - 5, text: name, anchor: 'middle' });
    }
    for (const { title, from } of this.#parts)
      if (title !== '')
        shapes.push({
          kind: 'text',
          x: this.box(0, from).x,
          y: 13,
          text: label(title),
          fill: text,
          size,
          family: 'sans',
        });
    return shapes;
  }
}
