import { shortNumber } from '../../../protocol/figureNumbers.ts';
import type { Axis, CurvesFigure, Series } from '../../../protocol/labFigures.ts';
import { Scale } from './axis.ts';
import { dashes, type Ink } from './ink.ts';
import { type Box, line, type Picture, rectangle, round, type Shape, type Target } from './picture.ts';
import { label } from './visible.ts';

const SMALL = 11;
const LEGEND_LINE = 18;
/** Behind the plot; of it what is left free for letters that are wider than they were measured. */
const RIGHT = 14;
const EDGE = 4;
/** More places than these cannot be told apart by pointing. */
const MOST_TARGETS = 600;

/** Curves over a common axis; what each is stands beneath, with its dashes. */
export function drawCurves(figure: CurvesFigure, width: number, ink: Ink): Picture {
  const { x, y, series } = figure;
  const height = Math.round(Math.max(170, Math.min(300, width * 0.5)));
  const marks = new Scale(y, yValues(series), [height - 40, 22]).ticks(5);
  const left = 10 + Math.max(20, ...marks.map(({ text }) => ink.measure(text, 'mono', SMALL)));
  const plot: Box = { x: left, y: 22, width: Math.max(60, width - left - RIGHT), height: height - 62 };
  const across = new Scale(x, xValues(series), [plot.x, plot.x + plot.width]);
  const up = new Scale(y, yValues(series), [plot.y + plot.height, plot.y]);
  const legend =
    series.length > 1 ? makeLegend(series, { top: height, width, ink }) : { shapes: [], height: 0 };
  const shapes = [
    ...axes(figure, { plot, across, up, ink }),
    ...series.map((one, i) => curve(one, { across, up, plot, ...lookOf(i, ink) })),
    ...series.flatMap((one, i) => loneDots(one, across, up, lookOf(i, ink).stroke)),
    ...legend.shapes,
  ];
  const targets = targetsOf(figure, across, plot);
  return { width, height: height + legend.height, shapes, targets, pointing: 'nearest' };
}

function* xValues(series: readonly Series[]): Iterable<number> {
  for (const { x } of series) yield* x;
}

function* yValues(series: readonly Series[]): Iterable<number> {
  for (const { y } of series) for (const value of y) if (value !== null) yield value;
}

function lookOf(index: number, { series }: Ink): { stroke: string; dash: readonly number[] } {
  return { stroke: series[index % series.length], dash: dashes[index % dashes.length] };
}

interface Frame {
  plot: Box;
  across: Scale;
  up: Scale;
  ink: Ink;
}

function axes({ x: xAxis, y: yAxis }: CurvesFigure, { plot, across, up, ink }: Frame): Shape[] {
  const { line: stroke, quiet } = ink;
  const small = { kind: 'text', size: SMALL, family: 'mono', fill: quiet } as const;
  const bottom = plot.y + plot.height;
  const shapes: Shape[] = [{ kind: 'path', d: rectangle(plot), stroke, width: 1 }];
  for (const { value, text } of up.ticks(5)) {
    const place = up.place(value);
    shapes.push({ kind: 'path', d: line(plot.x, place, plot.x + plot.width, place), stroke, width: 0.5 });
    shapes.push({ ...small, x: plot.x - 5, y: place + 4, text, anchor: 'end' });
  }
  for (const { value, text } of across.ticks(Math.max(2, Math.floor(plot.width / 80)))) {
    const place = across.place(value);
    shapes.push({ kind: 'path', d: line(place, bottom, place, bottom + 4), stroke, width: 1 });
    // None sticks out: behind the plot there is little room.
    const half = ink.measure(text, 'mono', SMALL) / 2;
    const x = Math.min(place, plot.x + plot.width + RIGHT - half - EDGE);
    shapes.push({ ...small, x, y: bottom + 16, text, anchor: 'middle' });
  }
  const words = { kind: 'text', size: SMALL, family: 'sans', fill: quiet } as const;
  shapes.push({ ...words, x: 0, y: 13, text: titleOf(yAxis) });
  shapes.push({ ...words, x: plot.x + plot.width, y: bottom + 32, text: titleOf(xAxis), anchor: 'end' });
  return shapes;
}

function titleOf({ label: text, scale }: Axis): string {
  return `${label(text)}${scale === 'logarithmic' ? ' (log scale)' : ''}`;
}

interface CurveLook extends Omit<Frame, 'ink'> {
  stroke: string;
  dash: readonly number[];
}

/** Where there are more points than pixels, the least and the most of each pixel: nothing that can be seen is lost. */
function curve({ x, y }: Series, { across, up, plot, stroke, dash }: CurveLook): Shape {
  const isDense = x.length > 4 * plot.width;
  let d = '';
  let isBroken = true;
  let pixel = { at: -1, low: Infinity, high: -Infinity };
  const add = (px: number, py: number) => {
    d += `${isBroken ? 'M' : 'L'}${round(px)} ${round(py)}`;
    isBroken = false;
  };
  const flush = () => {
    if (pixel.low <= pixel.high) {
      add(pixel.at, pixel.low);
      if (pixel.high > pixel.low) add(pixel.at, pixel.high);
    }
    pixel = { at: -1, low: Infinity, high: -Infinity };
  };
  for (const [i, place] of x.entries()) {
    const value = y[i];
    if (!up.shows(value) || !across.shows(place)) {
      flush();
      isBroken = true;
      continue;
    }
    const [px, py] = [across.place(place), up.place(value)];
    if (!isDense) add(px, py);
    else {
      if (Math.round(px) !== pixel.at) flush();
      pixel = { at: Math.round(px), low: Math.min(pixel.low, py), high: Math.max(pixel.high, py) };
    }
  }
  flush();
  return { kind: 'path', d, stroke, width: 1.75, dash };
}

/** A value between two that are missing has no line. */
function loneDots({ x, y }: Series, across: Scale, up: Scale, fill: string): Shape[] {
  const shapes: Shape[] = [];
  for (const [i, value] of y.entries()) {
    if (!up.shows(value) || !across.shows(x[i])) continue;
    if (up.shows(y[i - 1] ?? null) || up.shows(y[i + 1] ?? null)) continue;
    const box = { x: across.place(x[i]) - 2.5, y: up.place(value) - 2.5, width: 5, height: 5 };
    shapes.push({ kind: 'path', d: rectangle(box), fill });
  }
  return shapes;
}

function makeLegend(
  series: readonly Series[],
  { top, width, ink }: { top: number; width: number; ink: Ink },
): { shapes: Shape[]; height: number } {
  const shapes: Shape[] = [];
  let [x, y] = [0, top + 8];
  for (const [i, { name }] of series.entries()) {
    const text = label(name, 40);
    const needed = 34 + ink.measure(text, 'sans', SMALL + 1) + 16;
    if (x > 0 && x + needed > width) [x, y] = [0, y + LEGEND_LINE];
    shapes.push({ kind: 'path', d: line(x, y - 4, x + 26, y - 4), width: 2, ...lookOf(i, ink) });
    shapes.push({ kind: 'text', x: x + 32, y, text, fill: ink.text, size: SMALL + 1, family: 'sans' });
    x += needed;
  }
  return { shapes, height: y - top + 8 };
}

function targetsOf({ x: axis, series }: CurvesFigure, across: Scale, plot: Box): Target[] {
  const all = [...new Set(series.flatMap(({ x }) => x))]
    .filter(x => across.shows(x))
    .toSorted((a, b) => a - b);
  const every = Math.max(1, Math.ceil(all.length / MOST_TARGETS));
  const places = all.filter((_, i) => i % every === 0 || i === all.length - 1);
  const byPlace = series.map(({ x, y }) => new Map(x.map((place, i) => [place, y[i]])));
  return places.map(place => {
    const values = series.flatMap(({ name }, i) => {
      const value = byPlace[i].get(place);
      return value === undefined ? [] : [`${label(name, 40)} ${shortNumber(value)}`];
    });
    return {
      x: across.place(place) - 0.5,
      y: plot.y,
      width: 1,
      height: plot.height,
      words: `${label(axis.label)} ${shortNumber(place)}: ${values.join(', ')}`,
    };
  });
}
