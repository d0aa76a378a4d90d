import { CheckpointWriter } from '../files/checkpointWriter.ts';
import { hasKeptRankings, keepRankings } from '../files/keptRankings.ts';
import { loadCheckpoint, type Model, readModelJson } from '../files/modelFiles.ts';
import type { ModelJson } from '../files/modelJson.ts';
import { findResumable, updateStorage } from '../files/pendingUpdate.ts';
import type { TrainingRecord } from '../files/trainingRecord.ts';
import type { Storage } from '../files/storage.ts';
import type { Labeller } from '../insight/labeller.ts';
import type { KernelFactory } from '../kernels/wasmKernels.ts';
import { checkMemory } from '../network/memoryNeeded.ts';
import type { Trainer } from '../network/training/trainer.ts';
import { type Corpus, createCorpus, type SkippedFile, type SourceItem } from '../text/corpus.ts';
import { sameSplit, splitAfter, type Splitter } from '../text/splitFiles.ts';
import { UserError } from '../base/userError.ts';
import type { CheckpointWriters, Patience } from './checkpoints.ts';
import { rankHeldOut } from './rankHeldOut.ts';
import { type Budget, checkSettings, decided, type TrainingSettings } from './settings.ts';
import type { Figures } from './figures.ts';
import { freshCheckpoint, type StartCheckpoint, streamGroupsOf } from './startCheckpoint.ts';
import { oneThread, type TrainingEngine } from './trainingEngine.ts';
import { TrainingLoop } from './trainingLoop.ts';
import type { TrainingNotice } from './trainingNotice.ts';
import { settingsOfUpdate, updatedCheckpoint, type UpdateRequest, withEmphasis } from './updateModel.ts';

/** Of Adam. The short memory of squares suits windows of changing difficulty and few steps. */
const BETA2 = 0.99;

/** Of the weights from cells to cells, times the learning rate. Measured in docs/decisions. */
const WEIGHT_DECAY = 0.05;

/** Skipped files that are told by name: a folder may have a hundred thousand. */
const NAMED_SKIPS = 300;

/** What a run tells while it goes on. Losses are means in nats per character. */
export type TrainingEvent =
  | {
      event: 'corpus';
      files: number;
      characters: number;
      /** V. */
      symbols: number;
      /** Files that were left out, the first hundreds of them. */
      skipped: SkippedFile[];
      /** How many were left out in all. */
      skippedFiles: number;
    }
  | ({
      event: 'progress';
      step: number;
      /** Counted from 1. */
      epoch: number;
      /** Moving mean over the last steps. */
      trainLoss: number;
      trainBitsPerChar: number;
      charsPerSecond: number;
      secondsLeft: number;
      /** Of the budget that is used, 0 to 1. */
      share: number;
    } & Figures)
  | { event: 'sample'; step: number; text: string }
  | { event: 'checkpoint'; step: number }
  /** Something that the user should know; the run goes on. */
  | { event: 'notice'; notice: TrainingNotice }
  /** After `done`: the cells are being ranked, to be kept with the model; 0..1 of that. */
  | { event: 'ranking'; share: number }
  | ({
      event: 'done';
      parameters: number;
      seconds: number;
      reason: 'finished' | 'cancelled';
      /** Of an update that is finished: which model is there now. The former is kept where the update made it worse. */
      kept?: 'former' | 'updated';
    } & Figures);

/** How a run is stopped and paused from outside. */
export interface TrainingControl {
  /**
   * Aborting it saves a checkpoint and ends the run, also while it is paused. Where the reason is a UserError, the run
   * ends with that and saves nothing.
   */
  signal: AbortSignal;
  /** Resolves at once unless the run is paused, then when it may go on. */
  whenRunning(): Promise<void>;
}

export type TrainingStart =
  /** Begins anew. What is in the storage stays until the first checkpoint replaces it. */
  | { mode: 'restart'; settings: TrainingSettings }
  /**
   * Goes on exactly from the checkpoint in the storage, that of an update if there is one, with its settings. Only the budget may be changed: a larger
   * one trains a finished model on.
   */
  | { mode: 'resume'; changes?: Partial<TrainingSettings> }
  /**
   * Goes on from what the model in the storage has learnt, with the files as they are now: a new run from its first
   * step. The model stays until the update is finished, and for good where held-out text is then predicted worse.
   */
  | ({ mode: 'update' } & UpdateRequest);

/** What a run goes on from, as far as its description says; undefined where that is nothing. */
export async function earlierOf(
  mode: TrainingStart['mode'],
  storage: Storage,
): Promise<ModelJson | undefined> {
  if (mode === 'restart') return undefined;
  return mode === 'resume' ? (await findResumable(storage)).json : await readModelJson(storage);
}

/** B of a run that is to begin, which goes on from `earlier`. */
export function batchSizeOf(start: TrainingStart, earlier: ModelJson | undefined): number | undefined {
  if (start.mode === 'restart') return start.settings.batchSize;
  return start.changes?.batchSize ?? earlier?.training?.settings.batchSize;
}

/** Seconds between the things that a run does by the clock. */
export interface TrainingIntervals {
  progress: number;
  checkpoint: number;
  sample: number;
}

export interface TrainingOptions {
  /** Taken one at a time. */
  sources: Iterable<SourceItem> | AsyncIterable<SourceItem>;
  start: TrainingStart;
  storage: Storage;
  /** Of the network: they measure it on held-out text and draw from it. */
  kernels: KernelFactory;
  /** What trains it: one thread with the same kernels unless given. */
  engine?: TrainingEngine;
  control: TrainingControl;
  /** Milliseconds, from any origin. */
  clock: () => number;
  onEvent: (event: TrainingEvent) => void;
  /** Lets waiting events of the thread be handled; called some twenty times a second. */
  yieldToEvents: () => Promise<void>;
  /** The user's globs, kept in model.json so that the model is evaluated on like files. */
  globs?: readonly string[];
  intervals?: Partial<TrainingIntervals>;
  /** For a storage that does not take the last checkpoint: without it the run fails at once. */
  patience?: Patience;
  /** For the ranking that is kept with a model that is finished; without it there is none. */
  labeller?: Labeller;
}

const defaultIntervals: TrainingIntervals = { progress: 0.5, checkpoint: 30, sample: 10 };

/**
 * Trains a model and keeps it in the storage: the one loop that the terminal and the editor share. Resolves with the
 * model when the budget is used or the run is cancelled; rejects with a UserError for what the user can mend, and with TrainingNotBegun when it
 * is cancelled before the files are read.
 */
export async function runTraining(options: TrainingOptions): Promise<Model> {
  // First: a folder that is another program's is no place to train into for minutes.
  const writers: CheckpointWriters = { model: await CheckpointWriter.open(options.storage) };
  const { corpus, checkpoint, isPendingUpdate = false } = await prepare(options);
  if (isPendingUpdate) writers.aside = await CheckpointWriter.open(updateStorage(options.storage));
  options.onEvent({
    event: 'corpus',
    files: new Set([...corpus.training, ...corpus.validation].map(file => file.path)).size,
    characters: corpus.characters,
    symbols: corpus.vocabulary.size,
    skipped: corpus.skipped.slice(0, NAMED_SKIPS),
    skippedFiles: corpus.skipped.length,
  });
  for (const notice of corpus.notices) options.onEvent({ event: 'notice', notice });
  checkFits(
    options,
    { ...checkpoint.record.settings, ...checkpoint.model.network.config },
    checkpoint.record.streamGroups,
  );
  const trainer = await createTrainer(options.engine ?? oneThread, checkpoint);
  try {
    const intervals = { ...defaultIntervals, ...options.intervals };
    const loop = new TrainingLoop({ ...options, corpus, checkpoint, writers, trainer, intervals });
    const model = await loop.run();
    await keepRanking(model, corpus, options);
    return model;
  } finally {
    await trainer.dispose();
  }
}

/** A ranking can be made again: without it the model is as good, so that nothing here makes the run fail. */
async function keepRanking(
  model: Model,
  corpus: Corpus,
  { labeller, storage, control: { signal }, yieldToEvents, onEvent }: TrainingOptions,
): Promise<void> {
  if (!labeller || !model.training?.finished || signal.aborted) return;
  try {
    if (await hasKeptRankings(storage, model.network)) return;
    const rankings = await rankHeldOut(model, corpus.validation, {
      labeller,
      control: { signal, yieldToEvents },
      onProgress: share => onEvent({ event: 'ranking', share }),
    });
    if (rankings && rankings.length > 0) await keepRankings(storage, model.network, rankings);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    onEvent({ event: 'notice', notice: { kind: 'rankingNotKept', problem } });
  }
}

async function createTrainer(engine: TrainingEngine, checkpoint: StartCheckpoint): Promise<Trainer> {
  const { settings, streamGroups: groups } = checkpoint.record;
  const { batchSize, seqLength, gradClip } = settings;
  const options = { batchSize, seqLength, groups, gradClip, beta2: BETA2, weightDecay: WEIGHT_DECAY };
  const trainer = await engine.createTrainer(checkpoint.model.network, options);
  if (checkpoint.trainer)
    await trainer.importState({ ...(await trainer.exportState()), ...checkpoint.trainer });
  return trainer;
}

interface Prepared {
  corpus: Corpus;
  checkpoint: StartCheckpoint;
  isPendingUpdate?: boolean;
}

/** What a run begins with: fresh weights are a checkpoint at step 0. */
async function prepare(options: TrainingOptions): Promise<Prepared> {
  const { start, storage, kernels } = options;
  if (start.mode === 'restart') {
    checkSettings(start.settings);
    const settings = decided(start.settings);
    const corpus = await readCorpus(options, settings);
    checkFits(options, { ...settings, vocabSize: corpus.vocabulary.size }, streamGroupsOf(corpus, settings));
    return { corpus, checkpoint: freshCheckpoint(corpus, { ...options, settings }) };
  }
  const from = start.mode === 'resume' ? (await findResumable(storage)).storage : storage;
  const checkpoint = await loadCheckpoint(from, kernels);
  const earlierSplit = { heldOut: checkpoint.model.heldOut, rule: checkpoint.record.splitRule };
  if (start.mode === 'update') {
    const settings = settingsOfUpdate(start, { record: checkpoint.record, place: storage.place });
    const corpus = await readCorpus(options, settings, splitAfter(earlierSplit, checkpoint.record.settings));
    const { globs } = options;
    const updated = updatedCheckpoint(checkpoint, corpus, { settings, kernels, globs });
    return { corpus: withEmphasis(corpus, updated.record), checkpoint: updated, isPendingUpdate: true };
  }
  const record = changeSettings(checkpoint.record, start.changes ?? {}, storage.place);
  const corpus = await readCorpus(options, record.settings, sameSplit(earlierSplit));
  if (corpus.digest !== record.corpusDigest) throw new FilesChanged(storage.place);
  return {
    corpus: withEmphasis(corpus, record),
    checkpoint: { ...checkpoint, record },
    isPendingUpdate: from !== storage,
  };
}

/** Before any of it is allocated: what does not fit would fail somewhere on the way. */
function checkFits(
  { kernels, engine }: TrainingOptions,
  settings: TrainingSettings & { vocabSize: number },
  groups: number,
): void {
  const threads = engine?.threadsFor?.(settings.batchSize) ?? 1;
  checkMemory({ ...settings, groups, threads }, kernels);
}

async function readCorpus(
  { sources, control, yieldToEvents }: TrainingOptions,
  { seed }: TrainingSettings,
  split?: Splitter,
): Promise<Corpus> {
  const { signal } = control;
  try {
    return await createCorpus(sources, {
      seed,
      ...(split && { split }),
      control: { signal, yieldToEvents },
    });
  } catch (error) {
    if (signal.aborted && error === signal.reason && !(error instanceof UserError))
      throw new TrainingNotBegun();
    throw error;
  }
}

/** The run was stopped before there was anything to keep. What is in the storage is as it was. */
export class TrainingNotBegun extends UserError {
  constructor() {
    super('Training was stopped while the files were read, before anything was learnt.');
  }
}

/** The run cannot be resumed, but its model can be updated. */
export class FilesChanged extends UserError {
  constructor(place: string) {
    super(
      `The files have changed since the training in ${place} was stopped, so it cannot go on exactly. Update the model with the files as they are now, put them back as they were, or train anew.`,
      { reason: 'filesChanged' },
    );
  }
}

/** The record with a new budget, if one is asked for; any other change cannot be resumed with. */
function changeSettings(
  record: TrainingRecord,
  changes: Partial<TrainingSettings>,
  place: string,
): TrainingRecord {
  const settings = { ...record.settings, ...changes };
  checkSettings(settings);
  for (const name of Object.keys(settings) as (keyof TrainingSettings)[]) {
    if (name === 'budget' || settings[name] === record.settings[name]) continue;
    throw new UserError(
      `The training in ${place} has ${name} ${record.settings[name]}; it cannot be resumed with ${String(settings[name])}. Leave that setting as it was, or train anew.`,
    );
  }
  const sameBudget = JSON.stringify(settings.budget) === JSON.stringify(record.settings.budget);
  if (record.finished && (sameBudget || isUsedUp(settings.budget, record)))
    throw new UserError(
      `The training in ${place} is finished. Resume it with a larger budget of seconds or epochs, or train anew.`,
    );
  if (sameBudget) return record;
  const { decay: _, ...rest } = record;
  return { ...rest, settings, finished: false };
}

function isUsedUp(budget: Budget, { seconds, position }: TrainingRecord): boolean {
  return 'seconds' in budget ? seconds >= budget.seconds : position.epoch >= budget.epochs;
}
