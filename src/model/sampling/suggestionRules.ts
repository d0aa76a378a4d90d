/**
 * What of the model's continuation is worth showing, and where. Pure functions over strings and numbers, so that the
 * editor's provider and a replay of typing keep the same rules.
 */
import type { Language } from '../text/language.ts';

/** Lines of one suggestion at most. */
export const MAX_LINES = 4;

/** Shorter than this, accepting a suggestion is no less work than typing it. */
const MINIMUM_LENGTH = 2;

/** What a wrong suggestion costs its reader, in keystrokes. */
const COST_OF_WRONG = 0.5;

/** Closers and punctuation: what may stand behind the cursor without a suggestion being in its way. */
const ONLY_CLOSERS = /^[\s)\]}>"'`;:,.$*/\\]*$/;

const CLOSER_OF: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

const CLOSERS: readonly string[] = [...Object.values(CLOSER_OF), '"', "'"];

/** Whether a suggestion may stand before what is left of the line. */
export function maySuggestBefore(restOfLine: string): boolean {
  return ONLY_CLOSERS.test(restOfLine);
}

/** Whether a line ends by opening a block, so that a line break after it belongs to the same thought. */
export function opensBlock(line: string, language: Language): boolean {
  const end = line.trimEnd();
  if (language === 'latex') return /\\begin\s*\{[^{}]*\}$/.test(end);
  return end.endsWith('{');
}

/** Blocks that a text opens and does not close; negative when it closes more. */
export function openBlocks(text: string, language: Language): number {
  const marks = language === 'latex' ? text.match(/\\(?:begin|end)\b/g) : text.match(/[{}]/g);
  const opening = (marks ?? []).filter(mark => mark === '{' || mark === '\\begin').length;
  return 2 * opening - (marks?.length ?? 0);
}

/** Whether the body of a block that opens on `line` stands there already: then the next line is deeper. */
export function hasBody(line: string, nextLine: string | undefined): boolean {
  if (nextLine === undefined || nextLine.trim() === '') return false;
  return indentation(nextLine) > indentation(line);
}

/**
 * How many of the characters to show: the k that maximises the keystrokes saved in expectation,
 * P_k (k - 1) - cost (1 - P_k), one key going for accepting, among those of at least `minimumProbability`.
 * `probabilities[k - 1]` is P_k, that the first k characters are all right. 0 when none is worth it.
 */
export function bestLength(probabilities: readonly number[], minimumProbability: number): number {
  let best = 0;
  let bestGain = 0;
  for (const [i, probability] of probabilities.entries()) {
    const gain = probability * i - COST_OF_WRONG * (1 - probability);
    if (probability < minimumProbability || gain <= bestGain) continue;
    best = i + 1;
    bestGain = gain;
  }
  return best;
}

/**
 * The suggestion without what stands after the cursor already: it ends before the closer that does, or before text
 * with which the rest of the line begins.
 */
export function trimStanding(suggestion: string, restOfLine: string): string {
  const rest = restOfLine.trim();
  if (rest === '') return suggestion;
  if (CLOSERS.includes(rest[0])) return beforeCloser(suggestion, rest[0]);
  for (let length = Math.min(rest.length, suggestion.length); length > 0; length--)
    if (suggestion.endsWith(rest.slice(0, length))) return suggestion.slice(0, -length);
  return suggestion;
}

/** The suggestion up to a bracket or quote that closes what stands before it. */
function beforeCloser(suggestion: string, closer: string): string {
  const open: string[] = [];
  for (let i = 0; i < suggestion.length; i++) {
    const character = suggestion[i];
    if (character === '\\') i++;
    else if (open.length === 0 && character === closer) return suggestion.slice(0, i);
    else if (CLOSER_OF[character]) open.push(CLOSER_OF[character]);
    else if (character === open.at(-1)) open.pop();
  }
  return suggestion;
}

/** Whether a line says just what the line above it says, in words and not in brackets only. */
export function repeatsLineAbove(line: string, lineAbove: string | undefined): boolean {
  const text = line.trim();
  return /[\p{L}\p{N}]/u.test(text) && text === lineAbove?.trim();
}

/** Without the lines from the first one that repeats the line above it, and without blank lines at the end. */
export function withoutRepeats(
  suggestion: string,
  linePrefix: string,
  lineAbove: string | undefined,
): string {
  const lines = (linePrefix + suggestion).split('\n');
  const repeat = lines.findIndex((line, i) => repeatsLineAbove(line, i === 0 ? lineAbove : lines[i - 1]));
  if (repeat === 0) return '';
  const kept = repeat < 0 ? lines : lines.slice(0, repeat);
  while (kept.length > 1 && kept[kept.length - 1].trim() === '') kept.pop();
  return kept.join('\n').slice(linePrefix.length);
}

/** Whether a suggestion is too little to be shown. */
export function isTooLittle(suggestion: string): boolean {
  return suggestion.trim() === '' || Array.from(suggestion).length < MINIMUM_LENGTH;
}

/** Width of a line's leading white space, a tab counting as eight. */
function indentation(line: string): number {
  let width = 0;
  for (const character of line) {
    if (character === '\t') width += 8 - (width % 8);
    else if (character === ' ') width++;
    else break;
  }
  return width;
}
