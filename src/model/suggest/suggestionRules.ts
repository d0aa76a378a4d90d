/** What of the model's continuation may be shown, and where. Pure functions over strings. */
import type { Language } from '../text/language.ts';
import { columnsOf } from './columns.ts';
import { suggestionLanguages } from './languages/suggestionLanguages.ts';
import type { Opening } from './openings.ts';

/** Lines of one suggestion at most. */
export const MAX_LINES = 4;

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

const WORD_CHARACTER = /[\p{L}\p{N}_]/u;

/** Whether a cut between two characters leaves a word unfinished. */
export function tearsWord(last = '', next = ''): boolean {
  return WORD_CHARACTER.test(last) && WORD_CHARACTER.test(next);
}

/** Whether a suggestion does nothing but open brackets, quotes or math. */
export function isLoneOpening(suggestion: string): boolean {
  return /^[\s([{$"'`\\]*$/.test(suggestion);
}
