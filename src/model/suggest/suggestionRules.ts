/**
 * What of the model's continuation is worth showing, and where. Pure functions over strings and numbers, so that the
 * editor's provider and a replay of typing keep the same rules.
 */
import type { Language } from '../text/language.ts';
import { columnsOf } from './columns.ts';
import { suggestionLanguages } from './languages/suggestionLanguages.ts';
import type { Opening } from './openings.ts';

/** Lines of one suggestion at most. */
export const MAX_LINES = 4;

/** Shorter than this a suggestion is looked at for longer than it would take to type it. */
const WORTH_A_LOOK = 4;

/** Shorter than this, accepting a suggestion is no less work than typing it. */
const MINIMUM_LENGTH = 2;

/** What a wrong suggestion costs its reader, in keystrokes. */
const COST_OF_WRONG = 0.5;

/** More than this behind the cursor is not what an editor has put there by itself. */
const LONGEST_REST = 100;

/** Closers and punctuation: what may stand behind the cursor without a suggestion being in its way. */
const ONLY_CLOSERS = /^[\s)\]}>"'`;:,.$*/\\]*$/;

/** Whether a suggestion may stand before what is left of the line. */
export function maySuggestBefore(restOfLine: string, language: Language): boolean {
  if (restOfLine.trimEnd().length > LONGEST_REST) return false;
  const { wordClosers } = suggestionLanguages[language];
  return ONLY_CLOSERS.test(wordClosers ? restOfLine.replace(wordClosers, '') : restOfLine);
}

/** Whether a line ends by opening a block, so that a line break after it belongs to the same thought. */
export function opensBlock(line: string, open: Opening): boolean {
  const end = line.trimEnd();
  if (open.kind === '{') return end.endsWith('{');
  return open.kind === 'env' && /\\begin\s*\{[^{}]*\}(?:\[[^\]]*\]|\{[^{}]*\})*$/.test(end);
}

/** Whether the body of a block that opens on `line` stands there already: then the next line is deeper. */
export function hasBody(line: string, nextLine: string | undefined): boolean {
  if (nextLine === undefined || nextLine.trim() === '') return false;
  return columnsOf(nextLine) > columnsOf(line);
}

/**
 * What is saved by showing so many characters, in keystrokes, as far as can be expected: P_k (k - 1) - cost (1 - P_k),
 * one key going for accepting. `probabilities[k - 1]` is P_k, that the first k characters are all right. -Infinity where
 * that is not to be shown.
 */
export function expectedSavings(probabilities: readonly number[], minimumProbability: number): number[] {
  return probabilities.map((probability, i) => {
    const savings = probability * i - COST_OF_WRONG * (1 - probability);
    return probability < minimumProbability || savings <= 0 ? -Infinity : savings;
  });
}

/** Whether a line says just what another says, in words and not in brackets only. */
export function saysTheSame(line: string, other: string | undefined): boolean {
  const text = line.trim();
  return hasWords(text) && text === other?.trim();
}

export function hasWords(line: string): boolean {
  return /[\p{L}\p{N}]/u.test(line);
}

/** Whether a text ends with a comment that says nothing. */
export function endsInEmptyComment(text: string, language: Language): boolean {
  return suggestionLanguages[language].emptyComment.test(text.slice(-LONGEST_REST));
}

/** Whether a suggestion does nothing but open brackets, quotes or math. */
export function isLoneOpening(suggestion: string): boolean {
  return /^[\s([{$"'`\\]*$/.test(suggestion);
}

/** Whether a suggestion is too little to be looked at: less than four characters that finish nothing. */
export function isTooShort(
  suggestion: string,
  { linePrefix, next }: { linePrefix: string; next: string },
): boolean {
  const length = Array.from(suggestion.trim()).length;
  if (length >= WORTH_A_LOOK) return false;
  const goesOnInWord = /^[\p{L}\p{N}_]+\s*$/u.test(suggestion) && /[\p{L}\p{N}_]$/u.test(linePrefix);
  const endsWord = goesOnInWord && !/^[\p{L}\p{N}_]/u.test(next);
  const endsStatement = suggestion.trimEnd().endsWith(';');
  return length < MINIMUM_LENGTH || !(endsWord || endsStatement);
}
