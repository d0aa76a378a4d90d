import type { JsonFields } from '../base/jsonFields.ts';
import { cellTypes } from '../network/cells/cells.ts';
import { tokenKinds } from '../text/alphabet.ts';
import type { SplitRule } from '../text/splitFiles.ts';
import {
  type Budget,
  budgetRanges,
  type NumberSetting,
  settingRanges,
  type TrainingSettings,
} from './trainingSettings.ts';

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
  /** It began with the weights of the starter. */
  fromStarter?: true;
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

/** A record as it is written: characters need not be named, which all models were of that know nothing of words. */
export function plainRecord({ settings, ...record }: TrainingRecord): object {
  const { tokens, ...others } = settings;
  return { settings: tokens === 'char' ? others : settings, ...record };
}

/** Steps of Adam are counted in 32 bits. */
const MAX_STEPS = 2 ** 31 - 1;
const MAX_GROUPS = 2048;
const HASHES = { pattern: /^[0-9a-f]*$/, what: 'hexadecimal digits' };

/** The fields of a record as model.json has them; those that it need not have are left out where they are not. */
export function readTrainingRecord(json: JsonFields): TrainingRecord {
  const position = json.object('position');
  const decay = json.optional('decay', () => readDecay(json.object('decay')));
  const movingLoss = json.optional('movingLoss', () => json.number('movingLoss', { minimum: 0 }));
  const bestLoss = json.optional('bestLoss', () => json.number('bestLoss', { minimum: 0 }));
  const splitRule = json.optional('splitRule', () => readSplitRule(json.object('splitRule')));
  const learnt = json.optional('learnt', () => json.string('learnt', HASHES));
  const fromStarter = json.optional('fromStarter', () => json.boolean('fromStarter')) ?? false;
  const before = json.optional('before', () => readBefore(json.object('before')));
  return {
    settings: readSettings(json.object('settings')),
    corpusDigest: json.string('corpusDigest'),
    finished: json.boolean('finished'),
    step: json.count('step', { maximum: MAX_STEPS - (before?.steps ?? 0) }),
    position: { epoch: position.count('epoch'), window: position.count('window') },
    // Before there were groups, all streams were read side by side.
    streamGroups:
      json.optional('streamGroups', () => json.count('streamGroups', { minimum: 1, maximum: MAX_GROUPS })) ??
      1,
    seconds: json.number('seconds', { minimum: 0 }),
    ...(decay && { decay }),
    learningRateScale: readScale(json),
    ...(movingLoss !== undefined && { movingLoss }),
    ...(bestLoss !== undefined && { bestLoss }),
    ...(splitRule && { splitRule }),
    ...(learnt !== undefined && { learnt }),
    ...(fromStarter && { fromStarter }),
    ...(before && { before }),
  };
}

export function readSettings(json: JsonFields): TrainingSettings {
  const number = (name: NumberSetting): number => {
    const { whole, ...range } = settingRanges[name];
    return whole ? json.count(name, range) : json.number(name, range);
  };
  return {
    tokens: json.optional('tokens', () => json.oneOf('tokens', tokenKinds)) ?? 'char',
    cell: json.oneOf('cell', cellTypes),
    numLayers: number('numLayers'),
    hiddenSize: number('hiddenSize'),
    seqLength: number('seqLength'),
    batchSize: number('batchSize'),
    learningRate: number('learningRate'),
    gradClip: number('gradClip'),
    budget: readBudget(json.object('budget')),
    seed: number('seed'),
  };
}

export function readBudget(json: JsonFields): Budget {
  return json.has('seconds')
    ? { seconds: json.number('seconds', budgetRanges.seconds) }
    : { epochs: json.count('epochs', budgetRanges.epochs) };
}

/** More than 0, since nothing would be learnt, and 1 at most: it only ever falls. */
function readScale(json: JsonFields): number {
  const scale = json.number('learningRateScale', { minimum: 0, maximum: 1 });
  return scale > 0 ? scale : json.refuse('learningRateScale', 'more than 0');
}

function readDecay(json: JsonFields): { firstStep: number; lastStep: number } {
  const firstStep = json.count('firstStep');
  return { firstStep, lastStep: json.count('lastStep', { minimum: firstStep + 1 }) };
}

function readSplitRule(json: JsonFields): SplitRule | undefined {
  if (json.has('lastTenth')) return json.boolean('lastTenth') ? { lastTenth: true } : undefined;
  return { unseenBelow: json.number('unseenBelow', { minimum: 0, maximum: 1 }) };
}

function readBefore(json: JsonFields): NonNullable<TrainingRecord['before']> {
  const bits = json.optional('bits', () => json.numbers('bits', { minimum: 0 }));
  return {
    steps: json.count('steps', { maximum: MAX_STEPS }),
    characters: json.count('characters'),
    changed: json.string('changed', HASHES),
    ...(bits && { bits }),
  };
}
