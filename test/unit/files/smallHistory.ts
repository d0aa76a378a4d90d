import type { HistoryEntry, RunHeader } from '../../../src/model/files/runHistory.ts';
import { smallSettings } from '../training/smallTraining.ts';

export const header: Omit<RunHeader, 'generation'> = {
  started: 1_700_000_000_000,
  kind: 'training',
  settings: smallSettings,
  engine: 'one thread',
  files: 12,
  characters: 3000,
  symbols: 60,
  parameters: 2000,
  interval: 0.25,
};

/** A point of the curves at a step; the numbers differ with it. */
export function pointAt(step: number): HistoryEntry & { entry: 'point' } {
  return {
    entry: 'point',
    step,
    seconds: step / 4,
    trainLoss: 4 / Math.sqrt(step),
    gradientNorm: 1 / step,
    learningRate: 0.01,
    charsPerSecond: 1000 + step,
    share: Math.min(1, step / 1e6),
  };
}
