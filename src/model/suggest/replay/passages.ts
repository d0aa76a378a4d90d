import type { Random } from '../../base/random.ts';
import type { SourceText } from '../../text/corpus.ts';

/** The part of a file that is typed; what stands before it is there when typing begins, and behind it nothing. */
export interface Passage extends SourceText {
  /** UTF-16 offsets. It begins at the beginning of a line. */
  from: number;
  to: number;
}

export interface PassageOptions {
  /** At most. */
  files: number;
  /** Of each at most, in UTF-16 units. */
  characters: number;
  random: Random;
}

/** Which files are typed, in their order, and which part of each: all of it, or from a line that is drawn. */
export function choosePassages(
  texts: readonly SourceText[],
  { files, characters, random }: PassageOptions,
): Passage[] {
  const order = texts.map((_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  const chosen = order.slice(0, files).toSorted((a, b) => a - b);
  return chosen.map(i => passageOf(texts[i], characters, random.next()));
}

function passageOf(file: SourceText, characters: number, draw: number): Passage {
  const { text } = file;
  const spare = Math.max(0, text.length - characters);
  const drawn = Math.floor(draw * spare);
  // Where the line is longer than the rest there is no other beginning than its own.
  const from = text.lastIndexOf('\n', drawn - 1) + 1;
  const end = Math.min(text.length, from + characters);
  // Not through a surrogate pair.
  const to = end < text.length && (text.charCodeAt(end) & 0xfc00) === 0xdc00 ? end + 1 : end;
  return { ...file, from: drawn === 0 ? 0 : from, to };
}
