/** Checks of what the lab's page and its panel say: neither trusts the other. */
import type { ChoiceSetting, RangeSetting, Setting, TextSetting } from '../model/lab/settings.ts';
import {
  type Check,
  type Checked,
  checkMessage,
  fields,
  isBytes,
  isCount,
  isFlag,
  isNumber,
  listOf,
  numberFrom,
  oneOf,
  optional,
  textOf,
} from './fieldChecks.ts';
import type {
  LabPageAnswers,
  LabPageEvent,
  LabPageRequest,
  LabPanelEvent,
  LessonOutline,
  OpenedLesson,
  ShownLook,
} from './lab.ts';
import { isFigure } from './labFigures.ts';
import { isLabState, isValues, type LabState } from './labState.ts';

/** Of a picture or a table that is kept in a file, in bytes or UTF-16 units. */
const largestFile = 50_000_000;

const isWords = textOf({ most: 10_000 });
const isName = textOf({ most: 200 });
const isTrue = (value: unknown): value is true => value === true;
const isShare = numberFrom(0, 1);
const affects = oneOf('experiment', 'view');

const settingChecks: { [Kind in Setting['kind']]: Check<Extract<Setting, { kind: Kind }>> } = {
  choice: fields<ChoiceSetting>({
    kind: oneOf('choice'),
    name: isName,
    label: isWords,
    affects,
    rare: optional(isTrue),
    choices: listOf(fields<ChoiceSetting['choices'][number]>({ value: isName, label: isWords }), {
      most: 1000,
    }),
    initial: isName,
  }),
  range: fields<RangeSetting>({
    kind: oneOf('range'),
    name: isName,
    label: isWords,
    affects,
    rare: optional(isTrue),
    least: isNumber,
    most: isNumber,
    step: numberFrom(Number.MIN_VALUE, Number.MAX_VALUE),
    initial: isNumber,
    playable: optional(isTrue),
  }),
  text: fields<TextSetting>({
    kind: oneOf('text'),
    name: isName,
    label: isWords,
    affects,
    rare: optional(isTrue),
    initial: textOf({ most: 100_000 }),
    longest: isCount,
  }),
};

function isSetting(value: unknown): value is Setting {
  const kind = typeof value === 'object' && value !== null ? (value as { kind?: unknown }).kind : undefined;
  return (
    typeof kind === 'string' &&
    Object.hasOwn(settingChecks, kind) &&
    settingChecks[kind as Setting['kind']](value)
  );
}

const isMost = (value: unknown): value is ShownLook['most'] =>
  typeof value === 'object' && value !== null && Object.values(value).every(isNumber);

const look = { figures: listOf(isFigure, { most: 200 }), most: isMost };
const isLook: Check<ShownLook> = fields<ShownLook>(look);
const isOpened: Check<OpenedLesson> = fields<OpenedLesson>({
  ...look,
  values: isValues,
  hasWork: isFlag,
  canWork: isFlag,
  isWorking: isFlag,
  usesSelection: isFlag,
});
const isOutline: Check<LessonOutline> = fields<LessonOutline>({
  name: isName,
  title: isWords,
  words: listOf(isWords, { most: 10 }),
  deed: isName,
  settings: listOf(isSetting, { most: 100 }),
});
const isNothing = (value: unknown): value is undefined => value === undefined || value === null;

const answerChecks: { [Kind in keyof LabPageAnswers]: Check<LabPageAnswers[Kind]> } = {
  lessons: listOf(isOutline, { most: 1000 }),
  open: isOpened,
  look: isLook,
  work: isNothing,
  stop: isNothing,
  copyLink: isNothing,
  saveState: isFlag,
  openState: optional(isLabState as Check<LabState>),
  export: isFlag,
};

/** What the panel answers. */
export function checkLabAnswer(kind: string, value: unknown): Checked<unknown> {
  const check = Object.hasOwn(answerChecks, kind) ? answerChecks[kind as keyof LabPageAnswers] : undefined;
  return check?.(value) ? { message: value } : { problem: `the answer to ${kind} is not what it must be` };
}

/** What the panel tells. */
export function checkLabPanelEvent(value: unknown): Checked<LabPanelEvent> {
  return checkMessage<LabPanelEvent>(value, {
    progress: { share: isShare, words: isWords, secondsLeft: optional(isNumber), look: optional(isLook) },
    ended: { look: optional(isLook), message: optional(isWords) },
    waiting: { isWaiting: isFlag },
    palette: { palette: oneOf('red-blue', 'orange-blue') },
    show: { state: isLabState },
  });
}

/** What the page tells. */
export function checkLabPageEvent(value: unknown): Checked<LabPageEvent> {
  return checkMessage<LabPageEvent>(value, { ready: {} });
}

/** What the page asks. */
export function checkLabPageRequest(value: unknown): Checked<LabPageRequest> {
  return checkMessage<LabPageRequest>(value, {
    lessons: {},
    open: { state: isLabState, anew: optional(isFlag) },
    look: { values: isValues },
    work: {},
    stop: {},
    copyLink: { state: isLabState },
    saveState: { state: isLabState },
    openState: {},
    export: {
      name: isName,
      format: oneOf('png', 'svg', 'csv'),
      content: isContent,
    },
  });
}

function isContent(value: unknown): value is Uint8Array | string {
  return isBytes(value) ? value.length <= largestFile : textOf({ most: largestFile })(value);
}
