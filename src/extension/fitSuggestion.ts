/** What to put where, for a suggestion at the end of `before` on a line that goes on with `after`. */
export interface FittedSuggestion {
  text: string;
  /** Characters after the cursor that the text takes the place of. */
  replaces: number;
}

/** More than this after the cursor is not what an editor has put there by itself. */
const longestRest = 100;

/**
 * Makes a suggestion agree with what already stands after the cursor: characters that it repeats there are replaced,
 * not doubled, and what does not agree is cut off. Undefined when nothing is left worth showing.
 */
export function fitSuggestion(suggestion: string, after: string): FittedSuggestion | undefined {
  if (after.length > longestRest) return undefined;
  const rest = after.trimEnd();
  if (rest === '') return worthShowing(suggestion) ? { text: suggestion, replaces: 0 } : undefined;
  const line = firstLine(suggestion);
  if (holdsInOrder(line, rest)) return { text: line, replaces: after.length };
  // The suggestion would close what is closed already, or run on past it: keep what comes before that.
  const end = line.indexOf(rest[0]);
  const text = end < 0 ? line : line.slice(0, end);
  return worthShowing(text) ? { text, replaces: 0 } : undefined;
}

function worthShowing(text: string): boolean {
  return text.trim() !== '';
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}

/** Whether the characters of `rest` come in `text` in the same order, with more around them. */
function holdsInOrder(text: string, rest: string): boolean {
  let position = 0;
  for (const character of rest) {
    const found = text.indexOf(character, position);
    if (found < 0) return false;
    position = found + character.length;
  }
  return text.trim() !== rest.trim();
}
