/** Figures of the lab on their way to the page, and what they must be. */
import type {
  Axis,
  BarsFigure,
  CurvesFigure,
  DiagramArrow,
  DiagramFigure,
  DiagramNode,
  Figure,
  FigureKind,
  FormulaFigure,
  FormulaTerm,
  MatrixFigure,
  Series,
  StripFigure,
  TableFigure,
  TextFigure,
  TimelineFigure,
} from '../model/lab/figures.ts';
import { type Check, fields, isCount, isNumber, listOf, oneOf, optional, textOf } from './fieldChecks.ts';

export type * from '../model/lab/figures.ts';

/** More of anything is no figure that a person looks at. */
const most = 1_000_000;

const isText = textOf({ most });
const isWords = textOf({ most: 10_000 });
const isTrue = (value: unknown): value is true => value === true;
const isNumberOrNone = (value: unknown): value is number | null =>
  value === null || typeof value === 'number';
/** What is not finite comes over to a page as null. */
const isAnyNumber = isNumberOrNone as Check<number>;
const isValues = listOf(isNumberOrNone, { most });
const isNames = listOf(isWords, { most });
const isScale = oneOf('signed', 'positive');

const common = { id: isWords, title: isWords, caption: optional(isWords) };

const isAxis: Check<Axis> = fields<Axis>({ label: isWords, scale: oneOf('linear', 'logarithmic') });
const isSeries: Check<Series> = fields<Series>({ name: isWords, x: listOf(isNumber, { most }), y: isValues });
const isNode: Check<DiagramNode> = fields<DiagramNode>({
  id: isWords,
  label: isWords,
  column: isNumber,
  row: isNumber,
  values: optional(listOf(isAnyNumber, { most })),
  names: optional(isNames),
  active: optional(isTrue),
});
const isArrow: Check<DiagramArrow> = fields<DiagramArrow>({
  from: isWords,
  to: isWords,
  label: optional(isWords),
  parameter: optional(isWords),
  active: optional(isTrue),
});
const isTerm: Check<FormulaTerm> = fields<FormulaTerm>({
  text: isWords,
  value: optional(isAnyNumber),
  parameter: optional(isWords),
});
const isEntry = (value: unknown): value is string | number | null => isNumberOrNone(value) || isText(value);

const checks: { [Kind in FigureKind]: Check<Extract<Figure, { kind: Kind }>> } = {
  matrix: fields<MatrixFigure>({
    ...common,
    kind: oneOf('matrix'),
    rows: isNames,
    columns: isNames,
    values: isValues,
    scale: isScale,
    parameter: optional(isWords),
    parts: optional(listOf(fields<{ title: string; columns: number }>({ title: isWords, columns: isCount }))),
  }),
  curves: fields<CurvesFigure>({
    ...common,
    kind: oneOf('curves'),
    x: isAxis,
    y: isAxis,
    series: listOf(isSeries, { most: 1000 }),
  }),
  bars: fields<BarsFigure>({
    ...common,
    kind: oneOf('bars'),
    unit: isWords,
    bars: listOf(
      fields<BarsFigure['bars'][number]>({ label: isWords, value: isAnyNumber, marked: optional(isTrue) }),
      { most },
    ),
  }),
  strip: fields<StripFigure>({
    ...common,
    kind: oneOf('strip'),
    characters: listOf(textOf({ most: 64 }), { most }),
    rows: listOf(fields<StripFigure['rows'][number]>({ label: isWords, values: isValues }), { most: 10_000 }),
    scale: isScale,
    most: optional(isNumber),
    chosen: optional(isCount),
    choice: optional(isWords),
  }),
  diagram: fields<DiagramFigure>({
    ...common,
    kind: oneOf('diagram'),
    nodes: listOf(isNode, { most: 10_000 }),
    arrows: listOf(isArrow, { most: 100_000 }),
  }),
  formula: fields<FormulaFigure>({
    ...common,
    kind: oneOf('formula'),
    lines: listOf(fields<FormulaFigure['lines'][number]>({ terms: listOf(isTerm, { most: 10_000 }) }), {
      most: 10_000,
    }),
  }),
  table: fields<TableFigure>({
    ...common,
    kind: oneOf('table'),
    columns: isNames,
    rows: listOf(listOf(isEntry, { most: 10_000 }), { most }),
  }),
  text: fields<TextFigure>({
    ...common,
    kind: oneOf('text'),
    text: isText,
    marks: optional(
      listOf(
        fields<NonNullable<TextFigure['marks']>[number]>({ start: isCount, end: isCount, name: isWords }),
        { most },
      ),
    ),
  }),
  timeline: fields<TimelineFigure>({
    ...common,
    kind: oneOf('timeline'),
    moments: listOf(fields<TimelineFigure['moments'][number]>({ label: isWords, text: isText }), {
      most: 10_000,
    }),
  }),
};

export function isFigure(value: unknown): value is Figure {
  if (typeof value !== 'object' || value === null) return false;
  const { kind } = value as { kind?: unknown };
  return (
    typeof kind === 'string' &&
    Object.hasOwn(checks, kind) &&
    checks[kind as FigureKind](value) &&
    isWhole(value)
  );
}

/** Lists that belong together are of one length. */
function isWhole(figure: Figure): boolean {
  const { kind } = figure;
  if (kind === 'matrix') return figure.values.length === figure.rows.length * figure.columns.length;
  if (kind === 'curves') return figure.series.every(({ x, y }) => x.length === y.length);
  if (kind === 'strip') return figure.rows.every(({ values }) => values.length === figure.characters.length);
  return true;
}
