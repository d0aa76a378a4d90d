import type { Checkpoint } from '../../files/modelFiles.ts';
import type { TrainingRecord } from '../../files/trainingRecord.ts';
import { Network } from '../../network/network.ts';
import type { Alphabet } from '../../text/alphabet.ts';
import { type Corpus, type CorpusFile, countCharacters } from '../../text/corpus.ts';
import { FileHashes, formatFileHashes } from '../../text/fileHashes.ts';
import { UserError } from '../../base/userError.ts';
import { type Budget, shapeSettings, type TrainingSettings } from '../../files/trainingSettings.ts';
import { checkSettings, decided, type SettingNames } from '../settings.ts';
import { carryWeights } from './carryWeights.ts';
import { checkpointAtStart, type StartCheckpoint, type StartOptions } from './startCheckpoint.ts';

/** Of the time of a training from the start. Measured in docs/decisions. */
const SHARE_OF_TRAINING = 0.25;

/** How often a changed file is read where another one is read once. Measured in docs/decisions. */
const EMPHASIS = 4;
/** More text than this share is not emphasised: it is what most of the update is about anyway. */
const MAX_EMPHASISED = 0.25;

/** How long an update takes: so long, or its share of what a training from the start would be given. */
type UpdateBudget = Budget | { shareOf: Budget };

export interface UpdateRequest {
  /** Settings that are asked for; the others are those that the model was trained with. */
  changes: Partial<Omit<TrainingSettings, 'budget'>>;
  budget: UpdateBudget;
  /** What the settings are called where they can be changed. */
  names?: SettingNames;
}

/** Throws a UserError when the model cannot be trained on with what is asked for. */
export function settingsOfUpdate(
  { changes, budget, names = {} }: UpdateRequest,
  { record, place }: { record: TrainingRecord; place: string },
): TrainingSettings {
  for (const name of shapeSettings) {
    const [has, asked] = [record.settings[name], changes[name]];
    if (asked === undefined || asked === has) continue;
    throw new UserError(
      `${names[name] ?? name} is ${asked}, but the model in ${place} has ${has}. Set it to ${has} to update that model, or train anew.`,
    );
  }
  const settings = {
    ...record.settings,
    ...changes,
    budget: 'shareOf' in budget ? share(budget.shareOf, record) : budget,
  };
  checkSettings(settings, names);
  return decided(settings);
}

/** What a run that was not finished had left is added to what it takes to learn the changes, up to all of it. */
function share(whole: Budget, { settings, finished, seconds, position }: TrainingRecord): Budget {
  const { budget } = settings;
  if ('epochs' in whole) {
    const left = !finished && 'epochs' in budget ? budget.epochs - position.epoch : 0;
    return { epochs: Math.max(Math.ceil(whole.epochs * SHARE_OF_TRAINING), left) };
  }
  const left = !finished && 'seconds' in budget ? budget.seconds - seconds : 0;
  return { seconds: Math.max(1, whole.seconds * SHARE_OF_TRAINING, left) };
}

/**
 * The corpus as an update reads it, in which changed files occur several times: an update reads a part of a large
 * folder, and what the user is at work on is what it is made for.
 */
export function withEmphasis(corpus: Corpus<Alphabet>, { before }: TrainingRecord): Corpus<Alphabet> {
  const changed = new FileHashes(before?.changed ?? '');
  const again = corpus.training.filter(file => changed.has(file.hash));
  const repeated = Array.from({ length: EMPHASIS - 1 }, () => again).flat();
  return { ...corpus, training: [...corpus.training, ...repeated] };
}

/** Those that have changed or come since; none where they are much of the text, or that cannot be told. */
function changedFiles(
  { training: files, vocabulary }: Corpus<Alphabet>,
  learnt: string | undefined,
): readonly CorpusFile[] {
  if (learnt === undefined) return [];
  const known = new FileHashes(learnt);
  const changed = files.filter(file => !known.has(file.hash));
  const most = MAX_EMPHASISED * countCharacters(files, vocabulary);
  return countCharacters(changed, vocabulary) <= most ? changed : [];
}

/**
 * A run at its first step that goes on from what a model has learnt, on other text: with its weights and Adam's means,
 * symbol by symbol.
 */
export function updatedCheckpoint(
  { model, record, trainer }: Checkpoint,
  corpus: Corpus<Alphabet>,
  { settings, kernels, globs = model.globs }: StartOptions,
): StartCheckpoint {
  const network = new Network({ ...model.network.config, vocabSize: corpus.vocabulary.size }, kernels);
  const carried = carryWeights(model, { network, vocabulary: corpus.vocabulary });
  // Its losses so far are not kept: other files are held out and learnt, so they could not be compared with those to come.
  const start = checkpointAtStart(network, corpus, { settings, globs });
  return {
    model: { ...start.model, trainedCharacters: model.trainedCharacters },
    record: {
      ...start.record,
      learningRateScale: record.learningRateScale,
      before: {
        steps: trainer.stepCount,
        characters: model.trainedCharacters,
        changed: formatFileHashes(changedFiles(corpus, record.learnt).map(file => file.hash)),
      },
    },
    trainer: { stepCount: trainer.stepCount, m: carried(trainer.m), v: carried(trainer.v) },
  };
}
