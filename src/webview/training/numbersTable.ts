import { indexAt } from '../kit/chartLines.ts';
import { element } from '../kit/element.ts';
import type { KeptCurves } from './keptCurves.ts';
import { count, duration, short } from './trainingWords.ts';

/** Rows of the table: the file that is saved has all. */
const ROWS = 40;

const heads = ['Step', 'Time', 'Training', 'Held-out', 'Gradients', 'Rate', 'Characters/s'];

/** The numbers of a run's curves, at even distances. */
export class NumbersTable {
  readonly element: HTMLElement;
  readonly #name: string;
  #shown: KeptCurves | undefined;

  constructor(name: string) {
    this.#name = name;
    this.element = element('div', {
      class: 'numbers',
      tabindex: '0',
      role: 'region',
      'aria-label': `Numbers of ${name}`,
    });
    this.element.hidden = true;
  }

  /** Undefined hides it. */
  show(curves: KeptCurves | undefined): void {
    if (curves === this.#shown) return;
    this.#shown = curves;
    this.element.hidden = curves === undefined;
    if (!curves) return this.element.replaceChildren();
    const rows = rowsOf(curves);
    const note = `${rows.length} of ${count(curves.step.length)} points; losses in bits per character. "Save as CSV" has all.`;
    this.element.replaceChildren(
      element(
        'table',
        {},
        element('caption', {}, `${this.#name} in numbers. ${note}`),
        element('thead', {}, element('tr', {}, ...heads.map(head => element('th', { scope: 'col' }, head)))),
        element(
          'tbody',
          {},
          ...rows.map(row => element('tr', {}, ...row.map(cell => element('td', {}, cell)))),
        ),
      ),
    );
  }
}

/** From the first point to the last. */
export function rowsOf(curves: KeptCurves): string[][] {
  const { length } = curves.step;
  const indexes = Array.from({ length: Math.min(ROWS, length) }, (_, i) =>
    Math.round((i * (length - 1)) / Math.max(1, Math.min(ROWS, length) - 1)),
  );
  return indexes.map(i => [
    count(curves.step[i]),
    duration(curves.seconds[i]),
    bits(curves.trainLoss[i]),
    heldOutAt(curves, curves.step[i]),
    short(curves.gradientNorm[i]),
    short(curves.learningRate[i]),
    count(curves.charsPerSecond[i]),
  ]);
}

/** As last measured up to a step. */
function heldOutAt({ validationStep, validationLoss }: KeptCurves, step: number): string {
  const after = indexAt(validationStep, step + 1);
  return after === 0 ? '–' : bits(validationLoss[after - 1]);
}

function bits(nats: number): string {
  return (nats / Math.LN2).toFixed(3);
}
