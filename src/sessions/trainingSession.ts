import type { ModelJson } from '../model/files/modelJson.ts';
import type { Storage } from '../model/files/storage.ts';
import { inPercents } from '../model/base/inPercents.ts';
import { Labeller, TERMINAL_BUDGET } from '../model/insight/labels/labeller.ts';
import { allowedMegabytes } from '../model/contexts/contextTable.ts';
import type { ContextKernelFactory } from '../model/contexts/wasmContextKernels.ts';
import type { KernelFactory } from '../model/kernels/wasmKernels.ts';
import type { SourceItem } from '../model/text/corpus.ts';
import type { TrainingEngine } from '../model/training/trainingEngine.ts';
import type { Patience } from '../model/training/trainingOptions.ts';
import type { SettingNames } from '../model/training/settings.ts';
import { batchSizeOf, earlierOf, type TrainingStart } from '../model/training/trainingStart.ts';
import { runTraining } from '../model/training/trainingRun.ts';
import type { TrainingEvent } from '../model/training/trainingEvent.ts';
import type { Handlers } from '../protocol/channel.ts';
import type { EngineNotice } from '../protocol/engineChoice.ts';
import type {
  TrainingOutcome,
  ToTraining,
  TrainingWorkerEvent,
  TrainRequest,
} from '../protocol/trainingMessages.ts';
import { PauseGate } from './pauseGate.ts';

/** What the thread around a session lends it. `Lock` is the platform's own: a session takes, hands on and releases it. */
export interface TrainingPlatform<Lock extends HeldLock = HeldLock> {
  /** Of Cellscope. */
  version: string;
  readSources: (
    folders: TrainRequest['folders'],
    options: { include: readonly string[]; signal: AbortSignal; onRead: (share: number) => void },
  ) => AsyncIterable<SourceItem>;
  /** Written to only while the lock is held. */
  openStorage: (directory: string, lock: Lock) => Storage;
  /** A model that is only read. */
  openModel: (directory: string) => Storage;
  /** Keeps others from training into a folder. */
  lock: (directory: string) => Promise<Lock>;
  loadEngine: (request: EngineRequest) => Promise<SessionEngine>;
  /** Of the context expert; without them it learns nothing. */
  loadContextKernels?: (engine: TrainRequest['engine']) => Promise<{ create: ContextKernelFactory }>;
  /** Milliseconds, from any origin. */
  clock: () => number;
  /** Milliseconds since 1970. */
  now: () => number;
  wait: Patience['wait'];
  /** Resolves after waiting messages were handled. */
  yieldToEvents: () => Promise<void>;
}

/** A folder's lock while it is held. */
interface HeldLock {
  /** Aborted with a FolderLost once it is held no more. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

interface EngineRequest extends Pick<TrainRequest, 'engine' | 'threads' | 'tensorflow'> {
  /** Streams of the batch, where that is known: more threads than these would have nothing to do. */
  batchSize: number | undefined;
}

interface SessionEngine {
  engine: TrainingEngine;
  /** They measure the network and draw from it, whatever trains it. */
  kernels: { create: KernelFactory };
  notices: EngineNotice[];
}

/** Serves one training run: starts it, pauses it, tells how it goes. */
export function createTrainingSession<Lock extends HeldLock>(
  platform: TrainingPlatform<Lock>,
  emit: (event: TrainingWorkerEvent) => void,
): Handlers<ToTraining> {
  const gate = new PauseGate();
  return {
    train: (request, signal) => train(request, { platform, emit, gate, signal }),
    pause: () => gate.close(),
    continue: () => gate.open(),
  };
}

interface RunContext<Lock extends HeldLock> {
  platform: TrainingPlatform<Lock>;
  emit: (event: TrainingWorkerEvent) => void;
  gate: PauseGate;
  signal: AbortSignal;
}

async function train<Lock extends HeldLock>(
  request: TrainRequest,
  context: RunContext<Lock>,
): Promise<TrainingOutcome> {
  const lock = await context.platform.lock(request.modelDirectory);
  try {
    return await trainLocked(request, lock, context);
  } finally {
    await lock.release();
  }
}

async function trainLocked<Lock extends HeldLock>(
  request: TrainRequest,
  lock: Lock,
  { platform, emit, gate, signal: stopped }: RunContext<Lock>,
) {
  const { include, folders, threads, tensorflow, memory } = request;
  const signal = AbortSignal.any([stopped, lock.lost]);
  const storage = platform.openStorage(request.modelDirectory, lock);
  const earlier = await earlierOf(request.start, storage);
  const start = startOf(request, { earlier, openModel: platform.openModel });
  const { engine, kernels, notices } = await platform.loadEngine({
    engine: request.engine,
    threads,
    batchSize: batchSizeOf(start, earlier),
    tensorflow,
  });
  emit({ event: 'engine', name: engine.name, notices });
  const contexts = await platform.loadContextKernels?.(request.engine);
  let outcome: TrainingOutcome | undefined;
  const onEvent = (event: TrainingEvent) => {
    if (event.event === 'done') {
      const { event: _, ...rest } = event;
      outcome = rest;
    } else emit(event);
  };
  await runTraining({
    sources: platform.readSources(folders, {
      include,
      signal,
      onRead: inPercents(share => emit({ event: 'reading', share })),
    }),
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
    history: { now: platform.now },
    ...(contexts && { contexts: { create: contexts.create, megabytes: allowedMegabytes(memory) } }),
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
function startOf(
  { start, settings, asked, starterDirectory: from }: TrainRequest,
  { earlier, openModel }: { earlier: ModelJson | undefined; openModel: TrainingPlatform['openModel'] },
): TrainingStart {
  const { budget, seqLength, batchSize, learningRate, gradClip, seed } = settings;
  switch (start) {
    case 'restart':
      return {
        mode: start,
        settings,
        ...(from !== undefined && { from: { storage: openModel(from), asked } }),
      };
    case 'resume':
      return earlier?.training?.before ? { mode: start } : { mode: start, changes: { budget } };
    case 'update':
      return {
        mode: start,
        changes: { seqLength, batchSize, learningRate, gradClip, seed, ...asked },
        budget: { shareOf: budget },
        names: settingNames,
      };
  }
}
