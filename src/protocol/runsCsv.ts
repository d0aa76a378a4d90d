import type { RunHistory } from '../model/files/runHistory.ts';
import { csvField } from './csvField.ts';

const columns = [
  'run',
  'step',
  'seconds',
  'train_loss_nats',
  'train_bits_per_char',
  'held_out_loss_nats',
  'held_out_bits_per_char',
  'gradient_norm',
  'learning_rate',
  'chars_per_second',
];

/**
 * All points of some runs as comma-separated values, in the order of their steps: a row for each point, and one for each
 * measurement of held-out text, which has the other columns empty.
 */
export function runsAsCsv(runs: readonly { name: string; history: RunHistory }[]): string {
  const lines = runs.flatMap(({ name, history }) =>
    rowsOf(history).map(row => [csvField(name), ...row].join(',')),
  );
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

type Cell = number | '';

function rowsOf({ points, validations }: RunHistory): Cell[][] {
  const rows = points.step.map((step, i): Cell[] => [
    step,
    points.seconds[i],
    points.trainLoss[i],
    bits(points.trainLoss[i]),
    '',
    '',
    points.gradientNorm[i],
    points.learningRate[i],
    points.charsPerSecond[i],
  ]);
  const measured = validations.map(({ step, seconds, loss }): Cell[] => [
    step,
    seconds,
    '',
    '',
    loss,
    bits(loss),
    '',
    '',
    '',
  ]);
  return [...rows, ...measured].toSorted((a, b) => Number(a[0]) - Number(b[0]));
}

function bits(nats: number): number {
  return Number((nats / Math.LN2).toPrecision(6));
}
