import { withLineFeeds } from '../../text/vocabulary.ts';

const FIRST_PRINTABLE = 0x20;
const PRINTABLE = 0x7f - FIRST_PRINTABLE;
const TAB = 0x09;
const LINE_FEED = 0x0a;

/** Symbols of a model that is made beforehand, and so cannot know the characters of a text: ASCII, and one for all others. */
export const PLAIN_SYMBOLS = PRINTABLE + 3;

/** One symbol for each code point of a text with its line endings read as LF. */
export function plainSymbols(text: string): Uint8Array {
  return Uint8Array.from(Array.from(withLineFeeds(text)), character => symbolOf(character.codePointAt(0)!));
}

function symbolOf(codePoint: number): number {
  if (codePoint === TAB) return 1;
  if (codePoint === LINE_FEED) return 2;
  const place = codePoint - FIRST_PRINTABLE;
  return place >= 0 && place < PRINTABLE ? place + 3 : 0;
}
