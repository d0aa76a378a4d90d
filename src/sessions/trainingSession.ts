import type { ModelJson } from '../model/files/modelJson.ts';
import type { Storage } from '../model/files/storage.ts';
import { Labeller, TERMINAL_BUDGET } from '../model/insight/labeller.ts';
import type { Patience } from '../model/training/trainingOptions.ts';
import type { SettingNames } from '../model/training/settings.ts';
import { batchSizeOf, earlierOf, type TrainingStart } from '../model/training/trainingStart.ts';
import { runTraining } from '../model/training/trainingRun.ts';
import type { TrainingEvent } from '../model/training/trainingEvent.ts';
import type {
  TrainingAnswers,
  TrainingOutcome,
  TrainingRequest,
  TrainingWorkerEvent,
  TrainRequest,
} from '../protocol/trainingMessages.ts';
import type { EngineRequest, LoadedEngine } from '../platform/node/kernels/engines.ts';
import type { FolderLock } from '../platform/node/modelFolder/folderLock.ts';
import type { Handlers } from './requestServer.ts';
import type { readWorkspaceSources } from '../platform/node/files/workspaceSources.ts';

/** What the thread around a session lends it. */
export interface TrainingPlatform {
  /** Of Cellscope. */
  version: string;
  readSources: typeof readWorkspaceSources;
  /** Written to only while the lock is held. */
  openStorage: (directory: string, lock: FolderLock) => Storage;
  /** Keeps others from training into a folder. */
  lock: (directory: string) => Promise<FolderLock>;
  loadEngine: (request: Omit<EngineRequest, 'kernelDirectory'>) => Promise<LoadedEngine>;
  /** Milliseconds, from any origin. */
  clock: () => number;
  wait: Patience['wait'];
  /** Resolves after waiting messages were handled. */
  yieldToEvents: () => Promise<void>;
}

/** Serves one training run: starts it, pauses it, tells how it goes. */
export function createTrainingSession(
  platform: TrainingPlatform,
  emit: (event: TrainingWorkerEvent) => void,
): Handlers<TrainingRequest, TrainingAnswers> {
  const gate = new PauseGate();
  return {
    train: (request, signal) => train(request, { platform, emit, gate, signal }),
    pause: () => gate.close(),
    continue: () => gate.open(),
  };
}

interface RunContext {
  platform: TrainingPlatform;
  emit: (event: TrainingWorkerEvent) => void;
  gate: PauseGate;
  signal: AbortSignal;
}

async function train(request: TrainRequest, context: RunContext): Promise<TrainingOutcome> {
  const lock = await context.platform.lock(request.modelDirectory);
  try {
    return await trainLocked(request, lock, context);
  } finally {
    await lock.release();
  }
}

async function trainLocked(
  request: TrainRequest,
  lock: FolderLock,
  { platform, emit, gate, signal: stopped }: RunContext,
) {
  const { include, folders, threads, tensorflow } = request;
  const signal = AbortSignal.any([stopped, lock.lost]);
  const storage = platform.openStorage(request.modelDirectory, lock);
  const earlier = await earlierOf(request.start, storage);
  const start = startOf(request, earlier);
  const { engine, kernels, missing, notices } = await platform.loadEngine({
    engine: request.engine,
    threads,
    batchSize: batchSizeOf(start, earlier),
    tensorflow,
  });
  emit({ event: 'engine', name: engine.name, ...(missing !== undefined && { missing }), notices });
  let outcome: TrainingOutcome | undefined;
  const onEvent = (event: TrainingEvent) => {
    if (event.event === 'done') {
      const { event: _, ...rest } = event;
      outcome = rest;
    } else emit(event);
  };
  await runTraining({
    sources: platform.readSources(folders, { include, signal }),
    start,
    storage,
    version: platform.version,
    kernels: kernels.create,
    engine,
    control: { signal, whenRunning: () => gate.whenOpen() },
    clock: platform.clock,
    yieldToEvents: platform.yieldToEvents,
    // The user can stop it, and the model is of no use elsewhere.
    patience: { wait: platform.wait, seconds: Infinity },
    onEvent,
    globs: include,
    labeller: new Labeller({ clock: platform.clock, milliseconds: TERMINAL_BUDGET }),
  });
  if (!outcome) throw new Error('The training run ended without saying so.');
  return outcome;
}

/** What the user knows the settings by. */
const settingNames: SettingNames = {
  cell: 'cellscope.training.cell',
  hiddenSize: 'cellscope.training.units',
  numLayers: 'cellscope.training.layers',
};

/**
 * A resumed run keeps the settings it began with; its budget alone may be another one now. That of an update is a share
 * of the setting, and stays.
 */
function startOf({ start, settings }: TrainRequest, earlier: ModelJson | undefined): TrainingStart {
  const { budget, ...others } = settings;
  switch (start) {
    case 'restart':
      return { mode: start, settings };
    case 'resume':
      return earlier?.training?.before ? { mode: start } : { mode: start, changes: { budget } };
    case 'update':
      return { mode: start, changes: others, budget: { shareOf: budget }, names: settingNames };
  }
}

/** Open while the run goes on, closed while it is paused. */
class PauseGate {
  #opened: Promise<void> | undefined;
  #open: (() => void) | undefined;

  close(): void {
    this.#opened ??= new Promise(resolve => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open?.();
    this.#opened = undefined;
  }

  whenOpen(): Promise<void> {
    return this.#opened ?? Promise.resolve();
  }
}
