// What a starter model should not learn. Each function says whether one kind of it is there; `reasonsToLeaveOut` is the
// list of them, in the order in which they are asked.

/** Shorter texts are stubs, in UTF-16 units. */
const LEAST = 400;

/** Where tools say that they have written a file, which is near its start. */
const HEAD = 3000;
const GENERATED =
  /do not (edit|modify|change)|@generated|(automatically|auto-?|machine)[ -]?(generated|made|created)|(generated|created|produced|made) (automatically|mechanically)|(is|was|file|code) generated (by|from|with)|\bgenerated (by|from)\b|bison implementation|lexical scanner generated/i;

const LONGEST_LINE = { c: 400, latex: 6000 };
/** Least share of white space: between words and lines somebody puts some. */
const LEAST_SPACE = 0.07;
/** Mean length of C's lines that are not blank; who writes by hand breaks them at 80 or 100. */
const MEAN_LINE = 75;

/** A number, a character, or bytes in a string. */
const NUMBER =
  /0x[0-9a-f]+[ul]*|\d[\d.]*(?:e[-+]?\d+)?[ulf]*|'(?:\\?.|\\x..)'|"(?:\\x[0-9a-f]{2})+"|"[0-9a-f]{16,}"/gi;
const MOST_NUMBERS = 0.25;
const MOST_DIGITS = 0.16;

const MOST_FOREIGN_CHARACTERS = 0.004;
const ENGLISH = new Set(
  'the of and to is in that for it as with be are this by or from which not can'.split(' '),
);
const LEAST_ENGLISH = 0.12;
/** Fewer words say nothing of a language. */
const ENOUGH_WORDS = 40;

/** A shingle is so many words that follow each other. */
export const SHINGLE_WORDS = 6;
const LEAST_NEW = 0.55;

/** @type {[reason: string, isSo: (text: string, language: 'c' | 'latex') => boolean][]} */
export const reasonsToLeaveOut = [
  ['short', text => text.length < LEAST],
  ['minified', isMinified],
  ['numbers', isTableOfNumbers],
  ['repeating itself', repeatsItself],
  ['another language', isForeign],
  ['not LaTeX', (text, language) => language === 'latex' && !isLatex(text)],
];

/** Whether a tool says that it has written the text. @param {string} text */
export function isGenerated(text) {
  return GENERATED.test(text.slice(0, HEAD));
}

/** Whether no person lays text out like this. @param {string} text @param {'c' | 'latex'} language */
export function isMinified(text, language) {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  if (lines.some(line => line.length > LONGEST_LINE[language])) return true;
  const space = text.length - text.replaceAll(/\s/g, '').length;
  if (space < LEAST_SPACE * text.length) return true;
  const mean = lines.reduce((sum, line) => sum + line.trim().length, 0) / Math.max(1, lines.length);
  return language === 'c' && mean > MEAN_LINE;
}

/** Whether a good part of it is numbers. @param {string} text */
export function isTableOfNumbers(text) {
  const visible = text.replaceAll(/\s/g, '').length;
  const digits = text.replaceAll(/\D/g, '').length;
  if (digits > MOST_DIGITS * visible) return true;
  let numbers = 0;
  for (const line of text.split('\n')) if (isNumbersOnly(line)) numbers += line.length;
  return numbers > MOST_NUMBERS * text.length;
}

/** Whether nothing else is in a line, but for punctuation and a comment. */
function isNumbersOnly(line) {
  if (!/\d/.test(line)) return false;
  return !/[a-z_]/i.test(line.replaceAll(/\/\*.*?\*\//g, '').replaceAll(NUMBER, ''));
}

/** Whether much of what is said in it is said in it again. @param {string} text */
export function repeatsItself(text) {
  const all = shingles(text);
  return all.length > 0 && new Set(all).size < LEAST_NEW * all.length;
}

/** Whether its words are not English, or its letters not of English. @param {string} text @param {'c' | 'latex'} language */
export function isForeign(text, language) {
  const foreign = text.replaceAll(/[\0-\u007f]/g, '').length;
  if (foreign > MOST_FOREIGN_CHARACTERS * text.length) return true;
  if (language === 'c') return false;
  const prose = text.replaceAll(/%.*|\\[a-zA-Z]+|\$[^$]{0,400}\$/g, ' ').toLowerCase();
  const words = prose.match(/[a-z]+/g) ?? [];
  if (words.length < ENOUGH_WORDS) return false;
  return (
    words.filter(word => ENGLISH.has(word)).length <
    LEAST_ENGLISH * words.filter(word => word.length > 1).length
  );
}

/** Whether it is a document or a package of LaTeX, and not of plain TeX or ConTeXt. @param {string} text */
export function isLatex(text) {
  const marks = text.match(
    /\\(begin\{|section|chapter|subsection|usepackage|documentclass|newcommand|RequirePackage|Provides|item\b|emph\{|label\{)|^@\w+\{/gm,
  );
  return (marks?.length ?? 0) * 2500 > text.length;
}

/**
 * Hashes of all runs of words of a text, to compare texts by. A word is letters and digits; what stands between words
 * does not count, so that another layout is the same text.
 * @param {string} text @returns {number[]} 32 bits each
 */
export function shingles(text) {
  const words = text.match(/\w+/g) ?? [];
  const hashes = words.map(hashOfWord);
  const found = [];
  for (let i = SHINGLE_WORDS; i <= hashes.length; i++) {
    let hash = 0x811c9dc5;
    for (let j = i - SHINGLE_WORDS; j < i; j++)
      hash = Math.imul(hash ^ hashes[j], 0x01000193) ^ (hash >>> 15);
    found.push(hash >>> 0);
  }
  return found;
}

/** FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOfWord(word) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
