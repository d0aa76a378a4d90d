/** Where the last suggestion came from, for the page that shows it. */
import type { Speech } from './channel.ts';
import {
  type Check,
  type Checked,
  checkMessage,
  fields,
  listOf,
  numberFrom,
  optional,
  textOf,
  wholeFrom,
} from './fieldChecks.ts';
import type { ExplainedCharacter } from './modelMessages.ts';

export type ExplanationPageEvent =
  /** The page has loaded and listens. */
  | { kind: 'ready' }
  /** Show in the editor where it was suggested, or what it was copied from. */
  | { kind: 'showPlace' }
  | { kind: 'showSource' };

/** A place of a file, for people. */
export interface NamedPlace {
  /** Path relative to its workspace folder. */
  name: string;
  /** Counted from 1. */
  line: number;
}

export type ExplanationEvent =
  | {
      kind: 'explanation';
      place: NamedPlace;
      /** One for each code point of the suggestion. */
      characters: ExplainedCharacter[];
      /** That all of it is right, 0..1, as it was held when it was shown. */
      probability?: number;
      /** What the context expert copied from, if there is one such place. */
      source?: NamedPlace;
    }
  /** There is nothing to show; `message` says why and what to do. */
  | { kind: 'noExplanation'; message: string };

export type FromExplanationPage = Speech<never, object, ExplanationPageEvent>;
export type FromExplanationPanel = Speech<never, object, ExplanationEvent>;

const isWords = textOf({ most: 10_000 });
const isPlace: Check<NamedPlace> = fields<NamedPlace>({ name: isWords, line: wholeFrom(1, 2 ** 31) });
/** 0..1 but for rounding. */
const isShare = numberFrom(0, 1.001);
const isCharacter: Check<ExplainedCharacter> = fields<ExplainedCharacter>({
  character: textOf({ most: 2 }),
  bits: numberFrom(0, 1e6),
  net: isShare,
  contexts: isShare,
});

export function checkExplanationPageEvent(value: unknown): Checked<ExplanationPageEvent> {
  return checkMessage<ExplanationPageEvent>(value, { ready: {}, showPlace: {}, showSource: {} });
}

export function checkExplanationEvent(value: unknown): Checked<ExplanationEvent> {
  return checkMessage<ExplanationEvent>(value, {
    explanation: {
      place: isPlace,
      characters: listOf(isCharacter, { most: 10_000 }),
      probability: optional(isShare),
      source: optional(isPlace),
    },
    noExplanation: { message: isWords },
  });
}
