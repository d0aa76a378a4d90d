import type { ShownRun } from '../../protocol/trainingView.ts';
import { type ChartRange, extentOf, heightWithin } from '../kit/chartLines.ts';
import { element } from '../kit/element.ts';
import { ChartGroup, type MetricLines } from './chartGroup.ts';
import { bestPlace, linesOf, type MetricKey, metricKeys, metrics, runLooks } from './metrics.ts';
import { NumbersTable } from './numbersTable.ts';
import { SampleList } from './sampleList.ts';
import { shownRuns, type TrainingState } from './trainingState.ts';
import { describeBits, describeRun, describeStanding, nameOf } from './trainingWords.ts';

/** What belongs to one run: its words, its charts where it has some of its own, samples and numbers. */
interface RunSection {
  section: HTMLElement;
  title: HTMLElement;
  facts: HTMLElement;
  group: ChartGroup | undefined;
  samples: SampleList;
  numbers: NumbersTable;
}

/** The runs that are shown: beside each other, or their curves over each other. */
export class ChartsView {
  readonly element: HTMLElement;
  readonly #onView: (view: ChartRange | undefined) => void;
  /** What the parts were made for. */
  #made = '';
  #sections: RunSection[] = [];
  /** Of all runs together. */
  #together: ChartGroup | undefined;

  constructor(onView: (view: ChartRange | undefined) => void) {
    this.#onView = onView;
    this.element = element('div', { class: 'charts' });
  }

  show(state: TrainingState): void {
    const runs = shownRuns(state);
    this.#make(runs, state);
    const lines = runs.map((run, i) => this.#linesOf(run, i, state));
    const extent = extentOf(lines.flatMap(all => metricKeys.flatMap(key => all[key].lines)));
    const heights = heightsOf(lines, state.view ?? extent);
    const together = merged(lines);
    this.#together?.show({ lines: together, heights, extent, view: state.view });
    for (const [i, section] of this.#sections.entries()) {
      const run = runs[i];
      const curves = state.curves[run.id];
      section.title.textContent = nameOf(run, state.folders);
      section.facts.textContent = `${describeStanding(run)} · ${describeBits(run)} · ${describeRun(run)}`;
      section.group?.show({ lines: lines[i], heights, extent, view: state.view });
      section.samples.show(curves);
      section.numbers.show(state.areNumbersShown ? curves : undefined);
    }
  }

  redraw(): void {
    for (const group of this.#groups) group.redraw();
  }

  /** What is drawn, a column for each group of charts. */
  pictures(): { title: string; charts: ReturnType<ChartGroup['pictures']> }[] {
    if (this.#together) return [{ title: '', charts: this.#together.pictures() }];
    return this.#sections.map(({ title, group }) => ({
      title: title.textContent,
      charts: group?.pictures() ?? [],
    }));
  }

  get #groups(): ChartGroup[] {
    return [this.#together, ...this.#sections.map(({ group }) => group)].filter(group => group !== undefined);
  }

  /** Makes the parts anew where other runs are shown, or in another way. */
  #make(runs: readonly ShownRun[], { arrangement, axis, folders }: TrainingState): void {
    const made = JSON.stringify([runs.map(({ id }) => id), arrangement, axis]);
    if (made === this.#made) return;
    this.#made = made;
    for (const group of this.#groups) group.dispose();
    const isTogether = arrangement === 'over' && runs.length > 1;
    const groupOf = (name: string) => new ChartGroup({ name, axis, onView: this.#onView });
    this.#together = isTogether ? groupOf('all runs') : undefined;
    this.#sections = runs.map(run => {
      const name = nameOf(run, folders);
      return makeSection(name, isTogether ? undefined : groupOf(name));
    });
    const parts = element('div', { class: 'runs' }, ...this.#sections.map(({ section }) => section));
    parts.style.setProperty('--columns', String(Math.max(1, runs.length)));
    const together = this.#together
      ? [
          element(
            'section',
            { class: 'together', 'aria-label': 'All runs' },
            element('h2', {}, 'All runs'),
            ...this.#together.elements,
          ),
        ]
      : [];
    this.element.replaceChildren(...together, parts);
  }

  #linesOf(run: ShownRun, place: number, state: TrainingState): Record<MetricKey, MetricLines> {
    const curves = state.curves[run.id];
    const none = { lines: [], marks: [] };
    if (!curves) return { loss: none, gradientNorm: none, learningRate: none, charsPerSecond: none };
    const look = runLooks[place];
    const { axis } = state;
    const name = this.#together ? nameOf(run, state.folders) : '';
    const best = bestPlace(curves, axis, run);
    const of = (key: MetricKey): MetricLines => ({
      lines: linesOf(key, { run, curves, look, axis, name }),
      marks:
        key === 'loss' && best ? [{ ...best, label: this.#together ? '' : 'best', color: look.color }] : [],
    });
    return {
      loss: of('loss'),
      gradientNorm: of('gradientNorm'),
      learningRate: of('learningRate'),
      charsPerSecond: of('charsPerSecond'),
    };
  }
}

function makeSection(name: string, group: ChartGroup | undefined): RunSection {
  const title = element('h2', {});
  const facts = element('p', { class: 'quiet facts' });
  const samples = new SampleList(name);
  const numbers = new NumbersTable(name);
  const section = element(
    'section',
    { class: 'run', 'aria-label': name },
    element('header', {}, title, facts),
    ...(group?.elements ?? []),
    numbers.element,
    samples.element,
  );
  return { section, title, facts, group, samples, numbers };
}

function merged(all: readonly Record<MetricKey, MetricLines>[]): Record<MetricKey, MetricLines> {
  const of = (key: MetricKey): MetricLines => ({
    lines: all.flatMap(one => one[key].lines),
    marks: all.flatMap(one => one[key].marks),
  });
  return {
    loss: of('loss'),
    gradientNorm: of('gradientNorm'),
    learningRate: of('learningRate'),
    charsPerSecond: of('charsPerSecond'),
  };
}

/** The same for all runs, so that they can be compared. */
function heightsOf(
  all: readonly Record<MetricKey, MetricLines>[],
  range: ChartRange | undefined,
): Record<MetricKey, ChartRange | undefined> {
  const of = (key: MetricKey) => {
    if (!range) return undefined;
    const lines = all.flatMap(one => one[key].lines);
    return heightWithin(lines, range, { isLog: metrics[key].isLog ?? false });
  };
  return {
    loss: of('loss'),
    gradientNorm: of('gradientNorm'),
    learningRate: of('learningRate'),
    charsPerSecond: of('charsPerSecond'),
  };
}
