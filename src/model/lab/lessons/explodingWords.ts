import { clipScale } from '../../network/training/trainer.ts';
import type { ExplodingRun } from '../gradients/explodingRun.ts';

/** Part of the learning rate that is left as a remedy. */
export const SLOWER = 0.1;

export interface NamedRun {
  name: string;
  run: ExplodingRun;
}

/** The length of a gradient after clipping. */
export function clipNorm(norm: number, gradClip: number): number {
  return norm * clipScale(norm, gradClip);
}

/** What became of the runs so far, the first of which is the one that is to explode: a sentence or two for each. */
export function explodingWords(runs: readonly NamedRun[]): string {
  const begun = runs.filter(({ run }) => run.losses.length > 0);
  if (begun.length === 0) return 'Not begun yet.';
  return begun.map((one, i) => (i === 0 ? firstWords(one, runs) : remedyWords(one))).join('\n\n');
}

function firstWords({ run }: NamedRun, runs: readonly NamedRun[]): string {
  const { explosion, losses, norms } = run;
  if (!explosion)
    return `No explosion in ${losses.length} steps: the loss is ${short(losses.at(-1)!)} nats. Raise the spectral radius, the learning rate or the window to see one.`;
  const { step } = explosion;
  const what =
    explosion.cause === 'gradient'
      ? 'the gradient is beyond what numbers can hold'
      : `the loss is ${short(explosion.value)} nats, more than it was before anything was learnt (${short(losses[0])})`;
  const longest = Math.max(...norms.filter(norm => Number.isFinite(norm)));
  const [clipped, slower] = [runs[1].run.gradClip, runs[2].run.learningRate];
  return `The training exploded at step ${step}: ${what}. It was stopped, since its weights are lost. The longest gradient on the way was ${short(longest)}, and a step goes along it times ${short(run.learningRate)}. Clip the gradients at ${short(clipped)}, or lower the learning rate to ${short(slower)}.`;
}

function remedyWords({ name, run }: NamedRun): string {
  const { explosion, losses } = run;
  return explosion
    ? `The same run, ${name}: it exploded all the same, at step ${explosion.step}. Clip at less, or lower the rate further.`
    : `The same run, ${name}: after ${losses.length} steps the loss is ${short(losses.at(-1)!)} nats.`;
}

function short(value: number): string {
  if (value >= 1e6) return value.toExponential(1).replace('+', '');
  return Number(value.toPrecision(3)).toString();
}
