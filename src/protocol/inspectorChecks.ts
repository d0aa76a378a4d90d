/**
 * What the messages of inspector.ts must be, field by field. Both sides read what they are sent through here: a message
 * that is something else, such as one of a page that is no longer ours, is dropped.
 */
import type { CellType } from '../model/network/cells/cells.ts';
import {
  type Check,
  type Checked,
  checkMessage,
  fields,
  isBytes,
  isCount,
  isFlag,
  isFloats,
  isNumber,
  listOf,
  numberFrom,
  oneOf,
  optional,
  textOf,
  wholeFrom,
} from './fieldChecks.ts';
import type { Palette } from './cellColors.ts';
import type {
  CellName,
  CellScore,
  CellSignal,
  FeatureSummary,
  HoverAnswer,
  NextCharacter,
  Quantity,
  QuantityValues,
  RankedCell,
  Ranking,
  SecondFeature,
} from './cells.ts';
import type { FromPage, HostEvent, PageEvent, PageRequest } from './inspector.ts';
import type { InfluenceAnswer, InfluenceMeasure } from './influence.ts';
import { allLanguages } from './languages.ts';
import type { CellValues, FeatureLabels } from './modelMessages.ts';
import type { TextEdit, TextRange } from './textPlaces.ts';

/** UTF-16 units: more than any document that is shown. */
const MOST_UNITS = 2 ** 24;
/** Cells that are asked for at once. */
const MOST_CELLS = 32;

const isPalette: Check<Palette> = oneOf('red-blue', 'orange-blue');
/** 0..1 but for rounding. */
const isNearShare = numberFrom(0, 1.001);
const isOffset = wholeFrom(0, MOST_UNITS);
const isText = textOf({ most: MOST_UNITS });
/** A name or a sentence. */
const isWords = textOf({ most: 10_000 });
/** A name that is shown: the model knows which kinds of cells there are. */
const isCellType = isWords as Check<CellType>;
const isCharacter = textOf({ most: 2 });
const isQuantity: Check<Quantity> = oneOf('h', 'c');
const cellName = { layer: wholeFrom(1, 64), index: wholeFrom(0, 8191) };
const cellSignal = { ...cellName, quantity: isQuantity };
const isCell: Check<CellSignal> = fields<CellSignal>(cellSignal);
const isEdit: Check<TextEdit> = fields<TextEdit>({ offset: isOffset, length: isOffset, text: isText });
const isRange: Check<TextRange> = fields<TextRange>({ from: isOffset, to: isOffset });
const isFeature: Check<FeatureSummary> = fields<FeatureSummary>({
  name: isWords,
  title: isWords,
  description: isWords,
});
const isNext: Check<NextCharacter> = fields<NextCharacter>({
  character: isCharacter,
  probability: isNearShare,
});
const isDirection = oneOf(1, -1);
const isSecond: Check<SecondFeature> = fields<SecondFeature>({
  feature: isWords,
  f1: isNearShare,
  gain: isNumber,
  direction: isDirection,
  baseRate: isNearShare,
});
const cellScore = {
  f1: isNearShare,
  gain: isNumber,
  precision: isNearShare,
  recall: isNearShare,
  threshold: isNumber,
  direction: isDirection,
  auroc: isNearShare,
  correlation: numberFrom(-1.001, 1.001),
  second: optional(isSecond),
};
const isRankedCell: Check<RankedCell> = fields<RankedCell>({
  ...cellSignal,
  ...cellScore,
  other: optional(fields<CellScore>(cellScore)),
});
const isMeasure: Check<InfluenceMeasure> = oneOf('takenOut', 'replaced', 'gradient');
const isValues: Check<QuantityValues> = fields<QuantityValues>({ h: isNumber, c: optional(isNumber) });

const place = { document: isCount, version: isCount };
const range = { from: isOffset, to: isOffset };

const isRanking: Check<Ranking> = fields<Ranking>({
  revision: isCount,
  feature: isWords,
  cells: listOf(isRankedCell),
  files: isCount,
  characters: isCount,
  baseRate: isNearShare,
  stretches: isCount,
  maskedShare: isNearShare,
  chosenOn: oneOf('otherFiles', 'otherParts', 'sameText'),
  origin: oneOf('model', 'document'),
});

/** What a page asked. */
export function checkPageRequest(value: unknown): Checked<PageRequest> {
  return checkMessage<PageRequest>(value, {
    values: { ...place, ...range, cells: listOf(isCell, { most: MOST_CELLS }) },
    labels: { ...place, ...range, feature: isWords },
    hover: { ...place, offset: isOffset, cell: optional(fields<CellName>(cellName)) },
    influence: { ...place, offset: isOffset, measure: isMeasure },
    keptRanking: { document: isCount, feature: isWords },
    rank: { document: isCount, feature: isWords },
  });
}

/** What a page told. */
export function checkPageEvent(value: unknown): Checked<PageEvent> {
  return checkMessage<PageEvent>(value, {
    ready: {},
    sendAgain: {},
    choosePalette: { palette: isPalette },
    reveal: { ...place, offset: isOffset },
    train: {},
  });
}

type PageAnswers = FromPage['answers'];

const answers: { [Kind in keyof PageAnswers]: Check<PageAnswers[Kind]> } = {
  values: optional(fields<CellValues>({ revision: isCount, values: listOf(isFloats) })),
  labels: optional(fields<FeatureLabels>({ labels: isBytes, isUnlabelled: isFlag })),
  hover: optional(
    fields<HoverAnswer>({
      offset: isOffset,
      character: isCharacter,
      values: optional(isValues),
      surpriseBits: numberFrom(-0.001, 1e6),
      next: listOf(isNext, { most: 100 }),
    }),
  ),
  influence: optional(
    fields<InfluenceAnswer>({
      offset: isOffset,
      character: isCharacter,
      surpriseBits: numberFrom(-0.001, 1e6),
      from: isOffset,
      bits: isFloats,
    }),
  ),
  keptRanking: optional(isRanking),
  rank: optional(isRanking),
};

/** What the host answered to a request of this kind. */
export function checkHostAnswer(kind: string, value: unknown): Checked<unknown> {
  return answers[kind as keyof PageAnswers](value)
    ? { message: value }
    : { problem: `the answer to ${kind} is not what it must be` };
}

/** What the host told. */
export function checkHostEvent(value: unknown): Checked<HostEvent> {
  return checkMessage<HostEvent>(value, {
    palette: { palette: isPalette },
    model: {
      revision: isCount,
      isStarter: isFlag,
      cellType: isCellType,
      layers: isCount,
      units: isCount,
      step: isCount,
      quantities: listOf(isQuantity),
      training: isFlag,
      validationBitsPerChar: optional(isNumber),
    },
    noModel: { message: isWords, canTrain: isFlag, share: optional(isNearShare) },
    document: {
      ...place,
      name: isWords,
      language: oneOf(...allLanguages),
      features: listOf(isFeature),
      tabSize: optional(isNumber),
      text: isText,
      length: isOffset,
    },
    moreText: { document: isCount, text: isText },
    noDocument: { message: isWords },
    edits: { ...place, edits: listOf(isEdit) },
    valuesAhead: { ...place, revision: isCount, cell: isCell, from: isOffset, values: isFloats },
    reading: { ...place, share: isNearShare },
    rankingProgress: { document: isCount, share: isNearShare },
    cursor: { ...place, offset: isOffset, visible: isRange },
  });
}
