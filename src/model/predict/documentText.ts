import { type Vocabulary, withLineFeeds } from '../text/vocabulary.ts';

/** Characters that one edit costs at most, beyond its own. */
const CHUNK_CHARACTERS = 1024;

/** A stretch of the text that no character straddles. */
interface Chunk {
  /** As it was handed in, CRLF kept. */
  text: string;
  /** One id a character. */
  ids: Uint16Array;
}

/** Where something is: an index into the chunks and a distance into that chunk. */
interface Place {
  chunk: number;
  /** Units or characters into the chunk. */
  rest: number;
  /** Characters (for an offset) or units (for an index) in the chunks before. */
  before: number;
}

/** What an edit did to the characters. */
export interface CharacterChange {
  from: number;
  removed: number;
  inserted: number;
}

/**
 * A text as the network reads it. Offsets count UTF-16 units of the text as it was handed in; indices count
 * characters: code points, with a CRLF or a lone CR as one LF. An edit costs its own length and that of one chunk, not
 * that of the text.
 */
export class DocumentText {
  private chunks: Chunk[] = [];
  private characters = 0;
  private units = 0;
  private readonly vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** In characters. */
  get length(): number {
    return this.characters;
  }

  /** In UTF-16 units. */
  get unitLength(): number {
    return this.units;
  }

  /**
   * Replaces `length` units at `offset`. Says what it did to the characters: those before `from` are as they were, and
   * `removed` of them from there on gave way to `inserted`.
   */
  replace(offset: number, length: number, text: string): CharacterChange {
    const start = clamp(offset, 0, this.units);
    const end = clamp(offset + length, start, this.units);
    // The chunks of the units before and behind belong to it too: a CRLF or a surrogate pair may be joined or parted.
    const first = this.placeOfOffset(Math.max(0, start - 1));
    const last = this.placeOfOffset(end);
    const replaced = this.chunks.slice(first.chunk, last.chunk + 1);
    const old = replaced.map(chunk => chunk.text).join('');
    const at = first.rest + Math.min(1, start);
    const joined = old.slice(0, at) + text + old.slice(at + end - start);
    const chunks = this.split(joined);
    const removed = countCharacters(replaced);
    const inserted = countCharacters(chunks);
    this.units += joined.length - old.length;
    this.characters += inserted - removed;
    this.chunks.splice(first.chunk, replaced.length, ...chunks);
    const same = sameCharacters(old, joined);
    return {
      from: first.before + same.atStart,
      removed: removed - same.atStart - same.atEnd,
      inserted: inserted - same.atStart - same.atEnd,
    };
  }

  /** Index of the character that holds the unit at an offset. */
  indexAt(offset: number): number {
    if (offset >= this.units) return this.characters;
    const { chunk, rest, before } = this.placeOfOffset(Math.max(0, offset));
    const { text, ids } = this.chunks[chunk];
    if (text.length === ids.length) return before + rest;
    let index = 0;
    for (let unit = characterEnd(text, 0); unit <= rest; unit = characterEnd(text, unit)) index++;
    return before + index;
  }

  /** Offset of the first unit of a character. */
  offsetAt(index: number): number {
    if (index >= this.characters) return this.units;
    const { chunk, rest, before } = this.placeOfIndex(Math.max(0, index));
    return before + unitsOf(this.chunks[chunk], rest);
  }

  /** The ids of characters [from, to). */
  ids(from: number, to: number): Uint16Array {
    const result = new Uint16Array(Math.max(0, Math.min(to, this.characters) - from));
    let filled = 0;
    let { chunk, rest } = this.placeOfIndex(from);
    while (filled < result.length) {
      const part = this.chunks[chunk++].ids.subarray(rest, rest + result.length - filled);
      result.set(part, filled);
      filled += part.length;
      rest = 0;
    }
    return result;
  }

  /** UTF-16 units of each of the characters [from, to): 1 or 2. */
  widths(from: number, to: number): Uint8Array {
    const widths = new Uint8Array(Math.max(0, Math.min(to, this.characters) - from));
    const text = this.sliceUnits(this.offsetAt(from), this.offsetAt(to));
    for (let i = 0, unit = 0; i < widths.length; unit += widths[i++])
      widths[i] = characterEnd(text, unit) - unit;
    return widths;
  }

  /** The text of characters [from, to), with LF line ends. */
  slice(from: number, to: number): string {
    return withLineFeeds(this.sliceUnits(this.offsetAt(from), this.offsetAt(to)));
  }

  private sliceUnits(from: number, to: number): string {
    let text = '';
    for (let { chunk, rest } = this.placeOfOffset(from); text.length < to - from; chunk++) {
      text += this.chunks[chunk].text.slice(rest, rest + to - from - text.length);
      rest = 0;
    }
    return text;
  }

  private split(text: string): Chunk[] {
    const chunks: Chunk[] = [];
    for (let from = 0; from < text.length;) {
      let to = Math.min(text.length, from + CHUNK_CHARACTERS);
      if (to < text.length && partsCharacter(text, to)) to++;
      const part = text.slice(from, to);
      chunks.push({ text: part, ids: this.vocabulary.encode(part) });
      from = to;
    }
    return chunks;
  }

  private placeOfOffset(offset: number): Place {
    let before = 0;
    let rest = offset;
    let chunk = 0;
    while (chunk + 1 < this.chunks.length && rest >= this.chunks[chunk].text.length) {
      rest -= this.chunks[chunk].text.length;
      before += this.chunks[chunk].ids.length;
      chunk++;
    }
    return { chunk, rest, before };
  }

  private placeOfIndex(index: number): Place {
    let before = 0;
    let rest = index;
    let chunk = 0;
    while (chunk + 1 < this.chunks.length && rest >= this.chunks[chunk].ids.length) {
      rest -= this.chunks[chunk].ids.length;
      before += this.chunks[chunk].text.length;
      chunk++;
    }
    return { chunk, rest, before };
  }
}

/** Where the character that starts at a unit ends. */
export function characterEnd(text: string, unit: number): number {
  return unit + (partsCharacter(text, unit + 1) ? 2 : 1);
}

/** Whether a cut before a unit would go through a surrogate pair or a CRLF. */
function partsCharacter(text: string, unit: number): boolean {
  const left = text.charCodeAt(unit - 1);
  const right = text.charCodeAt(unit);
  if (left === 0x0d) return right === 0x0a;
  return (left & 0xfc00) === 0xd800 && (right & 0xfc00) === 0xdc00;
}

/** Units of the first `characters` characters of a chunk. */
function unitsOf({ text, ids }: Chunk, characters: number): number {
  if (text.length === ids.length) return characters;
  let unit = 0;
  for (let i = 0; i < characters; i++) unit = characterEnd(text, unit);
  return unit;
}

function countCharacters(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { ids }) => sum + ids.length, 0);
}

/** How many characters two texts have in common at their starts, and of what is left at their ends. */
function sameCharacters(a: string, b: string): { atStart: number; atEnd: number } {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  while (partsCharacter(a, start) || partsCharacter(b, start)) start--;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end))
    end++;
  while (partsCharacter(a, a.length - end) || partsCharacter(b, b.length - end)) end--;
  return { atStart: charactersIn(a, 0, start), atEnd: charactersIn(a, a.length - end, a.length) };
}

/** Characters of a text that start in the units [from, to). */
function charactersIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let unit = from; unit < to; unit = characterEnd(text, unit)) count++;
  return count;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
