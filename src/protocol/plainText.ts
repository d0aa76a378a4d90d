/**
 * Text that came from elsewhere, on its way to a person: names of files, what a model's files say, whoever holds a
 * lock, what a model writes. A terminal, a log or a notification must show what it is, and not do what it says.
 */

/** A line for a person is no longer than this, in UTF-16 units. Whole paths fit in it, a file's contents do not. */
export const LONGEST_LINE = 2000;
const ELLIPSIS = ' [...] ';

/**
 * Whatever moves a cursor, turns the direction of writing or leaves nothing to see: controls, formats, separators of
 * lines and paragraphs, lone surrogates, and what is drawn as nothing. U+FE0E and U+FE0F stay: they only choose between
 * two looks of the symbol before them.
 */
const CLASS = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`;
const UNSEEN = String.raw`(?![\uFE0E\uFE0F])${CLASS}`;
const everyUnseen = new RegExp(UNSEEN, 'gu');
const everyUnseenButLayout = new RegExp(String.raw`(?![\n\t])${UNSEEN}`, 'gu');
const anyUnseen = new RegExp(UNSEEN, 'u');

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line to be read by a person: what cannot be seen is written as `\n`, `\u001b`, and what is too long is cut. */
export function plainLine(text: string, longest = LONGEST_LINE): string {
  // Cut first: there may be megabytes.
  return shortened(shortened(text, longest).replace(everyUnseen, escaped), longest);
}

/** The same for text of many lines, of any length: line feeds and tabs stay. */
export function plainText(text: string): string {
  return text.replace(everyUnseenButLayout, escaped);
}

/** JSON that says the same in characters that can all be seen. It must be of one line, as JSON.stringify gives it. */
export function plainJson(json: string): string {
  // Outside of its strings such JSON has none of these, so each becomes an escape within a string.
  return json.replace(everyUnseen, character =>
    Array.from({ length: character.length }, (_, i) => unitEscape(character.charCodeAt(i))).join(''),
  );
}

/** Whether a character is one that a person could not see, or that would do something. */
export function isUnseen(character: string): boolean {
  return anyUnseen.test(character);
}

function escaped(character: string): string {
  const codePoint = character.codePointAt(0)!;
  return (
    shortEscapes[character] ?? (codePoint > 0xffff ? `\\u{${codePoint.toString(16)}}` : unitEscape(codePoint))
  );
}

function unitEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/** What is left out is in the middle: a message begins with what it is about and ends with what to do. */
function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = Math.floor(longest / 3);
  const start = longest - end - ELLIPSIS.length;
  // Half of a character would be shown as a lone surrogate.
  const [head, tail] = [text.slice(0, start), text.slice(-end)];
  return `${head.replace(/[\uD800-\uDBFF]$/, '')}${ELLIPSIS}${tail.replace(/^[\uDC00-\uDFFF]/, '')}`;
}
