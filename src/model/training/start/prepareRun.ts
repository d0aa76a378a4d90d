import { inPercents } from '../../base/inPercents.ts';
import { UserError } from '../../base/userError.ts';
import { loadCheckpoint } from '../../files/modelFiles.ts';
import { findResumable } from '../../files/pendingUpdate.ts';
import type { TrainingSettings } from '../../files/trainingSettings.ts';
import { checkMemory } from '../../network/training/memoryNeeded.ts';
import type { Alphabet, AlphabetJson } from '../../text/alphabet.ts';
import { type Corpus, createCorpus } from '../../text/corpus.ts';
import { sameSplit, splitAfter, type Splitter } from '../../text/splitFiles.ts';
import { resumedRecord } from './resumedRecord.ts';
import { checkSettings, decided } from '../settings.ts';
import { freshCheckpoint, type StartCheckpoint, streamGroupsOf } from './startCheckpoint.ts';
import { checkpointFromModel, openStartingModel, shapeOf } from './startFromModel.ts';
import type { TrainingNotice } from '../trainingNotice.ts';
import type { TrainingOptions } from '../trainingOptions.ts';
import { settingsOfUpdate, updatedCheckpoint, withEmphasis } from './updateModel.ts';

/** What a run begins with. */
interface PreparedRun {
  corpus: Corpus<Alphabet>;
  checkpoint: StartCheckpoint;
  /** An update, whose checkpoints are kept beside the model until it has proven better. */
  isPendingUpdate: boolean;
}

/** Reads what a run goes on from, and the files: fresh weights are a checkpoint at step 0. */
export async function prepareRun(options: TrainingOptions): Promise<PreparedRun> {
  const { start, storage, kernels } = options;
  if (start.mode === 'restart') {
    checkSettings(start.settings);
    const tell = (notice: TrainingNotice) => options.onEvent({ event: 'notice', notice });
    const model = start.from && (await openStartingModel(start.from, { kernels, tell }));
    const settings = decided({ ...start.settings, ...(model && shapeOf(model)) });
    const corpus = await readCorpus(options, settings, { earlier: model?.vocabulary.toJSON() });
    checkFits(options, { ...settings, vocabSize: corpus.vocabulary.size }, streamGroupsOf(corpus, settings));
    const begun = { ...options, settings };
    const checkpoint = model ? checkpointFromModel(model, corpus, begun) : freshCheckpoint(corpus, begun);
    return { corpus, checkpoint, isPendingUpdate: false };
  }
  const from = start.mode === 'resume' ? (await findResumable(storage)).storage : storage;
  const checkpoint = await loadCheckpoint(from, kernels);
  const earlier = checkpoint.model.vocabulary.toJSON();
  const earlierSplit = { heldOut: checkpoint.model.heldOut, rule: checkpoint.record.splitRule };
  if (start.mode === 'update') {
    const settings = settingsOfUpdate(start, { record: checkpoint.record, place: storage.place });
    const split = splitAfter(earlierSplit, checkpoint.record.settings);
    const corpus = await readCorpus(options, settings, { split, earlier });
    const { globs } = options;
    const updated = updatedCheckpoint(checkpoint, corpus, { settings, kernels, globs });
    return { corpus: withEmphasis(corpus, updated.record), checkpoint: updated, isPendingUpdate: true };
  }
  const record = resumedRecord(checkpoint.record, start.changes ?? {}, storage.place);
  const corpus = await readCorpus(options, record.settings, { split: sameSplit(earlierSplit), earlier });
  if (corpus.digest !== record.corpusDigest) throw new FilesChanged(storage.place);
  return {
    corpus: withEmphasis(corpus, record),
    checkpoint: { ...checkpoint, record },
    isPendingUpdate: from !== storage,
  };
}

/** Before any of it is allocated: what does not fit would fail somewhere on the way. */
export function checkFits(
  { kernels, engine }: TrainingOptions,
  settings: TrainingSettings & { vocabSize: number },
  groups: number,
): void {
  const threads = engine?.threadsFor?.(settings.batchSize) ?? 1;
  checkMemory({ ...settings, groups, threads }, kernels);
}

async function readCorpus(
  { sources, control, yieldToEvents, onEvent }: TrainingOptions,
  { seed, tokens }: TrainingSettings,
  known: { split?: Splitter; earlier: AlphabetJson | undefined },
): Promise<Corpus<Alphabet>> {
  const { signal } = control;
  try {
    return await createCorpus(sources, {
      seed,
      tokens,
      ...known,
      control: { signal, yieldToEvents },
      onPrepared: inPercents(share => onEvent({ event: 'preparing', share })),
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
class FilesChanged extends UserError {
  constructor(place: string) {
    super(
      `The files have changed since the training in ${place} was stopped, so it cannot go on exactly. Update the model with the files as they are now, put them back as they were, or train anew.`,
      { reason: 'filesChanged' },
    );
  }
}
