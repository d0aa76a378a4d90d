/** Reads arguments of LaTeX out of a text, up to a limit: nothing goes on for long that may have no end. */

/** Characters that an argument is looked through for, at most. */
const LONGEST_ARGUMENT = 2000;

export interface Argument {
  /** What is between its brackets; of a command without braces the command. */
  content: string;
  from: number;
  /** Behind its closing mark. */
  end: number;
}

const NAME = /[A-Za-z]+/y;
const NAME_WITH_AT = /[A-Za-z@]+/y;
const SPACE = /[ \t]*\n?[ \t]*/y;

/** The name of the command whose backslash is at `at`: letters, or one character. */
export function commandName(text: string, at: number, atIsLetter: boolean): string {
  const pattern = atIsLetter ? NAME_WITH_AT : NAME;
  pattern.lastIndex = at + 1;
  return pattern.exec(text)?.[0] ?? text.charAt(at + 1);
}

/** Behind spaces and one line break at most. */
export function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.test(text);
  return SPACE.lastIndex;
}

/** The argument in braces at `at` or behind spaces, or a command in its place. */
export function readArgument(text: string, at: number): Argument | undefined {
  const from = skipSpace(text, at);
  if (text[from] === '{') return readBrackets(text, from, '}');
  if (text[from] !== '\\') return undefined;
  const content = `\\${commandName(text, from, true)}`;
  return { content, from, end: from + content.length };
}

/** An option in brackets at `at` or behind spaces. */
export function readOption(text: string, at: number): Argument | undefined {
  const from = skipSpace(text, at);
  return text[from] === '[' ? readBrackets(text, from, ']') : undefined;
}

/** From the opening mark at `from` to `close`, braces between them in pairs and comments left out of account. */
function readBrackets(text: string, from: number, close: string): Argument | undefined {
  let depth = 0;
  const limit = Math.min(text.length, from + LONGEST_ARGUMENT);
  for (let at = from + 1; at < limit; at++) {
    const character = text[at];
    if (character === close && depth === 0) return { content: text.slice(from + 1, at), from, end: at + 1 };
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === '}' && --depth < 0) return undefined;
    else if (character === '%') at = endOfLine(text, at) - 1;
  }
  return undefined;
}

/**
 * Where braces close that open at `from`, a backslash being a character like others. They do not reach over an empty
 * line: then `end` is there.
 */
export function closingBrace(text: string, from: number, limit: number): { end: number; isClosed: boolean } {
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b) depth++;
    else if (code === 0x7d && --depth === 0) return { end: at + 1, isClosed: true };
    else if (code === 0x0a && isEmptyLine(text, at + 1)) return { end: at, isClosed: false };
  }
  return { end: limit, isClosed: false };
}

/** Where a character comes again in the line, behind it; the line's end if it does not. */
export function nextInLine(text: string, from: number, limit: number): { end: number; isClosed: boolean } {
  const character = text[from];
  let at = from + 1;
  while (at < limit && text[at] !== '\n' && text[at] !== character) at++;
  const isClosed = at < limit && text[at] === character;
  return { end: isClosed ? at + 1 : at, isClosed };
}

export function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** True if the line that begins at `at` has nothing but spaces in it. */
export function isEmptyLine(text: string, at: number): boolean {
  for (let unit = at; unit < text.length; unit++) {
    const code = text.charCodeAt(unit);
    if (code === 0x0a) return true;
    if (code !== 0x20 && code !== 0x09) return false;
  }
  return false;
}
