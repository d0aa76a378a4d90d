import type { Manner } from './manner.ts';

/** What is at stake where a suggestion is shown. */
export interface Stakes {
  /** Nothing is shown that is less likely than this to be taken, 0..1. */
  leastChance: number;
  /** Seconds for a key. */
  key: number;
  /** Seconds to look at a suggestion, whether it is taken or not. */
  look: number;
  /** Seconds lost where it is wrong, beyond the look. */
  wrong: number;
  /** Seconds lost where the editor's own list would have been there in its place. */
  list: number;
}

/** Somebody at a keyboard who is no typist: so long for a key. */
const KEY = 0.2;

/** What a list of words saves where it is not hidden, in seconds. */
const LIST = 0.1;

const WRONG = 0.5 * KEY;

/**
 * Seconds lost where a suggestion breaks off within a word, which is read as another word than the one that is meant:
 * "unsigned int c" for a count. It chooses between ends, and keeps nothing off the screen that has no better one.
 */
export const tornWord = 0.5;

/** Of one who wants to be disturbed seldom. */
const quiet: Stakes = { leastChance: 0.48, key: KEY, look: 0.65, wrong: 0, list: LIST };

/** Of one to whom keys count and looks do not. */
const eager: Stakes = { leastChance: 0.6, key: KEY, look: 0, wrong: WRONG, list: 0 };

/** Of one who asks for a suggestion, and looks at it in any case. */
export const askedStakes: Stakes = { leastChance: 0.05, key: KEY, look: -KEY, wrong: 0, list: 0 };

/** Seconds that so many characters can be expected to save, before what a look at them costs. */
export function secondsToSave(chance: number, characters: number): number {
  return chance * Math.max(0, characters - 1) * KEY;
}

/** What is at stake for one who has not asked; `cost` is what a look costs, in what it usually does. */
export function stakesIn(manner: Exclude<Manner, 'onRequest'>, cost = 1): Stakes {
  return manner === 'quiet' ? { ...quiet, look: quiet.look * cost } : eager;
}

/**
 * Seconds that showing the first so many characters can be expected to save, one key going for taking them; at k - 1 for
 * k characters, of which `chances` says how likely all are taken. -Infinity where they are not to be shown.
 */
export function secondsSaved(
  chances: readonly number[],
  { leastChance, key, look, wrong, list }: Stakes,
  { hidesList }: { hidesList: boolean },
): number[] {
  return chances.map((chance, i) => {
    const saved = chance * i * key - (1 - chance) * wrong - look - (hidesList ? list : 0);
    return chance < leastChance || saved <= 0 ? -Infinity : saved;
  });
}
