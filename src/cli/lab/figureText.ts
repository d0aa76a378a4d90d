import type { CurvesFigure, Figure, TextFigure, TimelineFigure } from '../../model/lab/figures.ts';
import { exactNumber, shortNumber } from '../../protocol/figureNumbers.ts';
import { plainLine } from '../../protocol/plainText.ts';
import { diagramText } from './diagramText.ts';
import { formulaText } from './formulaText.ts';
import { matrixText } from './matrixText.ts';
import { stripText } from './stripText.ts';
import { tableText } from './tableText.ts';
import type { TextLook } from './textLook.ts';

const BARS = '▁▂▃▄▅▆▇█';
const FULL = '█';

/** A figure as text of many lines, in the colours of a terminal where it has some. */
export function figureText(figure: Figure, look: TextLook): string {
  switch (figure.kind) {
    case 'matrix':
      return matrixText(figure, look);
    case 'curves':
      return curvesText(figure, look);
    case 'bars':
      return barsText(figure, look);
    case 'strip':
      return stripText(figure, look);
    case 'diagram':
      return diagramText(figure);
    case 'formula':
      return formulaText(figure);
    case 'table':
      return tableText(figure);
    case 'text':
      return markedText(figure);
    case 'timeline':
      return timelineText(figure);
  }
}

/** A row of bars for each curve, at even places of the axis. */
function curvesText({ x, y, series }: CurvesFigure, { width }: TextLook): string {
  const scaled = (value: number) => (y.scale === 'logarithmic' ? Math.log(value) : value);
  const canBeShown = (value: number | null): value is number =>
    value !== null && Number.isFinite(scaled(value));
  const all = series
    .flatMap(one => one.y)
    .filter(canBeShown)
    .map(scaled);
  const [least, most] = all.reduce(
    ([low, high], one) => [Math.min(low, one), Math.max(high, one)],
    [Infinity, -Infinity],
  );
  const nameWidth = Math.max(0, ...series.map(({ name }) => plainLine(name).length));
  const places = Math.max(10, Math.min(60, width - nameWidth - 4));
  const lines = series.map(one => {
    const known = one.y.filter(canBeShown);
    const bars = sampled(one.y, places).map(value =>
      canBeShown(value) ? barOf(scaled(value), least, most) : ' ',
    );
    const ends = known.length > 0 ? `${shortNumber(known[0])} → ${shortNumber(known.at(-1)!)}` : 'no value';
    return `${plainLine(one.name).padEnd(nameWidth)}  ${bars.join('')}  ${ends}`;
  });
  const xs = series.flatMap(one => [one.x[0], one.x.at(-1)!]).filter(Number.isFinite);
  const range =
    xs.length > 0 ? ` from ${shortNumber(Math.min(...xs))} to ${shortNumber(Math.max(...xs))}` : '';
  return [
    `${y.label}${y.scale === 'logarithmic' ? ' (log scale)' : ''}, by ${x.label}${range}`,
    ...lines,
  ].join('\n');
}

function sampled(values: readonly (number | null)[], places: number): (number | null)[] {
  if (values.length <= places) return [...values];
  return Array.from(
    { length: places },
    (_, i) => values[Math.round((i * (values.length - 1)) / (places - 1))],
  );
}

function barOf(value: number, least: number, most: number): string {
  const share = most > least ? (value - least) / (most - least) : 0.5;
  return BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))];
}

function barsText({ unit, bars }: Extract<Figure, { kind: 'bars' }>, { width }: TextLook): string {
  const labels = bars.map(({ label }) => plainLine(label));
  const labelWidth = Math.max(0, ...labels.map(label => label.length));
  const most = Math.max(Number.MIN_VALUE, ...bars.map(({ value }) => Math.abs(value)));
  const room = Math.max(8, Math.min(40, width - labelWidth - 20));
  const lines = bars.map(({ value, marked }, i) => {
    const bar = FULL.repeat(Math.round((room * Math.abs(value)) / most));
    return `${marked ? '*' : ' '} ${labels[i].padEnd(labelWidth)}  ${exactNumber(value).padStart(9)}  ${bar}`;
  });
  return [
    `${unit}${bars.some(({ marked }) => marked) ? '; * marks what is right or chosen' : ''}`,
    ...lines,
  ].join('\n');
}

function markedText({ text, marks = [] }: TextFigure): string {
  const characters = Array.from(text);
  const lines = marks.map(
    ({ start, end, name }) =>
      `  ${start} to ${end}, ${plainLine(name)}: ${plainLine(characters.slice(start, end).join(''), 60)}`,
  );
  return [text, ...lines].join('\n');
}

function timelineText({ moments }: TimelineFigure): string {
  return moments.map(({ label, text }) => `--- ${plainLine(label)}\n${text}`).join('\n');
}
