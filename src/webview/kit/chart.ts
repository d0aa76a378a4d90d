import uPlot from 'uplot';
import {
  aligned,
  changedRange,
  type ChartLine,
  type ChartRange,
  extentOf,
  heightWithin,
  nearestIndex,
  visiblePoints,
} from './chartLines.ts';
import { adoptChartStyle } from './chartStyle.ts';
import { element, setText } from './element.ts';

/** A place that is marked, such as the best checkpoint. */
export interface ChartMark {
  x: number;
  y: number;
  label: string;
  color: string;
}

interface ChartOptions {
  /** What a screen reader calls it. */
  name: string;
  /** CSS pixels. */
  height: number;
  /** Whether y grows tenfold from one line to the next. */
  isLog?: boolean;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  /** Words for the place that is pointed at, such as 'step 1,200'. */
  describeX: (x: number) => string;
  describeY: (y: number) => string;
  /** Of the same line in another unit, on the right: what a y of the chart is there. */
  right?: { toRight: (y: number) => number; format: (right: number) => string };
  /** CSS pixels that are left free on the right, where a chart above has an axis there. */
  roomRight?: number;
  /** Charts of the same name show the place that is pointed at in any of them. */
  together: string;
  /** The user wants to look at another part; undefined for all. */
  onView: (view: ChartRange | undefined) => void;
}

interface ShownLines {
  lines: readonly ChartLine[];
  marks?: readonly ChartMark[];
  /** From the first x to the last, where other charts have lines of other lengths. */
  extent?: ChartRange | undefined;
  /** The part that is looked at; all without it. */
  view?: ChartRange | undefined;
  /** Least and greatest of y, where other charts have the same; what can be seen decides without it. */
  height?: ChartRange | undefined;
}

/** CSS pixels of which a line shows no more than its least and its greatest value: finer ones cost time to draw. */
const COLUMN = 2;

/**
 * Curves on a canvas, by uPlot, with what is pointed at in words below them. However many points a line has, what is
 * drawn is a few thousand. By keys: arrows move the place that is pointed at, with Shift the part that is shown, + and -
 * zoom, 0 shows all again.
 */
export class Chart {
  readonly element: HTMLElement;
  readonly #options: ChartOptions;
  readonly #plotPlace: HTMLElement;
  readonly #readout: HTMLElement;
  readonly #observer: ResizeObserver;
  #plot: uPlot | undefined;
  /** Of what the plot has series for. */
  #looks = '';
  #shown: ShownLines = { lines: [] };
  #view: ChartRange = { from: 0, to: 1 };
  #height: ChartRange = { from: 0, to: 1 };
  #width = 0;
  readonly #colors = new Map<string, string>();

  constructor(options: ChartOptions) {
    adoptChartStyle();
    this.#options = options;
    this.#plotPlace = element('div', { 'aria-hidden': 'true' });
    this.#readout = element('p', { class: 'chartReadout' });
    const keys = 'Arrows: point at places. Shift and arrows: move. Plus and minus: zoom. 0: show all.';
    this.element = element(
      'div',
      {
        class: 'chart',
        role: 'application',
        tabindex: '0',
        'aria-label': options.name,
        'aria-description': keys,
      },
      this.#plotPlace,
      this.#readout,
    );
    this.#observer = new ResizeObserver(([entry]) => this.#resize(Math.floor(entry.contentRect.width)));
    this.#observer.observe(this.element);
    this.element.addEventListener('keydown', event => this.#press(event));
    this.element.addEventListener('focus', () => this.#readout.setAttribute('aria-live', 'polite'));
    this.element.addEventListener('blur', () => this.#readout.removeAttribute('aria-live'));
    this.element.addEventListener('wheel', event => this.#turnWheel(event), { passive: false });
  }

  /** To be called once an animation frame at most. */
  show(shown: ShownLines): void {
    this.#shown = shown;
    this.#draw();
  }

  /** After another theme: the colours are looked up again. */
  redraw(): void {
    this.#colors.clear();
    this.#plot?.redraw(false);
  }

  /** As it is drawn; undefined while there is nothing. */
  get canvas(): HTMLCanvasElement | undefined {
    return this.#plot?.ctx.canvas;
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#plot?.destroy();
    this.element.remove();
  }

  get #extent(): ChartRange {
    return this.#shown.extent ?? extentOf(this.#shown.lines) ?? { from: 0, to: 1 };
  }

  #draw(): void {
    if (this.#width <= 0) return;
    const { lines, view, height } = this.#shown;
    const { isLog = false } = this.#options;
    const wanted = view ?? this.#extent;
    // A single point has no width.
    this.#view = wanted.to > wanted.from ? wanted : { from: wanted.from - 0.5, to: wanted.to + 0.5 };
    const seen = lines.map(line => visiblePoints(line, this.#view, Math.ceil(this.#width / COLUMN)));
    this.#height = withRoom(
      height ?? heightWithin(lines, this.#view, { isLog }) ?? { from: isLog ? 0.1 : 0, to: 1 },
      {
        isLog,
      },
    );
    const data = aligned(seen) as uPlot.AlignedData;
    const looks = JSON.stringify(
      lines.map(line => [line.label, line.color, line.dash, line.width, line.dots]),
    );
    if (!this.#plot || looks !== this.#looks) {
      this.#looks = looks;
      this.#plot?.destroy();
      this.#plot = new uPlot(this.#plotOptions(), data, this.#plotPlace);
    } else this.#plot.setData(data, true);
    this.#describe();
  }

  #resize(width: number): void {
    if (width === this.#width) return;
    this.#width = width;
    if (this.#plot) this.#plot.setSize({ width, height: this.#options.height });
    this.#draw();
  }

  #plotOptions(): uPlot.Options {
    const { height, isLog = false, formatX, formatY, right, together, roomRight = 12 } = this.#options;
    const line = () => this.#color('var(--vscode-foreground)');
    const grid = { stroke: () => this.#color('var(--chart-grid, #8883)'), width: 1 };
    const axis = { stroke: line, font: this.#font, grid, ticks: { ...grid, size: 4 } };
    const toRight = right?.toRight;
    return {
      width: this.#width,
      height,
      padding: [8, right ? 0 : roomRight, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: true, y: false, setScale: false }, sync: { key: together } },
      scales: {
        x: { time: false, range: () => [this.#view.from, this.#view.to] },
        y: { distr: isLog ? 3 : 1, range: () => [this.#height.from, this.#height.to] },
        ...(toRight && {
          right: { from: 'y', range: (_: uPlot, from: number, to: number) => [toRight(from), toRight(to)] },
        }),
      },
      axes: [
        { ...axis, values: (_, ticks) => ticks.map(formatX), size: 28 },
        { ...axis, scale: 'y', values: (_, ticks) => ticks.map(tick => label(tick, formatY)), size: 58 },
        ...(right
          ? [
              {
                ...axis,
                grid: { show: false },
                scale: 'right',
                side: 1 as const,
                values: (_: uPlot, ticks: number[]) => ticks.map(tick => label(tick, right.format)),
                size: 52,
              },
            ]
          : []),
      ],
      series: [{}, ...this.#shown.lines.map(one => this.#series(one))],
      hooks: {
        setCursor: [() => this.#describe()],
        setSelect: [plot => this.#select(plot)],
        draw: [plot => this.#drawMarks(plot)],
        ready: [plot => plot.over.addEventListener('dblclick', () => this.#options.onView(undefined))],
      },
    };
  }

  #series({ color, dash, width = 1.5, dots = false }: ChartLine): uPlot.Series {
    const stroke = () => this.#color(color);
    return {
      scale: 'y',
      stroke,
      width,
      ...(dash && { dash: [...dash] }),
      spanGaps: true,
      points: { show: dots, size: 5, stroke, fill: stroke },
    };
  }

  /** Of an axis. */
  get #font(): string {
    const { fontFamily } = getComputedStyle(this.element);
    return `11px ${fontFamily}`;
  }

  /** A canvas knows no variables: an element does. It is asked once, since the browser works out all styles for it. */
  #color(color: string): string {
    const known = this.#colors.get(color);
    if (known !== undefined) return known;
    this.#plotPlace.style.color = color;
    const found = getComputedStyle(this.#plotPlace).color;
    this.#colors.set(color, found);
    return found;
  }

  #select(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width <= 0) return;
    const from = plot.posToVal(left, 'x');
    const to = plot.posToVal(left + width, 'x');
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    if (to > from) this.#options.onView({ from, to });
  }

  #drawMarks(plot: uPlot): void {
    const { ctx, bbox } = plot;
    for (const { x, y, label: words, color } of this.#shown.marks ?? []) {
      if (x < this.#view.from || x > this.#view.to || y < this.#height.from || y > this.#height.to) continue;
      const left = plot.valToPos(x, 'x', true);
      const top = plot.valToPos(y, 'y', true);
      const pixel = devicePixelRatio;
      ctx.save();
      ctx.strokeStyle = this.#color(color);
      ctx.fillStyle = this.#color('var(--vscode-foreground)');
      ctx.lineWidth = 2 * pixel;
      ctx.beginPath();
      ctx.arc(left, top, 6 * pixel, 0, 2 * Math.PI);
      ctx.stroke();
      ctx.font = `${11 * pixel}px ${getComputedStyle(this.element).fontFamily}`;
      const isRight = left > bbox.left + bbox.width / 2;
      ctx.textAlign = isRight ? 'right' : 'left';
      ctx.fillText(words, left + (isRight ? -9 : 9) * pixel, top - 9 * pixel);
      ctx.restore();
    }
  }

  /** The x that is pointed at; the last one while nothing is. */
  get #pointedAt(): number {
    const left = this.#plot?.cursor.left ?? -1;
    return left < 0 || !this.#plot ? this.#view.to : this.#plot.posToVal(left, 'x');
  }

  #describe(): void {
    const x = this.#pointedAt;
    const { describeX, describeY } = this.#options;
    const parts = this.#shown.lines.flatMap(line => {
      const index = nearestIndex(line.x, x);
      return index === undefined ? [] : [`${line.label} ${describeY(line.y[index])}`];
    });
    setText(this.#readout, parts.length === 0 ? 'Nothing yet' : `${describeX(x)}: ${parts.join(', ')}`);
  }

  #press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const change = (by: Parameters<typeof changedRange>[2]) =>
      this.#options.onView(changedRange(this.#view, this.#extent, by));
    const steps: Record<string, () => void> = {
      ArrowLeft: () => (event.shiftKey ? change({ by: -0.2 }) : this.#pointBeside(-1)),
      ArrowRight: () => (event.shiftKey ? change({ by: 0.2 }) : this.#pointBeside(1)),
      Home: () => this.#pointAt(this.#view.from),
      End: () => this.#pointAt(this.#view.to),
      '+': () => change({ times: 0.5, around: this.#pointedAt }),
      '=': () => change({ times: 0.5, around: this.#pointedAt }),
      '-': () => change({ times: 2, around: this.#pointedAt }),
      '0': () => this.#options.onView(undefined),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  }

  /** To the point that can be seen beside the present one. */
  #pointBeside(by: number): void {
    const [x] = this.#plot?.data ?? [[]];
    const index = nearestIndex(x, this.#pointedAt);
    if (index === undefined) return;
    this.#pointAt(x[Math.min(x.length - 1, Math.max(0, index + by))]);
  }

  #pointAt(x: number): void {
    const plot = this.#plot;
    if (!plot) return;
    const place = { left: Math.max(0, plot.valToPos(x, 'x')), top: plot.over.clientHeight / 2 };
    // Its types leave out the last parameter, which has the charts that belong together follow.
    const { setCursor } = plot as unknown as {
      setCursor: (this: void, at: typeof place, fireHook: boolean, publish: boolean) => void;
    };
    setCursor(place, true, true);
  }

  /** With Ctrl it zooms, as it does with two fingers on a touchpad; sideways it moves. Else it scrolls the page. */
  #turnWheel(event: WheelEvent): void {
    const isZoom = event.ctrlKey || event.metaKey;
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (!this.#plot || (!isZoom && Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY))) return;
    event.preventDefault();
    const around = this.#plot.posToVal(event.clientX - this.#plot.over.getBoundingClientRect().left, 'x');
    const change = isZoom ? { times: 1.002 ** event.deltaY, around } : { by: sideways / this.#width };
    this.#options.onView(changedRange(this.#view, this.#extent, change));
  }
}

/** A tick that uPlot leaves without a number, as between the powers of ten. */
function label(tick: number | null, format: (value: number) => string): string {
  return tick === null ? '' : format(tick);
}

/** So that no line runs along the edge. */
function withRoom({ from, to }: ChartRange, { isLog }: { isLog: boolean }): ChartRange {
  if (isLog) return { from: roundPower(from / 1.05, Math.floor), to: roundPower(to * 1.05, Math.ceil) };
  const room = to > from ? (to - from) * 0.06 : Math.abs(to) * 0.1 || 1;
  // What cannot be negative does not look as if it were.
  return { from: from >= 0 ? Math.max(0, from - room) : from - room, to: to + room };
}

/** The next 1, 2 or 5 times a power of ten, down or up. */
function roundPower(value: number, round: typeof Math.floor): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 2, 5, 10];
  const found =
    round === Math.floor
      ? steps.findLast(step => step * power <= value)
      : steps.find(step => step * power >= value);
  return Number(((found ?? 1) * power).toPrecision(6));
}
