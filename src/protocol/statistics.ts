/** What became of suggestions, for the page that shows it. */
import type { Speech } from './channel.ts';
import {
  type Check,
  type Checked,
  checkMessage,
  fields,
  isNumber,
  listOf,
  numberFrom,
  oneOf,
  optional,
} from './fieldChecks.ts';
import { allLanguages, type Language } from './languages.ts';
import { type Manner, manners } from './manners.ts';

export interface Totals {
  /** Suggestions that were on screen, each once however long it was typed along. */
  shown: number;
  /** Of these, taken as a whole or in part. */
  taken: number;
  /** Characters that were put in by taking. */
  characters: number;
  /** Suggestions taken that were looked at again 30 s later, and of these the ones that stood there as they were. */
  checked: number;
  kept: number;
  /** Characters taken that were looked for 30 s later, and of these the ones that stood there. */
  checkedCharacters: number;
  keptCharacters: number;
  /** That typing the characters would have taken at the user's own speed, less the keys of taking. */
  seconds: number;
}

/** Suggestions in one manner and one language. */
export interface Tally extends Totals {
  manner: Manner;
  language: Language;
}

export const nothingCounted: Totals = {
  shown: 0,
  taken: 0,
  characters: 0,
  checked: 0,
  kept: 0,
  checkedCharacters: 0,
  keptCharacters: 0,
  seconds: 0,
};

export const totalFields = Object.keys(nothingCounted) as readonly (keyof Totals)[];

export function sumOf(all: readonly Totals[]): Totals {
  const sum = { ...nothingCounted };
  for (const one of all) for (const field of totalFields) sum[field] += one[field];
  return sum;
}

/** What the page tells: that it listens, and that all is to be counted anew. */
export type StatisticsPageEvent = { kind: 'ready' } | { kind: 'reset' };

export interface StatisticsEvent {
  kind: 'statistics';
  tallies: Tally[];
  /** When counting began, in milliseconds since 1970; absent while nothing was counted. */
  since?: number;
}

export type FromStatisticsPage = Speech<never, object, StatisticsPageEvent>;
export type FromStatisticsPanel = Speech<never, object, StatisticsEvent>;

const isTotal = numberFrom(0, Number.MAX_VALUE);

export const isTally: Check<Tally> = fields<Tally>({
  manner: oneOf(...manners),
  language: oneOf(...allLanguages),
  shown: isTotal,
  taken: isTotal,
  characters: isTotal,
  checked: isTotal,
  kept: isTotal,
  checkedCharacters: isTotal,
  keptCharacters: isTotal,
  seconds: isTotal,
});

export function checkStatisticsPageEvent(value: unknown): Checked<StatisticsPageEvent> {
  return checkMessage<StatisticsPageEvent>(value, { ready: {}, reset: {} });
}

export function checkStatisticsEvent(value: unknown): Checked<StatisticsEvent> {
  const isTallies = listOf(isTally, { most: 1000 });
  return checkMessage<StatisticsEvent>(value, {
    statistics: { tallies: isTallies, since: optional(isNumber) },
  });
}
