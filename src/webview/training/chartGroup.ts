import { Chart, type ChartMark } from '../kit/chart.ts';
import type { ChartLine, ChartRange } from '../kit/chartLines.ts';
import { element } from '../kit/element.ts';
import { lineLegend } from './legend.ts';
import { type MetricKey, metricKeys, metrics } from './metrics.ts';
import type { Axis } from './trainingState.ts';
import { describePlace, formatPlace } from './trainingWords.ts';

/** The lines and marks of one chart. */
export interface MetricLines {
  lines: ChartLine[];
  marks: ChartMark[];
}

interface ShownGroup {
  lines: Readonly<Record<MetricKey, MetricLines>>;
  heights: Readonly<Record<MetricKey, ChartRange | undefined>>;
  extent: ChartRange | undefined;
  view: ChartRange | undefined;
}

/** The charts of a run, or of several, one above the other over the same axis. */
export class ChartGroup {
  readonly elements: readonly HTMLElement[];
  readonly #charts: Readonly<Record<MetricKey, { chart: Chart; legend: HTMLElement }>>;

  /** `name` is of what the charts are, for screen readers. */
  constructor({
    name,
    axis,
    onView,
  }: {
    name: string;
    axis: Axis;
    onView: (view: ChartRange | undefined) => void;
  }) {
    const make = (key: MetricKey) => {
      const { title: words, ...metric } = metrics[key];
      const chart = new Chart({
        ...metric,
        name: `${words}, ${name}`,
        formatX: value => formatPlace(axis, value),
        describeX: value => describePlace(axis, value),
        together: 'training',
        onView,
      });
      return { chart, legend: element('div', { class: 'legendPlace' }) };
    };
    this.#charts = {
      loss: make('loss'),
      gradientNorm: make('gradientNorm'),
      learningRate: make('learningRate'),
      charsPerSecond: make('charsPerSecond'),
    };
    this.elements = metricKeys.map(key => {
      const { chart, legend } = this.#charts[key];
      return element(
        'div',
        { class: 'metric' },
        element('h3', {}, metrics[key].title),
        legend,
        chart.element,
      );
    });
  }

  show({ lines, heights, extent, view }: ShownGroup): void {
    for (const key of metricKeys) {
      const { chart, legend } = this.#charts[key];
      const shown = lines[key];
      const fresh = lineLegend(shown.lines, shown.marks.length > 0);
      if (fresh.textContent !== legend.textContent) legend.replaceChildren(fresh);
      chart.show({ ...shown, extent, view, height: heights[key] });
    }
  }

  /** After another theme. */
  redraw(): void {
    for (const key of metricKeys) this.#charts[key].chart.redraw();
  }

  /** What is drawn, for a picture of it. */
  pictures(): { title: string; lines: HTMLElement; canvas: HTMLCanvasElement }[] {
    return metricKeys.flatMap(key => {
      const { chart, legend } = this.#charts[key];
      return chart.canvas ? [{ title: metrics[key].title, lines: legend, canvas: chart.canvas }] : [];
    });
  }

  dispose(): void {
    for (const key of metricKeys) this.#charts[key].chart.dispose();
  }
}
