import type { CharacterTest } from '../files/patternProgram.ts';

const SLASH = 0x2f;

/** Of ASCII, from and to in turn; git's own, in which a vertical tab is no space. */
const classes = new Map(
  Object.entries({
    alnum: '09AZaz',
    alpha: 'AZaz',
    blank: '\t\t  ',
    cntrl: '\0\u001f\u007f\u007f',
    digit: '09',
    graph: '!~',
    lower: 'az',
    print: ' ~',
    punct: '!/:@[`{~',
    space: '\t\n\r\r  ',
    upper: 'AZ',
    xdigit: '09AFaf',
  }),
);

/**
 * Reads a set such as [a-z] or [!0-9[:space:]] of which the bracket is at `start`; undefined when it is not closed or
 * names no class, so that the whole pattern matches nothing. `end` is the place behind it.
 */
export function readSet(
  pattern: string,
  start: number,
  { isPath, ignoreCase }: { isPath: boolean; ignoreCase: boolean },
): { test: CharacterTest; end: number } | undefined {
  const members = new Uint8Array(256);
  const add = (from: string, to: string) => addRange(members, from, to, ignoreCase);
  let at = start + 1;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at++;
  /** What a range may begin with. */
  let previous = '';
  const first = at;
  for (; at === first || pattern[at] !== ']'; at++) {
    let character = pattern[at];
    if (character === undefined) return undefined;
    if (character === '-' && previous !== '' && at + 1 < pattern.length && pattern[at + 1] !== ']') {
      if (pattern[++at] === '\\') at++;
      if (at >= pattern.length) return undefined;
      add(previous, pattern[at]);
      previous = '';
    } else if (character === '[' && pattern[at + 1] === ':') {
      const close = pattern.indexOf(']', at + 2);
      if (close < 0) return undefined;
      if (close === at + 2 || pattern[close - 1] !== ':') {
        // No class: the bracket is one of the characters.
        members[character.charCodeAt(0)] = 1;
        previous = character;
        continue;
      }
      const ranges = classes.get(pattern.slice(at + 2, close - 1));
      if (ranges === undefined) return undefined;
      for (let i = 0; i < ranges.length; i += 2) add(ranges[i], ranges[i + 1]);
      at = close;
      previous = '';
    } else {
      if (character === '\\') character = pattern[++at];
      if (character === undefined) return undefined;
      members[character.charCodeAt(0)] = 1;
      previous = character;
    }
  }
  if (isPath && !negated) members[SLASH] = 0;
  if (isPath && negated) members[SLASH] = 1;
  return { test: code => (members[code] === 1) !== negated, end: at + 1 };
}

/** In lower case a range of capitals means the small ones, too; a capital by itself does not. */
function addRange(members: Uint8Array, from: string, to: string, ignoreCase: boolean): void {
  const [low, high] = [from.charCodeAt(0), to.charCodeAt(0)];
  for (let code = low; code <= high; code++) {
    members[code] = 1;
    if (ignoreCase && code >= 0x41 && code <= 0x5a) members[code + 0x20] = 1;
  }
}
