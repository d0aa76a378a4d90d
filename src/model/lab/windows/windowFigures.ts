import type { CurvesFigure, MatrixFigure, TableFigure, TextFigure } from '../figures.ts';
import { inThousands } from '../labCorpus.ts';
import type { StateFate } from './windowRun.ts';

/** Below this order of magnitude a gradient is drawn as nothing. */
const LEAST_ORDER = -5;

/** A stretch of text that windows are shown on. */
export interface ShownStretch {
  /** T + 1 characters as they can be seen: the last one is only predicted */
  characters: readonly string[];
  window: number;
  state: StateFate;
}

/** How far each loss reaches back. `norms` are those of Reach; `network` says whose. */
export function reachFigure(
  { characters, window }: ShownStretch,
  { norms, network }: { norms: readonly (number | null)[]; network: string },
): MatrixFigure {
  const steps = characters.length - 1;
  const named = Array.from({ length: steps }, (_, t) => `${t + 1} ${characters[t]}`);
  return {
    kind: 'matrix',
    id: 'reach',
    title: `Which losses reach back how far, with windows of ${window}`,
    caption: `A row is a loss, a column the state after a character; the number is how many powers of ten the norm of the gradient that comes back is above 10^${LEAST_ORDER}, so ${-LEAST_ORDER} is a norm of 1 and 0 as good as nothing. Beyond the window there is none at all. It is ${network}.`,
    rows: named.map((name, t) => `${name}, then ${characters[t + 1]}`),
    columns: named,
    values: norms.map(norm => norm && Math.max(0, Math.log10(norm) - LEAST_ORDER)),
    scale: 'positive',
  };
}

/** The text in its windows. */
export function windowsFigure({ characters, window, state }: ShownStretch): TextFigure {
  const steps = characters.length - 1;
  const fate =
    state === 'carried'
      ? 'The state goes on from one window into the next, the gradient does not.'
      : 'Each window begins with a state of zeros: what was before it is forgotten.';
  return {
    kind: 'text',
    id: 'windows',
    title: 'The text in windows',
    caption: `All of the text is learnt from, and each loss reaches back to the start of its window. ${fate}`,
    text: characters.slice(0, -1).join(''),
    marks: Array.from({ length: Math.ceil(steps / window) }, (_, i) => ({
      start: i * window,
      end: Math.min(steps, (i + 1) * window),
      name: `window ${i + 1}`,
    })),
  };
}

/** What was measured of one training: held-out bits per character after so many characters. */
export interface WindowCurve {
  window: number;
  steps: number;
  charactersRead: readonly number[];
  bitsPerChar: readonly number[];
}

export function heldOutCurves(
  curves: readonly WindowCurve[],
  { text, characters }: { text: string; characters: number },
): CurvesFigure {
  return {
    kind: 'curves',
    id: 'heldOut',
    title: 'Held-out text, by window',
    caption: `The same network from the same start on ${text}, measured on ${characters} characters that it does not learn from: lower is better.`,
    x: { label: 'characters read', scale: 'linear' },
    y: { label: 'bits per character', scale: 'linear' },
    series: curves.map(({ window, charactersRead, bitsPerChar }) => ({
      name: `window ${window}`,
      x: charactersRead,
      y: bitsPerChar.map(finite),
    })),
  };
}

export function resultTable(curves: readonly WindowCurve[]): TableFigure {
  return {
    kind: 'table',
    id: 'result',
    title: 'Side by side',
    caption:
      'All have read as many characters in as many steps; what differs is how far a loss reaches back.',
    columns: ['window', 'training steps', 'characters read', 'bits per character, held out'],
    rows: curves.map(({ window, steps, charactersRead, bitsPerChar }) => [
      window,
      steps,
      inThousands(charactersRead.at(-1)!),
      finite(bitsPerChar.at(-1)!),
    ]),
  };
}

/** A training that has gone wrong gives no number. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
