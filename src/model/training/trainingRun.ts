import { CheckpointWriter } from '../files/checkpointWriter.ts';
import { keepTable } from '../files/contextFile.ts';
import { hasCharacters } from '../files/characterModel.ts';
import type { Model } from '../files/modelFiles.ts';
import { updateStorage } from '../files/pendingUpdate.ts';
import { hasKeptRankings, keepRankings } from '../insight/evidence/keptRankings.ts';
import type { Trainer } from '../network/training/trainer.ts';
import type { Alphabet } from '../text/alphabet.ts';
import type { Corpus } from '../text/corpus.ts';
import type { CheckpointWriters } from './run/checkpoints.ts';
import { openHistory } from './start/openHistory.ts';
import { checkFits, prepareRun } from './start/prepareRun.ts';
import { ContextTable, megabytesFor } from '../contexts/contextTable.ts';
import { learnWorkspace } from './learnWorkspace.ts';
import { rankHeldOut } from './rankHeldOut.ts';
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
  const trainer = await createTrainer(options.engine ?? oneThread, checkpoint);
  try {
    const state = new RunState({ corpus, checkpoint, trainer, clock });
    const intervals = { ...defaultIntervals, ...options.intervals };
    const start = await state.copy();
    const history = await openHistory(options, corpus, checkpoint);
    const loop = new TrainingLoop({ ...options, state, start, corpus, writers, intervals, history });
    const model = await loop.run();
    await keepContexts(model, corpus, options);
    await keepRanking(model, corpus, options);
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

/** A ranking can be made again: without it the model is as good, so that nothing here makes the run fail. */
async function keepRanking(
  model: Model,
  corpus: Corpus<Alphabet>,
  { labeller, storage, version, control: { signal }, yieldToEvents, onEvent }: TrainingOptions,
): Promise<void> {
  // Cells are ranked at every character, which those of a model of words do not see.
  if (!labeller || !hasCharacters(model) || !model.training?.finished || signal.aborted) return;
  try {
    if (await hasKeptRankings(storage, model.network)) return;
    const rankings = await rankHeldOut(model, corpus.validation, {
      labeller,
      control: { signal, yieldToEvents },
      onProgress: share => onEvent({ event: 'ranking', share }),
    });
    if (!rankings || rankings.length === 0) return;
    await keepRankings(storage, model.network, { rankings, version });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    onEvent({ event: 'notice', notice: { kind: 'rankingNotKept', problem } });
  }
}

/**
 * Learns the files into a table for the context expert, and keeps it beside the model. It can be learnt again, so that
 * nothing here makes the run fail.
 */
async function keepContexts(model: Model, corpus: Corpus<Alphabet>, options: TrainingOptions): Promise<void> {
  const { contexts, storage, control, yieldToEvents, onEvent } = options;
  const { training, validation } = corpus;
  const { signal } = control;
  if (!contexts || !hasCharacters(model) || !model.training?.finished || signal.aborted) return;
  try {
    const megabytes = megabytesFor(corpus.characters, contexts.megabytes);
    onEvent({ event: 'learningContexts', share: 0 });
    const table = ContextTable.empty(contexts.create, megabytes);
    const isLearnt = await learnWorkspace(
      table,
      { network: model.network, vocabulary: model.vocabulary, training, validation },
      {
        control: { signal, yieldToEvents },
        onProgress: inPercents(share => onEvent({ event: 'learningContexts', share })),
      },
    );
    if (isLearnt) await keepTable(storage, table, { signal, yieldToEvents });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    onEvent({ event: 'notice', notice: { kind: 'contextsNotKept', problem } });
  }
}

/** Tells a share only when its whole percent is another one than before: it may change with each kilobyte. */
function inPercents(tell: (share: number) => void): (share: number) => void {
  let told = 0;
  return share => {
    const percent = Math.floor(100 * share);
    if (percent === told) return;
    told = percent;
    tell(share);
  };
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
