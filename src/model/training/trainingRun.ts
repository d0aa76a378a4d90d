import { CheckpointWriter } from '../files/checkpointWriter.ts';
import type { Model } from '../files/modelFiles.ts';
import { updateStorage } from '../files/pendingUpdate.ts';
import type { Trainer } from '../network/training/trainer.ts';
import type { Alphabet } from '../text/alphabet.ts';
import type { Corpus } from '../text/corpus.ts';
import { AfterTraining } from './afterTraining.ts';
import type { CheckpointWriters } from './run/checkpoints.ts';
import { openHistory } from './start/openHistory.ts';
import { checkFits, prepareRun } from './start/prepareRun.ts';
import { RunState } from './run/runState.ts';
import type { StartCheckpoint } from './start/startCheckpoint.ts';
import { oneThread, type TrainingEngine } from './trainingEngine.ts';
import { TrainingLoop } from './run/trainingLoop.ts';
import type { TrainingIntervals, TrainingOptions } from './trainingOptions.ts';

/** Of Adam. The short memory of squares suits windows of changing difficulty and few steps. */
const BETA2 = 0.99;

/** Of the weights from cells to cells, times the learning rate. Measured in docs/decisions. */
const WEIGHT_DECAY = 0.05;

/** Skipped files that are told by name: a folder may have a hundred thousand. */
const NAMED_SKIPS = 300;

const defaultIntervals: TrainingIntervals = { progress: 0.5, checkpoint: 30, sample: 10 };

/**
 * Trains a model and keeps it in the storage: the one loop that the terminal and the editor share. Resolves with the
 * model when the budget is used or the run is cancelled; rejects with a UserError for what the user can mend, and with
 * TrainingNotBegun when it is cancelled before the files are read.
 */
export async function runTraining(options: TrainingOptions): Promise<Model> {
  const { storage, version, clock } = options;
  // First: a folder that is another program's is no place to train into for minutes.
  const writers: CheckpointWriters = { model: await CheckpointWriter.open(storage, version) };
  const { corpus, checkpoint, isPendingUpdate } = await prepareRun(options);
  if (isPendingUpdate) writers.aside = await CheckpointWriter.open(updateStorage(storage), version);
  tellCorpus(corpus, options);
  const { settings, streamGroups } = checkpoint.record;
  checkFits(options, { ...settings, ...checkpoint.model.network.config }, streamGroups);
  const after = new AfterTraining(options, { corpus, model: checkpoint.model });
  // Before the run, whose seconds count from its first state on.
  await after.gauge();
  const trainer = await createTrainer(options.engine ?? oneThread, checkpoint);
  try {
    const state = new RunState({ corpus, checkpoint, trainer, clock });
    const intervals = { ...defaultIntervals, ...options.intervals };
    const start = await state.copy();
    const history = await openHistory(options, corpus, checkpoint);
    const loop = new TrainingLoop({ ...options, state, start, corpus, writers, intervals, history, after });
    const model = await loop.run();
    await after.run(model);
    return model;
  } finally {
    await trainer.dispose();
  }
}

function tellCorpus(corpus: Corpus<Alphabet>, { onEvent }: TrainingOptions): void {
  const { training, validation, characters, vocabulary, charactersPerSymbol, skipped } = corpus;
  onEvent({
    event: 'corpus',
    files: new Set([...training, ...validation].map(file => file.path)).size,
    characters,
    symbols: vocabulary.size,
    charactersPerSymbol,
    skipped: skipped.slice(0, NAMED_SKIPS),
    skippedFiles: skipped.length,
  });
  for (const notice of corpus.notices) onEvent({ event: 'notice', notice });
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
