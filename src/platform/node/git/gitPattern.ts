import { PatternProgram } from '../files/patternProgram.ts';
import { readSet } from './gitCharacterSet.ts';

/*
 * The patterns of .gitignore files as git reads them (gitignore(5); dir.c and wildmatch.c of git 2.39), with what is
 * odd about them. Patterns and paths are bytes, one a character (latin1), as they are to git: ? is one byte.
 */

/** One line of a rule file. */
export interface Rule {
  /** Counted from 1. */
  line: number;
  /** As it is written, for people. */
  text: string;
  /** It takes back what an earlier rule left out. */
  negative: boolean;
  foldersOnly: boolean;
  /** It is about the last part of a path: the pattern has no slash but at its end. */
  nameOnly: boolean;
  /** The pattern up to its first special character, without a slash at its start. */
  literal: string;
  /** The pattern from there on; empty when it has no special characters. */
  rest: string;
}

/** A line as a rule; undefined when it is none. */
export function parseRule(written: string, line: number): Rule | undefined {
  const text = trimSpaces(untilNul(written.endsWith('\r') ? written.slice(0, -1) : written));
  if (text === '' || text.startsWith('#')) return undefined;
  const negative = text.startsWith('!');
  let pattern = negative ? text.slice(1) : text;
  const foldersOnly = pattern.endsWith('/');
  if (foldersOnly) pattern = pattern.slice(0, -1);
  const nameOnly = !pattern.includes('/');
  if (pattern.startsWith('/')) pattern = pattern.slice(1);
  const special = pattern.search(/[*?[\\]/);
  const literal = special < 0 ? pattern : pattern.slice(0, special);
  return { line, text, negative, foldersOnly, nameOnly, literal, rest: pattern.slice(literal.length) };
}

/** For git a line is a string of C. */
function untilNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** Spaces at the end do not count, unless a backslash stands before them. */
function trimSpaces(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === ' ') end--;
  let backslashes = 0;
  while (text[end - 1 - backslashes] === '\\') backslashes++;
  return text.slice(0, backslashes % 2 === 1 ? end + 1 : end);
}

/** What `rest` of a rule matches, behind its literal; undefined when that is nothing. */
export function compileRest({ rest, nameOnly }: Rule, ignoreCase: boolean): PatternProgram | undefined {
  return compileWildmatch(rest, { isPath: !nameOnly, ignoreCase });
}

/**
 * `ignoreCase`: of texts that are in lower case. In a path stars and sets match no slash, but for two stars that stand
 * alone between slashes.
 */
export function compileWildmatch(
  pattern: string,
  { isPath, ignoreCase }: { isPath: boolean; ignoreCase: boolean },
): PatternProgram | undefined {
  const program = new PatternProgram();
  for (let at = 0; at < pattern.length;) {
    const character = pattern[at];
    if (character === '*') at = addStars(program, pattern, at, isPath);
    else if (character === '?') {
      program.addAny({ slash: !isPath });
      at++;
    } else if (character === '[') {
      const set = readSet(pattern, at, { isPath, ignoreCase });
      if (!set) return undefined;
      program.addTest(set.test);
      at = set.end;
    } else if (character === '\\') {
      if (at + 1 === pattern.length) return undefined;
      // Not in lower case: such a character then matches none.
      program.addCharacter(pattern.charCodeAt(at + 1));
      at += 2;
    } else {
      program.addCharacter((ignoreCase ? lowerCase(character) : character).charCodeAt(0));
      at++;
    }
  }
  return program;
}

/** Adds what a run of stars means; gives the place behind it. */
function addStars(program: PatternProgram, pattern: string, start: number, isPath: boolean): number {
  let end = start;
  while (pattern[end] === '*') end++;
  const standsAlone =
    end - start > 1 &&
    (start === 0 || pattern[start - 1] === '/') &&
    (end === pattern.length || pattern[end] === '/' || pattern.startsWith('\\/', end));
  if (!isPath) program.addStar({ slash: true });
  else if (standsAlone && pattern[end] === '/') {
    program.addFolders();
    end++;
    // Once more would say the same.
    while (/^\*\*+\/$/.test(pattern.slice(end, pattern.indexOf('/', end) + 1)))
      end = pattern.indexOf('/', end) + 1;
  } else program.addStar({ slash: standsAlone });
  return end;
}

/** Of the letters of ASCII alone, as git does. */
export function lowerCase(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, letters => letters.toLowerCase()) : text;
}
