import { Random } from '../../../src/model/base/random.ts';
import { fitSuggestion, type Fitted } from '../../../src/model/suggest/fitSuggestion.ts';
import { Place } from '../../../src/model/suggest/place.ts';
import { maySuggestBefore } from '../../../src/model/suggest/suggestionRules.ts';
import type { Language } from '../../../src/model/text/language.ts';
import { isBalanced, openAtEnd } from './balance.ts';

/** A text with the cursor in it; `removed` is what was cut out there. */
interface Cut {
  language: Language;
  before: string;
  removed: string;
  after: string;
}

/** Something that does not hold, with all that is needed to see it again. */
interface Failure {
  what: string;
  cut: Cut;
  fitted: Fitted;
}

export interface Tally {
  cuts: number;
  shownWhole: number;
  shownPart: number;
  nothing: number;
  failures: Failure[];
}

/** Characters that make trouble, with some that do not. */
const GARBAGE: Readonly<Record<Language, readonly string[]>> = {
  c: [
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '\\',
    '\\"',
    '/*',
    '*/',
    '//',
    '/',
    '*',
    ';',
    ' ',
    'ab',
    '\n',
    '#',
  ],
  latex: [
    '{',
    '}',
    '$',
    '$$',
    '\\(',
    '\\)',
    '\\[',
    '\\]',
    '\\',
    '\\\\',
    '%',
    '\\%',
    '\\begin{a}',
    '\\end{a}',
    '\\end{document}',
    '\\left(',
    '\\right)',
    'ab',
    ' ',
    '\n',
  ],
  other: ['(', ')', '"', 'ab', ' '],
};

/**
 * Cuts a text at random places and holds what would be shown there against what must be:
 *
 * - with what was cut out as the continuation, what is shown is a beginning of it; and it is all of it where it is a
 *   stretch of one line that leaves open what was open before it, is no repetition and no trifle;
 * - a text whose brackets are balanced without the suggestion has them balanced with it, whatever the continuation,
 *   where something stands behind the cursor.
 */
export function tryCuts(
  text: string,
  language: Language,
  { seed, count }: { seed: number; count: number },
): Tally {
  const random = new Random(seed);
  const tally: Tally = { cuts: 0, shownWhole: 0, shownPart: 0, nothing: 0, failures: [] };
  for (let i = 0; i < count; i++) {
    const cut = i % 2 === 0 ? cutInLine(text, language, random) : cutAnywhere(text, language, random);
    if (!cut) continue;
    tally.cuts++;
    checkRight(cut, tally);
    checkGarbage({ ...cut, removed: garbage(text, language, random) }, tally);
  }
  return tally;
}

function checkRight(cut: Cut, tally: Tally): void {
  const { removed, after } = cut;
  const fitted = fit(cut, after[0]);
  const shown = 'text' in fitted ? fitted.text : '';
  if (shown === removed) tally.shownWhole++;
  else if (shown !== '') tally.shownPart++;
  else tally.nothing++;
  if (!removed.startsWith(shown))
    tally.failures.push({ what: 'not a beginning of what was cut out', cut, fitted });
  if (shown !== removed && mustBeWhole(cut, fitted))
    tally.failures.push({ what: 'not all of it', cut, fitted });
}

function checkGarbage(cut: Cut, tally: Tally): void {
  const { before, after, language } = cut;
  // Behind which nothing stands, that is being written: it may open something.
  if (after.trim() === '' || !isBalanced(before + after, language)) return;
  const fitted = fit(cut);
  if ('text' in fitted && !isBalanced(before + fitted.text + after, language))
    tally.failures.push({ what: 'brackets that were balanced are not', cut, fitted });
}

function fit({ before, removed, after, language }: Cut, next?: string): Fitted {
  const place = new Place({ before, after, language, startsText: true, endsText: true });
  return fitSuggestion(place, { text: removed, next });
}

/** A stretch of one line that could be a suggestion, with nothing but closers behind it. */
function cutInLine(text: string, language: Language, random: Random): Cut | undefined {
  const at = below(random, text.length);
  const lineEnd = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
  const closers = /[\s)\]}>"'`;:,.$*/\\]*$/.exec(text.slice(at, lineEnd))![0].length;
  const end = lineEnd - below(random, closers + 1);
  return end > at ? cutOut(text, language, at, end) : undefined;
}

function cutAnywhere(text: string, language: Language, random: Random): Cut {
  const at = below(random, text.length);
  return cutOut(text, language, at, Math.min(text.length, at + 1 + below(random, 60)));
}

function cutOut(text: string, language: Language, at: number, end: number): Cut {
  return { language, before: text.slice(0, at), removed: text.slice(at, end), after: text.slice(end) };
}

function garbage(text: string, language: Language, random: Random): string {
  if (below(random, 3) === 0) {
    const at = below(random, text.length);
    return text.slice(at, at + 1 + below(random, 80));
  }
  const pieces = GARBAGE[language];
  return Array.from({ length: 1 + below(random, 12) }, () => pieces[below(random, pieces.length)]).join('');
}

function mustBeWhole({ before, removed, after, language }: Cut, fitted: Fitted): boolean {
  const rest = after.split('\n', 1)[0];
  if (removed.includes('\n') || !maySuggestBefore(rest, language)) return false;
  // Rules that have tests of their own.
  const byRule = ['repeatsLineAbove', 'standsBelow', 'emptyComment', 'loneOpening', 'blank', 'breaksToken'];
  if ('reason' in fitted && byRule.includes(fitted.reason)) return false;
  if (/\\\s*$/.test(rest) || (/^\s*[;,.:]/.test(rest) && removed.endsWith(rest.trim()[0]))) return false;
  if (/(?:\s|[*/\\]|\\right)$/.test(removed)) return false;
  const open = openAtEnd(before, language);
  const openBehind = openAtEnd(before + removed, language);
  return open !== undefined && openBehind !== undefined && open.join(' ') === openBehind.join(' ');
}

/** A whole number from 0 to below `limit`. */
function below(random: Random, limit: number): number {
  return Math.floor(random.next() * limit);
}
