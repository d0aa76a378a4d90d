import type { Language } from '../text/language.ts';
import { suggestionLanguages } from './languages/suggestionLanguages.ts';
import {
  endsWithLine,
  isAmong,
  isCommentOverLines,
  type Opening,
  type OpeningKind,
  outwards,
} from './openings.ts';
import { Scanner } from './scanner.ts';
import { Standing } from './standing.ts';

/** The text on either side of the cursor, with LF line ends, as far as it is looked at. */
interface Surroundings {
  /** Begins with a line, unless that is very long. */
  before: string;
  after: string;
  language: Language;
  /** Whether `before` begins where the text does. */
  startsText: boolean;
  /** Whether `after` ends where the text does. */
  endsText: boolean;
}

/** Lines below the cursor that a suggestion is compared with. */
const LINES_BELOW = 8;

/** What may be amiss with something weak while all that is stronger is well. */
const STRENGTHS: readonly number[] = [0, 1, 2];

/** What the end of a line closes, and what may be left of the line to become part of it. */
const ENDED_BY_LINE: Readonly<Partial<Record<OpeningKind, RegExp>>> = {
  '//': /^\s*$/,
  '%': /^\s*$/,
  '#': /^[^()[\]{}"'\\/*]*$/,
};

/** A place for a suggestion: what is open there, and what of it the text behind it closes. */
export class Place {
  readonly before: string;
  readonly after: string;
  readonly language: Language;
  /** The line before the cursor and behind it. */
  readonly linePrefix: string;
  readonly restOfLine: string;
  /** The last line above that is not blank. */
  readonly lineAbove: string | undefined;
  /** The first lines below that are not blank. */
  readonly linesBelow: readonly string[];
  /** Whether the cursor stands within what is read as one thing, such as an escaped quote. */
  readonly isWithinToken: boolean;
  readonly #scanner: Scanner;
  readonly #standing: Standing;
  /** Whether what was opened before the text that is looked at may be closed. */
  readonly #mayCloseUnseen: boolean;
  /** Whether nothing stands behind the cursor: there the text is being written, and not finished whatever is open. */
  readonly #isLast: boolean;

  constructor({ before, after, language, startsText, endsText }: Surroundings) {
    this.before = before;
    this.after = after;
    this.language = language;
    this.linePrefix = before.slice(before.lastIndexOf('\n') + 1);
    const lineEnd = after.indexOf('\n');
    this.restOfLine = lineEnd < 0 ? after : after.slice(0, lineEnd);
    this.lineAbove = lastLine(before.slice(0, before.length - this.linePrefix.length));
    this.linesBelow = firstLines(after.slice(this.restOfLine.length), LINES_BELOW);
    this.#isLast = endsText && after.trim() === '';
    this.#mayCloseUnseen = !startsText && this.#isLast;
    const rules = suggestionLanguages[language];
    this.#scanner = new Scanner(rules, { startsText, byIndentation: !(startsText && endsText) });
    this.#scanner.run(before);
    const cursor = before.length;
    const behind = { text: before + after, cursor, lineEnd: cursor + this.restOfLine.length, endsText };
    const isOneToken = this.#scanner.at < cursor && rules.oneToken.test(before.slice(-1) + after.slice(0, 1));
    this.isWithinToken = isOneToken && new Standing(this.#scanner, behind).isSound(rules.soundStrength);
    this.#standing = new Standing(this.#parted(), behind);
  }

  /** What is open at the cursor, the innermost. */
  get open(): Opening | undefined {
    return this.#scanner.top;
  }

  /** Goes on reading from the cursor, in a text that begins with the one before it. */
  scanOn(): Scanner {
    return this.#scanner.fork();
  }

  /** What stands already between the cursor and where something that is open is closed; undefined if it is not. */
  bodyOf(opening: Opening): string | undefined {
    const at = this.#standing.closedAt(opening);
    if (at === undefined) return undefined;
    const body = this.after.slice(0, at - this.before.length);
    return opening.kind === 'env' ? body.replace(/\\end\s*\{[^{}]*$/, '') : body;
  }

  /**
   * Why a suggestion must not end where this is open, when so many of its closers closed nothing or of its openings
   * were ended by something else than what closes them; undefined if it may.
   */
  misfit(top: Opening | undefined, mistakes: number): 'standsAfter' | 'leavesOpen' | undefined {
    if (mistakes > 0 && !this.#mayCloseUnseen) return 'standsAfter';
    const open = this.#afterLine(top);
    if (areAlike(outwards(open), outwards(this.open))) return undefined;
    if (open && this.#swallowsRest(open)) return 'leavesOpen';
    if (STRENGTHS.every(strength => this.#fits(open, strength))) return undefined;
    return open && !isAmong(open, this.open) ? 'leavesOpen' : 'standsAfter';
  }

  /** Whether what is open is what was open; or what the text behind the cursor closes, if that is something else. */
  #fits(top: Opening | undefined, strength: number): boolean {
    const openings = outwards(top, strength);
    if (areAlike(openings, outwards(this.open, strength))) return true;
    return (
      (this.#isLast || !this.#standing.isSound(strength)) && this.#standing.closesAll(openings, strength)
    );
  }

  /** Without what the end of the line closes, where nothing on it would be read as something else. */
  #afterLine(top: Opening | undefined): Opening | undefined {
    let each = top;
    while (each && !isAmong(each, this.open) && ENDED_BY_LINE[each.kind]?.test(this.restOfLine))
      each = each.outer;
    return each;
  }

  /** Whether text that stands behind the cursor would become part of a comment or string. */
  #swallowsRest(top: Opening): boolean {
    if (isAmong(top, this.open)) return false;
    if (isCommentOverLines(top)) return this.after.trim() !== '';
    return endsWithLine(top) && this.restOfLine.trim() !== '';
  }

  /** What is put in parts what stands before it from what stands behind it, also where the two are one thing now. */
  #parted(): Scanner {
    const scanner = this.#scanner.fork();
    scanner.at = this.before.length;
    return scanner;
  }
}

/** Whether the same things are open in two places, one in the other in the same order. */
function areAlike(a: readonly Opening[], b: readonly Opening[]): boolean {
  return a.length === b.length && a.every(({ kind, name }, i) => kind === b[i].kind && name === b[i].name);
}

function lastLine(text: string): string | undefined {
  const end = text.trimEnd();
  return end === '' ? undefined : end.slice(end.lastIndexOf('\n') + 1);
}

function firstLines(text: string, most: number): string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length && lines.length < most;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end);
    if (line.trim() !== '') lines.push(line);
    start = end + 1;
  }
  return lines;
}
