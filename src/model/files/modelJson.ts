import type { CellType, NetworkConfig } from '../network/networkConfig.ts';
import { type Language, languages } from '../text/language.ts';
import type { SplitRule } from '../text/splitFiles.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import type { TrainingSettings } from '../training/settings.ts';
import { UserError } from '../userError.ts';

/** Of model.json and what it names. Raise it when an older build would misread the files. */
export const FORMAT_VERSION = 1;

/** One validation of a run; losses in nats per character. */
export interface HistoryEntry {
  step: number;
  epoch: number;
  seconds: number;
  trainLoss: number;
  validationLoss: number;
}

/** What is known of a model beside its weights. */
export interface ModelDescription {
  config: NetworkConfig;
  vocabulary: Vocabulary;
  /** Those it was trained on. */
  languages: Language[];
  /** Globs that the user added to the file types found by themselves. */
  globs: string[];
  /** Paths of the files that it was not trained on (in whole or in their last tenth), relative to the folder. */
  heldOut: string[];
  history: HistoryEntry[];
  /** Characters read in training, each time counted. */
  trainedCharacters: number;
  /** Of the held-out files, at the last checkpoint. */
  validationBitsPerChar?: number;
}

/** All that a resumed run needs beside the tensors, so that it goes on exactly. */
export interface TrainingRecord {
  settings: TrainingSettings;
  /** Of the corpus that it was trained on. */
  corpusDigest: string;
  finished: boolean;
  step: number;
  /** Of the window to be read next; epoch and window from 0. */
  position: { epoch: number; window: number };
  /** G, of Batches. The trainer's state has as many parts. */
  streamGroups: number;
  /** Spent in training so far. */
  seconds: number;
  /** Steps between which the learning rate falls, once they are fixed. */
  decay?: { firstStep: number; lastStep: number };
  /** 1, and half as much after each divergence. */
  learningRateScale: number;
  /** Nats per character; undefined before the first step. */
  movingLoss?: number;
  bestLoss?: number;
  /** What the held-out paths do not say of the split. */
  splitRule?: SplitRule;
  /** Hashes of the files that it learns from (`fileHashes`). */
  learnt?: string;
  /** Of a run that updates a model: what that one had learnt before. */
  before?: {
    /** Of Adam. */
    steps: number;
    /** Read, each time counted. */
    characters: number;
    /** Hashes of the files that it had not, which are read more often. */
    changed: string;
    /** Of each passage of the held-out text that a run measures, as that model predicted it. */
    bits?: number[];
  };
}

/** model.json, which commits a checkpoint: it is replaced last, and names the tensor files that belong to it. */
export interface ModelJson {
  description: ModelDescription;
  weightsFile: string;
  training?: TrainingRecord & { tensorsFile: string };
}

export function formatModelJson({ description, weightsFile, training }: ModelJson, version: string): string {
  const { vocabulary, ...rest } = description;
  const json = {
    formatVersion: FORMAT_VERSION,
    cellscope: version,
    weightsFile,
    ...rest,
    vocabulary: vocabulary.toJSON(),
    ...(training && { training }),
  };
  return `${JSON.stringify(json, undefined, 1)}\n`;
}

/** Checks what the code relies on. Throws a UserError that names the place and the remedy. */
export function parseModelJson(text: string, place: string): ModelJson {
  const damaged = (what: string): never => {
    throw new UserError(
      `model.json in ${place} is damaged: ${what}. Train the model again, or restore it from a backup.`,
    );
  };
  const json = object(parse(text) ?? damaged('it is not JSON'));
  if (json['formatVersion'] !== FORMAT_VERSION) throw wrongVersion(json['formatVersion'], place);

  const weightsFile = json['weightsFile'];
  if (!isFileName(weightsFile)) return damaged('it does not name its weights file');
  const config = parseConfig(object(json['config'])) ?? damaged('its config is not that of a network');
  const vocabulary = Vocabulary.fromJSON(json['vocabulary']);
  if (vocabulary.size !== config.vocabSize)
    return damaged(`its vocabulary has ${vocabulary.size} symbols, its config says ${config.vocabSize}`);
  const bits = json['validationBitsPerChar'];
  const description: ModelDescription = {
    config,
    vocabulary,
    languages: languages.filter(language => list(json['languages']).includes(language)),
    globs: list(json['globs']).filter(isString),
    heldOut: list(json['heldOut']).filter(isString),
    history: list(json['history']).filter(isHistoryEntry),
    trainedCharacters: isNumber(json['trainedCharacters']) ? json['trainedCharacters'] : 0,
    ...(isNumber(bits) ? { validationBitsPerChar: bits } : {}),
  };
  if (json['training'] === undefined) return { description, weightsFile };
  const training = parseTraining(object(json['training'])) ?? damaged('its training state is incomplete');
  return { description, weightsFile, training };
}

function wrongVersion(version: unknown, place: string): UserError {
  const found = isNumber(version) ? `Checkpoint version ${version}` : 'Checkpoint without a version';
  const remedy =
    isNumber(version) && version > FORMAT_VERSION ? 'Retrain, or update Cellscope.' : 'Retrain the model.';
  return new UserError(`${found}; this build reads ${FORMAT_VERSION}. ${remedy} (${place})`);
}

function parseConfig(json: Record<string, unknown>): NetworkConfig | undefined {
  const { cell, vocabSize, hiddenSize, numLayers } = json;
  if (cell !== 'rnn' && cell !== 'lstm' && cell !== 'gru') return undefined;
  if (!isCount(vocabSize) || !isCount(hiddenSize) || !isCount(numLayers)) return undefined;
  if (vocabSize < 1 || hiddenSize < 1 || numLayers < 1 || hiddenSize > 8192 || numLayers > 64)
    return undefined;
  return { cell: cell satisfies CellType, vocabSize, hiddenSize, numLayers };
}

function parseTraining(json: Record<string, unknown>): ModelJson['training'] | undefined {
  const { tensorsFile, corpusDigest, finished, step, seconds, learningRateScale, movingLoss, bestLoss } =
    json;
  const { epoch, window } = object(json['position']);
  const settings = object(json['settings']);
  // Before there were groups, all streams were read side by side.
  const { streamGroups = 1 } = json;
  const valid =
    isFileName(tensorsFile) &&
    isString(corpusDigest) &&
    typeof finished === 'boolean' &&
    isCount(step) &&
    isCount(epoch) &&
    isCount(window) &&
    isCount(streamGroups) &&
    streamGroups > 0 &&
    isNumber(seconds) &&
    isNumber(learningRateScale) &&
    typeof settings['budget'] === 'object';
  if (!valid) return undefined;
  const { firstStep, lastStep } = object(json['decay']);
  const { steps, characters, changed, bits } = object(json['before']);
  const splitRule = parseSplitRule(object(json['splitRule']));
  return {
    tensorsFile,
    // Its values are checked with the user's own, by checkSettings.
    settings: settings as unknown as TrainingSettings,
    corpusDigest,
    finished,
    step,
    position: { epoch, window },
    streamGroups,
    seconds,
    ...(isCount(firstStep) && isCount(lastStep) ? { decay: { firstStep, lastStep } } : {}),
    learningRateScale,
    ...(isNumber(movingLoss) ? { movingLoss } : {}),
    ...(isNumber(bestLoss) ? { bestLoss } : {}),
    ...(splitRule ? { splitRule } : {}),
    ...(isString(json['learnt']) ? { learnt: json['learnt'] } : {}),
    ...(isCount(steps) && isCount(characters) && isString(changed)
      ? { before: { steps, characters, changed, ...(isNumbers(bits) ? { bits } : {}) } }
      : {}),
  };
}

function parseSplitRule({ unseenBelow, lastTenth }: Record<string, unknown>): SplitRule | undefined {
  if (lastTenth === true) return { lastTenth };
  return isNumber(unseenBelow) ? { unseenBelow } : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Empty for what is not an object: the checks of its members tell. */
function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
/** A plain name: nothing that could lead out of the model's folder. */
const isFileName = (value: unknown): value is string =>
  isString(value) && /^[\w-]+\.safetensors$/.test(value);

function isHistoryEntry(value: unknown): value is HistoryEntry {
  const entry = (value ?? {}) as Record<string, unknown>;
  return ['step', 'epoch', 'seconds', 'trainLoss', 'validationLoss'].every(name => isNumber(entry[name]));
}
