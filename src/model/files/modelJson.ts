import { type Fail, fieldOf, JsonFields } from '../base/jsonFields.ts';
import { type JsonLimits, parseJsonText, shown } from '../base/jsonText.ts';
import { cellTypes } from '../network/cells/cells.ts';
import type { NetworkConfig } from '../network/networkConfig.ts';
import { Digest } from '../text/digest.ts';
import type { Alphabet, TokenKind } from '../text/alphabet.ts';
import { type Language, languages } from '../text/language.ts';
import { isCharacter, MAX_CHARACTERS, Vocabulary } from '../text/vocabulary.ts';
import { isLongWord } from '../text/words.ts';
import { WordVocabulary } from '../text/wordVocabulary.ts';
import { UserError } from '../base/userError.ts';
import { foreignJson, isOwnJson, JSON_FILE, TENSOR_FILE_NAME } from './ownFiles.ts';
import { plainRecord, readTrainingRecord, type TrainingRecord } from './trainingRecord.ts';

/**
 * Of model.json and what it names. Raise it when an older build would misread the files. Models of characters have the
 * first one still, so that those builds read them.
 */
const FORMAT_VERSIONS = { char: 1, word: 2 } as const satisfies Record<TokenKind, number>;
const LATEST_VERSION = FORMAT_VERSIONS.word;

/** The largest folder that is read, of millions of tiny files, gives half of this. */
const LIMITS: JsonLimits = { length: 2 ** 26, depth: 16 };
/** Bytes that a model.json has at most. */
export const MAX_JSON_BYTES = LIMITS.length;

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
  vocabulary: Alphabet;
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

/** model.json, which commits a checkpoint: it is replaced last, and names the tensor files that belong to it. */
export interface ModelJson {
  description: ModelDescription;
  weightsFile: string;
  training?: TrainingRecord & { tensorsFile: string };
}

/** As it was read. */
export interface SavedModelJson extends ModelJson {
  /** False when something in it has changed since, though it is possible as it is. */
  isAsSaved: boolean;
}

/**
 * The text of model.json. Its last field is a digest of what a reader makes of all others, so that a changed character
 * is found, but neither another layout nor fields that this build does not know are in the way. Throws a UserError when
 * the text could not be read again.
 */
export function formatModelJson(
  json: ModelJson,
  { version, place }: { version: string; place: string },
): string {
  const formatVersion = FORMAT_VERSIONS[json.description.vocabulary.tokens];
  const plain = { formatVersion, cellscope: version, ...plainFields(json) };
  const read = readFields(new JsonFields(JSON.parse(JSON.stringify(plain)), '', notReadable(place)));
  return `${JSON.stringify({ ...plain, digest: digestOf(read) }, undefined, 1)}\n`;
}

/** Checks all that the code relies on. Throws a UserError that names the place, the field and the remedy. */
export function parseModelJson(text: string, place: string): SavedModelJson {
  const damaged = (what: string): never => {
    throw new UserError(
      `${JSON_FILE} in ${place} is damaged: ${what}. Train the model again, or restore it from a backup.`,
    );
  };
  const parsed = parseJsonText(text, LIMITS);
  const version = fieldOf(parsed.value, 'formatVersion');
  // A later version may have other fields than those that ours is known by.
  if (typeof version === 'number' && version > LATEST_VERSION) throw wrongVersion(version, place);
  if (!isOwnJson(text, parsed.value)) throw foreignJson(place);
  if ('problem' in parsed) return damaged(parsed.problem);
  if (!Object.values<unknown>(FORMAT_VERSIONS).includes(version)) throw wrongVersion(version, place);
  const fields = new JsonFields(parsed.value, '', damaged);
  const json = readFields(fields);
  const digest = fields.optional('digest', () => fields.string('digest'));
  return { ...json, isAsSaved: digest === undefined || digest === digestOf(json) };
}

/** To be thrown when nothing else was found wrong: what that would be is of more use. */
export function notAsSaved(place: string): UserError {
  return new UserError(
    `${JSON_FILE} in ${place} is damaged: it is not as it was saved. Train the model again, or restore it from a backup. If it was changed on purpose, take its field digest away.`,
  );
}

/** Its JSON as far as it is some; throws a UserError when the file is not of this program. */
export function parseOwnJson(text: string, place: string): unknown {
  const { value } = parseJsonText(text, LIMITS);
  if (!isOwnJson(text, value)) throw foreignJson(place);
  return value;
}

/** The weights' and the vocabulary's fields are all that a model which was trained elsewhere must have. */
function readFields(json: JsonFields): ModelJson {
  const weightsFile = readFileName(json, 'weightsFile');
  const config = readConfig(json.object('config'));
  const vocabulary = readVocabulary(json.object('vocabulary'));
  if (vocabulary.size !== config.vocabSize)
    json.object('config').refuse('vocabSize', `${vocabulary.size}, the symbols of the vocabulary`);
  const bits = json.optional('validationBitsPerChar', () =>
    json.number('validationBitsPerChar', { minimum: 0 }),
  );
  const description: ModelDescription = {
    config,
    vocabulary,
    languages: json.optional('languages', () => json.list('languages', readLanguage)) ?? [],
    globs: json.optional('globs', () => json.strings('globs')) ?? [],
    heldOut: json.optional('heldOut', () => json.strings('heldOut')) ?? [],
    history: json.optional('history', () => readHistory(json)) ?? [],
    trainedCharacters: json.optional('trainedCharacters', () => json.count('trainedCharacters')) ?? 0,
    ...(bits === undefined ? {} : { validationBitsPerChar: bits }),
  };
  const training = json.optional('training', () => readTraining(json.object('training'), description));
  return { description, weightsFile, ...(training && { training }) };
}

function readTraining(
  json: JsonFields,
  { config, vocabulary }: ModelDescription,
): NonNullable<ModelJson['training']> {
  const tensorsFile = readFileName(json, 'tensorsFile');
  const record = readTrainingRecord(json);
  for (const name of ['cell', 'hiddenSize', 'numLayers'] as const)
    if (record.settings[name] !== config[name])
      json.object('settings').refuse(name, `${config[name]}, as in config`);
  const { tokens } = vocabulary;
  if (record.settings.tokens !== tokens)
    json.object('settings').refuse('tokens', `${tokens}, as the vocabulary has it`);
  return { ...record, tensorsFile };
}

function readFileName(json: JsonFields, name: string): string {
  return json.string(name, { pattern: TENSOR_FILE_NAME, what: 'the name of a .safetensors file' });
}

function readConfig(json: JsonFields): NetworkConfig {
  return {
    cell: json.oneOf('cell', cellTypes),
    vocabSize: json.count('vocabSize', { minimum: 1, maximum: 2 ** 16 }),
    hiddenSize: json.count('hiddenSize', { minimum: 1, maximum: 8192 }),
    numLayers: json.count('numLayers', { minimum: 1, maximum: 64 }),
  };
}

/** Of characters; of words, too, where there is a list of them. */
function readVocabulary(json: JsonFields): Alphabet {
  const characters = readCharacters(json);
  const words = json.optional('words', () => readWords(json));
  return words ? new WordVocabulary(characters, words) : characters;
}

function readWords(json: JsonFields): string[] {
  const seen = new Set<string>();
  return json.list('words', (item, path, fail) => {
    if (typeof item !== 'string' || !isLongWord(item) || seen.has(item))
      return fail(`${path} is ${shown(item)}; it must be a word of two characters or more, listed once`);
    seen.add(item);
    return item;
  });
}

function readCharacters(json: JsonFields): Vocabulary {
  const seen = new Set<string>();
  const characters = json.list('characters', (item, path, fail) => {
    if (typeof item !== 'string' || !isCharacter(item) || seen.has(item))
      return fail(`${path} is ${shown(item)}; it must be one character, listed once`);
    seen.add(item);
    return item;
  });
  if (characters.length > MAX_CHARACTERS) json.refuse('characters', `one of ${MAX_CHARACTERS} at most`);
  return Vocabulary.fromCharacters(characters);
}

function readLanguage(item: unknown, path: string, fail: Fail): Language {
  return (
    languages.find(language => language === item) ??
    fail(`${path} is ${shown(item)}; it must be one of ${languages.join(', ')}`)
  );
}

/** A loss that was not a number, which JSON has as null, was measured for nothing. */
function readHistory(json: JsonFields): HistoryEntry[] {
  const entries = json.list('history', (item, path, fail) => {
    const entry = new JsonFields(item, path, fail);
    const loss = (name: string) => entry.optional(name, () => entry.number(name));
    const [trainLoss, validationLoss] = [loss('trainLoss'), loss('validationLoss')];
    const [step, epoch] = [entry.count('step'), entry.count('epoch')];
    const seconds = entry.number('seconds', { minimum: 0 });
    if (trainLoss === undefined || validationLoss === undefined) return [];
    return [{ step, epoch, seconds, trainLoss, validationLoss }];
  });
  return entries.flat();
}

function wrongVersion(version: unknown, place: string): UserError {
  const isNumber = typeof version === 'number';
  const found = isNumber ? `Checkpoint version ${version}` : 'Checkpoint without a version';
  const remedy =
    isNumber && version > LATEST_VERSION ? 'Retrain, or update Cellscope.' : 'Retrain the model.';
  return new UserError(
    `${found}; this build reads ${Object.values(FORMAT_VERSIONS).join(' and ')}. ${remedy} (${place})`,
  );
}

/** As they stand in the file; of what was read from one, in the same order whatever order they had there. */
function plainFields({ description, weightsFile, training }: ModelJson): object {
  const { vocabulary, ...rest } = description;
  return {
    weightsFile,
    ...rest,
    vocabulary: vocabulary.toJSON(),
    ...(training && { training: plainRecord(training) }),
  };
}

function digestOf(read: ModelJson): string {
  return new Digest().addText(JSON.stringify(plainFields(read))).hex();
}

function notReadable(place: string): Fail {
  return what => {
    throw new UserError(
      `The model is not saved in ${place}, since it could not be read again: ${what}. What was saved before is whole.`,
      { reason: 'notWhole' },
    );
  };
}
