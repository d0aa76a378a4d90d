import type { Language } from '../text/language.ts';
import type { Opening } from './openings.ts';
import type { NoSuggestion } from './outcome.ts';
import type { Place } from './place.ts';
import { suggestionLanguages } from './languages/suggestionLanguages.ts';
import {
  endsInEmptyComment,
  hasWords,
  isLoneOpening,
  maySuggestBefore,
  saysTheSame,
} from './suggestionRules.ts';

/** What the model would write at a place. */
interface Continuation {
  text: string;
  /** The character that the model would go on with, if that is known; a line end where the text has to end. */
  next?: string | undefined;
  /** What showing the first so many UTF-16 units is worth; -Infinity for what is not to be shown. Else its length. */
  worth?: (length: number) => number;
}

/** The beginning of the continuation that is to be shown, or why there is none. */
export type Fitted = { text: string } | { reason: NoSuggestion };

/**
 * How much of what the model would write can be put in at a place: the beginning that is worth most among those after
 * which the text is as sound as before. Nothing behind the cursor is replaced, so such a beginning
 *
 * - closes nothing that is closed behind the cursor, and opens nothing that stays open, unless the text is unfinished
 *   there: what is open at the cursor is closed nowhere;
 * - does not end within an escape or a command, nor with punctuation that stands behind the cursor;
 * - has no line that says what the line above it says, or what the lines below it do;
 * - says something: it is not blank, an empty comment or a lone bracket.
 */
export function fitSuggestion(place: Place, continuation: Continuation): Fitted {
  if (!maySuggestBefore(place.restOfLine, place.language)) return { reason: 'beforeText' };
  if (place.isWithinToken) return { reason: 'breaksToken' };
  const { text, worth = length => length } = continuation;
  const lengths = lengthsByWorth(text, worth);
  if (lengths.length === 0) return { reason: 'unsure' };
  const ends = new Ends(place, continuation);
  for (const length of lengths)
    if (ends.problem(length) === undefined) return { text: text.slice(0, length) };
  return { reason: ends.problem(lengths[0])! };
}

/** Lengths at which a text may be cut, those worth most first. */
function lengthsByWorth(text: string, worth: (length: number) => number): number[] {
  const worths = new Map<number, number>();
  for (let length = 0; length < text.length;) {
    length += text.codePointAt(length)! > 0xffff ? 2 : 1;
    const value = worth(length);
    if (value > -Infinity) worths.set(length, value);
  }
  return [...worths.keys()].toSorted((a, b) => worths.get(b)! - worths.get(a)!);
}

/** What is open where a suggestion may end; undefined within a token. */
type End = { top: Opening | undefined; mistakes: number } | undefined;

/** The places where a continuation could be cut, and what speaks against each. */
class Ends {
  readonly #place: Place;
  readonly #text: string;
  readonly #next: string;
  readonly #ends: readonly End[];
  /** The suggestion has to end before the first line that is there already. */
  readonly #limit: { length: number; reason: NoSuggestion };

  constructor(place: Place, { text, next }: Continuation) {
    this.#place = place;
    this.#text = text;
    this.#next = next ?? '\n';
    this.#ends = endsOf(place, text, this.#next);
    this.#limit = firstRepeat(place, text, this.#next);
  }

  problem(length: number): NoSuggestion | undefined {
    return this.#problemWithLines(length) ?? this.#problemWithLook(length) ?? this.#problemWithTokens(length);
  }

  #problemWithLines(length: number): NoSuggestion | undefined {
    if (length > this.#limit.length) return this.#limit.reason;
    const lines = (this.#place.linePrefix + this.#text.slice(0, length)).split('\n');
    const line = lines.at(-1)!;
    if (saysTheSame(line, lines.at(-2) ?? this.#place.lineAbove)) return 'repeatsLineAbove';
    return saysTheSame(line, this.#place.linesBelow[0]) ? 'standsBelow' : undefined;
  }

  #problemWithTokens(length: number): NoSuggestion | undefined {
    const end = this.#ends[length];
    if (!end) return 'breaksToken';
    const misfit = this.#place.misfit(end.top, end.mistakes);
    if (misfit) return misfit;
    const { restOfLine, after, language } = this.#place;
    const shown = this.#text.slice(0, length);
    if (joins(shown, after, language)) return 'breaksToken';
    return repeatsPunctuation(shown, restOfLine.trimStart()) ? 'standsAfter' : undefined;
  }

  /** Where the model is at a loss for the next word, that is what the space is for. */
  get #mayEndInSpace(): boolean {
    return this.#text.endsWith(' ') && this.#next.trim() !== '' && this.#place.restOfLine.trim() === '';
  }

  #problemWithLook(length: number): NoSuggestion | undefined {
    const { linePrefix, language } = this.#place;
    const shown = this.#text.slice(0, length);
    if (shown.trim() === '') return 'blank';
    if (endsInEmptyComment(linePrefix + shown, language)) return 'emptyComment';
    if (isLoneOpening(shown)) return 'loneOpening';
    return /\s$/.test(shown) && !(length === this.#text.length && this.#mayEndInSpace) ? 'blank' : undefined;
  }
}

/** What is open after each number of UTF-16 units of a continuation. */
function endsOf(place: Place, text: string, next: string): End[] {
  const { before } = place;
  const scanner = place.scanOn();
  const whole = before + text + next;
  const ends: End[] = [];
  for (let length = 0; length <= text.length; length++) {
    const end = before.length + length;
    scanner.run(whole, { end });
    ends.push(scanner.at === end ? { top: scanner.top, mistakes: scanner.mistakes } : undefined);
  }
  return ends;
}

/** Where the first line begins that repeats the line above it, or with which lines begin that stand below. */
function firstRepeat(
  { linePrefix, lineAbove, linesBelow, restOfLine }: Place,
  text: string,
  next: string,
): { length: number; reason: NoSuggestion } {
  const lines = (linePrefix + text).split('\n');
  const isLastWhole = next === '\n';
  if (!isLastWhole) lines[lines.length - 1] += next;
  let start = -linePrefix.length;
  for (const [i, line] of lines.entries()) {
    const isWhole = isLastWhole || i < lines.length - 1;
    const above = i === 0 ? lineAbove : lines[i - 1];
    const length = Math.max(0, start - 1);
    const full = lines.length === 1 ? line + restOfLine : line;
    if (isWhole && (saysTheSame(line, above) || saysTheSame(full, above)))
      return { length, reason: 'repeatsLineAbove' };
    const rest = i === 0 ? [full, ...lines.slice(1)] : lines.slice(i);
    if (standBelow(rest, isLastWhole, linesBelow)) return { length, reason: 'standsBelow' };
    start += line.length + 1;
  }
  return { length: text.length, reason: 'standsBelow' };
}

/** Whether all the lines of a suggestion from some line on are the first ones below; the last may be a part of one. */
function standBelow(lines: readonly string[], isLastWhole: boolean, linesBelow: readonly string[]): boolean {
  const wanted = lines.map(line => line.trim()).filter(line => line !== '');
  if (wanted.length === 0 || wanted.length > linesBelow.length || !hasWords(wanted[0])) return false;
  return wanted.every((line, i) => {
    const below = linesBelow[i].trim();
    return line === below || (!isLastWhole && i === wanted.length - 1 && below.startsWith(line));
  });
}

/** Whether the end of a suggestion and what stands behind it would be read as one token. */
function joins(shown: string, after: string, language: Language): boolean {
  const { joinsNextLine, joinedPairs } = suggestionLanguages[language];
  return joinsNextLine?.test(shown) === true || joinedPairs.includes(shown.slice(-1) + after.slice(0, 1));
}

/** Whether a suggestion ends with the punctuation that stands behind it. */
function repeatsPunctuation(shown: string, rest: string): boolean {
  const mark = rest.startsWith('\\\\') ? '\\\\' : rest.slice(0, 1);
  return [';', ',', '.', ':', '\\\\'].includes(mark) && shown.trimEnd().endsWith(mark);
}
