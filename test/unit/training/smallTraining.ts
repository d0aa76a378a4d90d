import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { defaultSettings } from '../../../src/model/training/settings.ts';
import type { TrainingSettings } from '../../../src/model/files/trainingSettings.ts';
import { runTraining } from '../../../src/model/training/trainingRun.ts';
import type { TrainingEvent } from '../../../src/model/training/trainingEvent.ts';
import type { TrainingOptions } from '../../../src/model/training/trainingOptions.ts';
import type { MemoryStorage } from '../files/memoryStorage.ts';
import { cSources } from './sources.ts';

export const smallSettings: TrainingSettings = {
  ...defaultSettings,
  hiddenSize: 12,
  batchSize: 4,
  seqLength: 16,
  budget: { epochs: 4 },
};

/** Trains on a dozen small files, with a clock that stands still, unless told otherwise; keeps what is told. */
export async function trainSmall(
  storage: MemoryStorage,
  kernels: KernelFactory,
  changes: Partial<TrainingOptions> = {},
): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  await runTraining({
    sources: cSources(12),
    start: { mode: 'restart', settings: smallSettings },
    storage,
    version: '0.0.0',
    kernels,
    control: { signal: new AbortController().signal, whenRunning: () => Promise.resolve() },
    clock: () => 0,
    onEvent: event => events.push(event),
    yieldToEvents: () => Promise.resolve(),
    intervals: { progress: 0 },
    ...changes,
  });
  return events;
}

/** A control that ends the run after so many turns, and a clock that makes each step a turn. */
export function stopAfter(turns: number): Pick<TrainingOptions, 'control' | 'clock' | 'yieldToEvents'> {
  const controller = new AbortController();
  let now = 0;
  let left = turns;
  return {
    control: { signal: controller.signal, whenRunning: () => Promise.resolve() },
    clock: () => (now += 20),
    yieldToEvents: () => {
      if (left-- === 0) controller.abort();
      return Promise.resolve();
    },
  };
}
