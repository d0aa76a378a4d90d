import type { ShownRun } from '../../protocol/trainingView.ts';
import type { ChartLine } from '../kit/chartLines.ts';
import type { KeptCurves } from './keptCurves.ts';
import type { Axis } from './trainingState.ts';
import { count, short } from './trainingWords.ts';

/** CSS pixels of the axis on the right of the loss: the others keep them free, so that all stand in line. */
const RIGHT_AXIS = 52;

/** One thing that is drawn over the steps. */
export interface Metric {
  title: string;
  /** CSS pixels. */
  height: number;
  isLog?: boolean;
  formatY: (value: number) => string;
  describeY: (value: number) => string;
  /** CSS pixels. */
  roomRight?: number;
  right?: { toRight: (value: number) => number; format: (value: number) => string };
}

export const metricKeys = ['loss', 'gradientNorm', 'learningRate', 'charsPerSecond'] as const;
export type MetricKey = (typeof metricKeys)[number];

export const metrics: Readonly<Record<MetricKey, Metric>> = {
  loss: {
    title: 'Loss: bits per character (left), nats (right)',
    height: 260,
    formatY: bits => bits.toFixed(bits < 10 ? 1 : 0),
    describeY: bits => `${bits.toFixed(3)} bits, ${(bits * Math.LN2).toFixed(3)} nats`,
    right: { toRight: bits => bits * Math.LN2, format: nats => nats.toFixed(1) },
  },
  gradientNorm: {
    title: 'Norm of the gradients, before clipping',
    height: 150,
    isLog: true,
    roomRight: RIGHT_AXIS,
    formatY: short,
    describeY: short,
  },
  learningRate: {
    title: 'Learning rate',
    height: 120,
    roomRight: RIGHT_AXIS,
    formatY: short,
    describeY: short,
  },
  charsPerSecond: {
    title: 'Characters a second',
    roomRight: RIGHT_AXIS,
    height: 120,
    formatY: short,
    describeY: count,
  },
};

/** How the lines of a run look beside those of others. */
export interface RunLook {
  color: string;
  dash?: readonly number[];
}

/** The look of each of the runs that are shown, by their place: by colour and by strokes. */
export const runLooks: readonly RunLook[] = [
  { color: 'var(--run-1)' },
  { color: 'var(--run-2)', dash: [9, 4] },
  { color: 'var(--run-3)', dash: [2, 3] },
  { color: 'var(--run-4)', dash: [12, 3, 2, 3] },
  { color: 'var(--run-5)', dash: [5, 2] },
  { color: 'var(--run-6)', dash: [9, 3, 2, 3, 2, 3] },
];

interface RunLines {
  run: Pick<ShownRun, 'settings'>;
  curves: KeptCurves;
  look: RunLook;
  axis: Axis;
  /** Before what the lines are called; empty where there are no others. */
  name: string;
}

/** The lines of a run in one of the charts. */
export function linesOf(metric: MetricKey, { run, curves, look, axis, name }: RunLines): ChartLine[] {
  const { x, validationX, trainBits, validationBits } = derivedOf(curves, axis, charactersPerStep(run));
  // Alone in its charts it needs no strokes of its own.
  const { color, dash } = look;
  const line = name !== '' && dash ? { color, dash } : { color };
  const label = (words: string) => [name, words].filter(Boolean).join(' ');
  if (metric !== 'loss') return [{ ...line, label: name, x, y: curves[metric] }];
  return [
    { ...line, label: label('training'), x, y: trainBits },
    {
      ...line,
      label: label('held-out'),
      x: validationX,
      y: validationBits,
      width: 1,
      // There may be thousands of measurements.
      dots: validationX.length <= 300,
    },
  ];
}

/** Where held-out text was predicted best, on the chart of the loss. */
export function bestPlace(curves: KeptCurves, axis: Axis, run: Pick<ShownRun, 'settings'>) {
  const { best } = curves;
  if (!best) return undefined;
  const x = axis === 'seconds' ? best.seconds : best.step * (axis === 'step' ? 1 : charactersPerStep(run));
  return { x, y: best.loss / Math.LN2 };
}

function charactersPerStep({ settings }: Pick<ShownRun, 'settings'>): number {
  return settings.batchSize * settings.seqLength;
}

interface Derived {
  axis: Axis;
  x: Float64Array;
  validationX: Float64Array;
  trainBits: Float64Array;
  validationBits: Float64Array;
}

/** They are drawn in each frame, and change once a second. */
const derived = new WeakMap<KeptCurves, Derived>();

function bitsOf(nats: Float64Array): Float64Array {
  return nats.map(value => value / Math.LN2);
}

function derivedOf(curves: KeptCurves, axis: Axis, perStep: number): Derived {
  const known = derived.get(curves);
  if (known?.axis === axis) return known;
  const place = (step: Float64Array, seconds: Float64Array) =>
    axis === 'seconds' ? seconds : axis === 'step' ? step : step.map(value => value * perStep);
  const made = {
    axis,
    x: place(curves.step, curves.seconds),
    validationX: place(curves.validationStep, curves.validationSeconds),
    trainBits: bitsOf(curves.trainLoss),
    validationBits: bitsOf(curves.validationLoss),
  };
  derived.set(curves, made);
  return made;
}
