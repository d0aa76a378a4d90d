/** The numbers of a figure of the lab as a table: what the page shows beside it, what a file of it has. */
import { csvField } from './csvField.ts';
import type {
  BarsFigure,
  CurvesFigure,
  DiagramFigure,
  Figure,
  FormulaFigure,
  MatrixFigure,
  StripFigure,
  TextFigure,
  TimelineFigure,
} from './labFigures.ts';

export type Entry = string | number | null;

export interface FigureTable {
  columns: string[];
  rows: Entry[][];
}

/** All numbers of a figure; of a text, its stretches that bear a name. */
export function tableOf(figure: Figure): FigureTable {
  switch (figure.kind) {
    case 'matrix':
      return ofMatrix(figure);
    case 'curves':
      return ofCurves(figure);
    case 'bars':
      return ofBars(figure);
    case 'strip':
      return ofStrip(figure);
    case 'diagram':
      return ofDiagram(figure);
    case 'formula':
      return ofFormula(figure);
    case 'table':
      return { columns: [...figure.columns], rows: figure.rows.map(row => [...row]) };
    case 'text':
      return ofText(figure);
    case 'timeline':
      return ofTimeline(figure);
  }
}

/** The table in RFC 4180's form: lines that end with CR and LF, numbers as precise as they are. */
export function csvOf({ columns, rows }: FigureTable): string {
  return [columns, ...rows].map(row => `${row.map(csvField).join(',')}\r\n`).join('');
}

/** Columns of a matrix by the parts that they are in, where it has some: 'Whh 0'. */
export function columnNames({ columns, parts = [] }: MatrixFigure): string[] {
  const titles = parts.flatMap(part => Array.from({ length: part.columns }, () => part.title));
  return columns.map((column, i) => (titles[i] === undefined ? column : `${titles[i]} ${column}`));
}

function ofMatrix(figure: MatrixFigure): FigureTable {
  const { rows, columns, values } = figure;
  return {
    columns: ['row', ...columnNames(figure)],
    rows: rows.map((row, r) => [row, ...values.slice(r * columns.length, (r + 1) * columns.length)]),
  };
}

/** Series over the same places share their rows. */
function ofCurves({ x, y, series }: CurvesFigure): FigureTable {
  const places = [...new Set(series.flatMap(one => one.x))].toSorted((a, b) => a - b);
  const byPlace = series.map(one => new Map(one.x.map((place, i) => [place, one.y[i]])));
  return {
    columns: [x.label, ...series.map(({ name }) => `${name} (${y.label})`)],
    rows: places.map(place => [place, ...byPlace.map(values => values.get(place) ?? null)]),
  };
}

function ofBars({ unit, bars }: BarsFigure): FigureTable {
  return {
    columns: ['name', unit, 'marked'],
    rows: bars.map(({ label, value, marked }) => [label, value, marked ? 'yes' : '']),
  };
}

function ofStrip({ characters, rows }: StripFigure): FigureTable {
  return {
    columns: ['place', 'character', ...rows.map(({ label }) => label)],
    rows: characters.map((character, i) => [i, character, ...rows.map(({ values }) => values[i] ?? null)]),
  };
}

function ofDiagram({ nodes, arrows }: DiagramFigure): FigureTable {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  return {
    columns: ['from', 'to', 'by', 'name', 'value'],
    rows: [
      ...nodes.flatMap(({ label, values = [], names = [] }) =>
        values.length === 0
          ? [[label, null, null, null, null]]
          : values.map((value, i): Entry[] => [label, null, null, names[i] ?? String(i), value]),
      ),
      ...arrows.map(({ from, to, label, parameter }): Entry[] => [
        labels.get(from) ?? from,
        labels.get(to) ?? to,
        parameter ?? label ?? null,
        null,
        null,
      ]),
    ],
  };
}

function ofFormula({ lines }: FormulaFigure): FigureTable {
  return {
    columns: ['line', 'term', 'value'],
    rows: lines.flatMap(({ terms }, i) => terms.map(({ text, value }) => [i + 1, text, value ?? null])),
  };
}

function ofText({ text, marks = [] }: TextFigure): FigureTable {
  const characters = Array.from(text);
  return {
    columns: ['from', 'to', 'name', 'text'],
    rows: marks.map(({ start, end, name }) => [start, end, name, characters.slice(start, end).join('')]),
  };
}

function ofTimeline({ moments }: TimelineFigure): FigureTable {
  return { columns: ['moment', 'text'], rows: moments.map(({ label, text }) => [label, text]) };
}
