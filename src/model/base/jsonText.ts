/** What a text may ask of whoever reads it as JSON. */
export interface JsonLimits {
  /** UTF-16 units. */
  length: number;
  /** Of lists and objects within each other. */
  depth: number;
}

/**
 * JSON out of a file that may be damaged or made to harm: undefined, with the reason in words, for what is no JSON, is
 * nested deeper than the limit, or names a field of an object twice, which programs read in different ways.
 */
export function parseJsonText(
  text: string,
  limits: JsonLimits,
): { value: unknown } | { value?: undefined; problem: string } {
  if (text.length > limits.length)
    return { problem: `it has ${text.length} characters, more than the ${limits.length} that are read` };
  const problem = problemOf(text, limits.depth);
  if (problem !== undefined) return { problem };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: 'it is not JSON' };
  }
}

/** A value as a message shows it: short whatever it is, and never by way of its own nested parts. */
export function shown(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/** Looks through the text without building anything. What is no JSON at all is left to JSON.parse. */
function problemOf(text: string, depth: number): string | undefined {
  // Of each open object the fields so far; of each open list nothing.
  const open: (Set<string> | undefined)[] = [];
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case QUOTE: {
        const end = endOfString(text, i);
        const fields = open.at(-1);
        if (fields && isField(text, end)) {
          const name = nameOf(text.slice(i, end));
          if (name !== undefined && fields.has(name)) return `it has ${shown(name)} twice`;
          if (name !== undefined) fields.add(name);
        }
        i = end - 1;
        break;
      }
      case OPEN_OBJECT:
      case OPEN_LIST:
        if (open.length === depth) return `it is nested more than ${depth} deep`;
        open.push(text.charCodeAt(i) === OPEN_OBJECT ? new Set() : undefined);
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        open.pop();
        break;
    }
  }
  return undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SPACE = 0x20;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** After the closing quote, or the end of a text that has none. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === QUOTE) return i + 1;
    if (unit === BACKSLASH) i++;
  }
  return text.length;
}

function isField(text: string, end: number): boolean {
  let i = end;
  while (i < text.length && text.charCodeAt(i) <= SPACE) i++;
  return text.charCodeAt(i) === COLON;
}

/** As it is written with escapes or without; undefined for what is no string. */
function nameOf(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}
