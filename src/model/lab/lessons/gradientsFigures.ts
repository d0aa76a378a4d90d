import type { StepSplit } from '../../network/training/lossSplit.ts';
import type { CurvesFigure, Figure, Series, TableFigure } from '../figures.ts';
import type { GradientMoment } from '../gradients/cellGradients.ts';

interface Measured {
  cell: string;
  start: GradientMoment;
  trained?: GradientMoment;
}

/** Nothing is learnt from what is smaller: beside the gradients of the last steps it is lost in rounding. */
const LEAST_NORM = 1e-12;

/** Steps ahead that the losses of a band lie at most, and the name of all up to there. */
const BANDS = [
  { ahead: 0, name: 'the next character alone' },
  { ahead: 3, name: 'up to 3 later' },
  { ahead: 9, name: 'up to 9 later' },
  { ahead: Infinity, name: 'all losses' },
];

/** The norm of dL_T / dh_t by T - t. */
export function decayFigure(cells: readonly Measured[]): CurvesFigure {
  const series = cells.flatMap(({ cell, start, trained }) => [
    ...decaySeries(cell.toUpperCase(), 'at the start', start),
    ...(trained ? decaySeries(cell.toUpperCase(), 'trained', trained) : []),
  ]);
  return {
    kind: 'curves',
    id: 'decay',
    title: 'What is left of the gradient of one loss',
    caption:
      'The length of the gradient of a loss by the state so many steps before it, the mean of 16 places of the text; the memory c of an LSTM apart. Below 1e-12 nothing is drawn.',
    x: { label: 'steps back', scale: 'linear' },
    y: { label: 'norm of the gradient, nats', scale: 'logarithmic' },
    series,
  };
}

function decaySeries(cell: string, moment: string, { decay }: GradientMoment): Series[] {
  const hidden = normSeries(`${cell} ${moment}`, decay.hidden);
  return decay.memory ? [hidden, normSeries(`${cell}, c, ${moment}`, decay.memory)] : [hidden];
}

function normSeries(name: string, norms: readonly number[]): Series {
  return {
    name,
    x: norms.map((_, back) => back),
    y: norms.map(norm => (norm >= LEAST_NORM ? norm : null)),
  };
}

/** The gradient at each step by the loss that it came from: as a matrix, and stacked. */
export function splitFigures(shown: {
  split: StepSplit;
  /** T + 1: those that are read, and the last that is predicted */
  characters: readonly string[];
  name: string;
}): Figure[] {
  const { split, characters, name } = shown;
  const { steps } = split;
  const places = Array.from({ length: steps }, (_, t) => t);
  return [
    {
      kind: 'matrix',
      id: 'split',
      title: `The gradient of each state by the loss it came from: ${name}`,
      caption:
        'A column is the state after a character, a row the loss of a prediction: the further above the diagonal it is filled, the longer the network learns to remember.',
      rows: places.map(k => `${k + 1}: loss of ${visible(characters[k + 1])}`),
      columns: places.map(t => `${t + 1}: h after ${visible(characters[t])}`),
      values: places.flatMap(k => places.map(t => (k < t ? null : Math.hypot(...split.part(t, k))))),
      scale: 'positive',
    },
    {
      kind: 'curves',
      id: 'stacked',
      title: `The same, stacked: ${name}`,
      caption:
        'What the losses up to so many characters later give to the gradient of a state, along its direction: all of them together are its length.',
      x: { label: 'character', scale: 'linear' },
      y: { label: 'part of the gradient’s norm, nats', scale: 'linear' },
      series: BANDS.map(({ ahead, name: band }) => ({
        name: band,
        x: places.map(t => t + 1),
        y: places.map(t => alongWhole(split, t, ahead)),
      })),
    },
  ];
}

/** Of the losses up to `ahead` steps after t: the part of their gradient along that of all, which they sum to. */
function alongWhole(split: StepSplit, t: number, ahead: number): number {
  const whole = split.whole(t);
  const norm = Math.hypot(...whole);
  if (norm === 0) return 0;
  let sum = 0;
  for (let k = t; k <= Math.min(split.steps - 1, t + ahead); k++)
    split.part(t, k).forEach((value, i) => (sum += (value * whole[i]) / norm));
  return sum;
}

/** The spectral radius of what each gate reads of the state before. */
export function radiusFigure(cells: readonly Measured[]): TableFigure {
  return {
    kind: 'table',
    id: 'radius',
    title: 'Spectral radius of Whh',
    caption:
      'The size of its greatest eigenvalue: without tanh and gates, gradients would grow without end above 1 and vanish below.',
    columns: ['cell', 'gate', 'at the start', 'trained'],
    rows: cells.flatMap(({ cell, start, trained }) =>
      start.radii.map(({ gate, radius }, i) => [
        cell.toUpperCase(),
        gate,
        radius,
        trained?.radii[i].radius ?? null,
      ]),
    ),
  };
}

function visible(character: string): string {
  return character === '\n' ? '↵' : character === ' ' ? '␣' : character === '\t' ? '→' : character;
}
