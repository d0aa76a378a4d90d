import { Extremes } from './extremes.ts';

/** A line of a chart: y over x, of which x ascends. Both have the same length. */
export interface ChartLine {
  /** What it shows, for the words under the chart. */
  label: string;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** Any CSS colour, also a variable such as `var(--vscode-charts-blue)`. */
  color: string;
  /** Lengths of strokes and gaps, CSS pixels: lines are told apart without colours, too. */
  dash?: readonly number[];
  /** CSS pixels. */
  width?: number;
  /** Whether each point is marked, as where there are few. */
  dots?: boolean;
}

/** A range of x that is looked at. */
export interface ChartRange {
  from: number;
  to: number;
}

type Points = Pick<ChartLine, 'x' | 'y'>;

/** The first index of which x is not below the value; the length where there is none. */
export function indexAt(x: ArrayLike<number>, value: number): number {
  let [low, high] = [0, x.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the point that is nearest to x; undefined where there is no point. */
export function nearestIndex(x: ArrayLike<number>, value: number): number | undefined {
  if (x.length === 0) return undefined;
  const after = Math.min(indexAt(x, value), x.length - 1);
  return after > 0 && value - x[after - 1] < x[after] - value ? after - 1 : after;
}

/** The first index of the points in a range and the one behind the last, with a point on either side of them. */
function stretchAbout(x: ArrayLike<number>, { from, to }: ChartRange): [number, number] {
  return [Math.max(0, indexAt(x, from) - 1), Math.min(x.length, indexAt(x, to) + 1)];
}

/**
 * What can be seen of a line in so many columns of pixels: the least and the greatest y of each column, in their order, so
 * that no spike is lost however many points there are. The points on either side of the range are kept, so that the
 * line goes on to the edges. What is no finite number is left out.
 */
export function visiblePoints(
  { x, y }: Points,
  { from, to }: ChartRange,
  columns: number,
): { x: number[]; y: number[] } {
  const [first, end] = stretchAbout(x, { from, to });
  const seen: { x: number[]; y: number[] } = { x: [], y: [] };
  const take = (i: number) => {
    seen.x.push(x[i]);
    seen.y.push(y[i]);
  };
  if (end - first <= 2 * columns) {
    for (let i = first; i < end; i++) if (Number.isFinite(y[i])) take(i);
    return seen;
  }
  const extremes = Extremes.of(y);
  const width = (to - from) / columns;
  for (let column = 0, start = first; start < end; column++) {
    // Those beside the range belong to the outermost columns.
    const next = column < columns - 1 ? Math.max(start, indexAt(x, from + (column + 1) * width)) : end;
    const { least, greatest } = extremes.between(start, next);
    if (least >= 0) take(Math.min(least, greatest));
    if (least !== greatest) take(Math.max(least, greatest));
    start = next;
  }
  return seen;
}

/** Lines over one x that all share, null where a line has no point. */
export function aligned(lines: readonly { x: number[]; y: number[] }[]): [number[], ...(number | null)[][]] {
  // Most charts have one: nothing is to be brought together.
  if (lines.length === 1) return [lines[0].x, lines[0].y];
  const sorted = Float64Array.from(lines.flatMap(({ x }) => x)).toSorted();
  const all: number[] = [];
  for (const value of sorted) if (value !== all.at(-1)) all.push(value);
  const columns = lines.map(({ x, y }) => {
    let next = 0;
    return all.map(value => {
      while (next < x.length && x[next] < value) next++;
      return x[next] === value ? y[next] : null;
    });
  });
  return [all, ...columns];
}

/** From the first to the last x of all lines; undefined where there is no point. */
export function extentOf(lines: readonly Points[]): ChartRange | undefined {
  let from = Infinity;
  let to = -Infinity;
  for (const { x } of lines) {
    if (x.length === 0) continue;
    from = Math.min(from, x[0]);
    to = Math.max(to, x[x.length - 1]);
  }
  return from <= to ? { from, to } : undefined;
}

/** The least and the greatest y of a part of some lines; undefined where there is none. */
export function heightWithin(
  lines: readonly Points[],
  range: ChartRange,
  { isLog }: { isLog: boolean },
): ChartRange | undefined {
  let least = Infinity;
  let greatest = -Infinity;
  const take = (value: number) => {
    if (isLog && value <= 0) return;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  };
  for (const { x, y } of lines) {
    const [first, end] = stretchAbout(x, range);
    const found = Extremes.of(y).between(first, end);
    if (found.least < 0) continue;
    if (!isLog || y[found.least] > 0) {
      take(y[found.least]);
      take(y[found.greatest]);
      continue;
    }
    // The least that can be drawn is another one.
    for (let i = first; i < end; i++) if (Number.isFinite(y[i])) take(y[i]);
  }
  return least <= greatest ? { from: least, to: greatest } : undefined;
}

/** A range within another one, moved by a share of its width and made so many times as wide around a place in it. */
export function changedRange(
  range: ChartRange,
  within: ChartRange,
  {
    by = 0,
    times = 1,
    around = (range.from + range.to) / 2,
  }: { by?: number; times?: number; around?: number },
): ChartRange | undefined {
  const width = range.to - range.from;
  const widest = within.to - within.from;
  const newWidth = Math.min(widest, width * times);
  if (!(newWidth > 0) || newWidth >= widest) return undefined;
  const place = Math.min(1, Math.max(0, (around - range.from) / width));
  const from = around - place * newWidth + by * newWidth;
  const start = Math.min(within.to - newWidth, Math.max(within.from, from));
  return { from: start, to: start + newWidth };
}
