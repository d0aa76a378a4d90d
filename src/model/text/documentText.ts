/** Characters that one edit costs at most, beyond its own. */
const CHUNK_CHARACTERS = 1024;

/** A stretch of the text that no character straddles. */
interface Chunk {
  text: string;
  /** How many there are in it: as many as units where none takes two. */
  characters: number;
}

/** Where something is: an index into the chunks and a distance into that chunk. */
interface Place {
  chunk: number;
  /** Units or characters into the chunk. */
  rest: number;
  /** Characters (for an offset) or units (for an index) in the chunks before. */
  before: number;
}

/** One replacement in a text: `length` UTF-16 units at `offset` become `text`. */
export interface TextChange {
  offset: number;
  length: number;
  text: string;
}

/** What an edit did to the characters: `removed` of them from `from` on gave way to `inserted`; maybe none to none. */
export interface CharacterChange {
  from: number;
  removed: number;
  inserted: number;
}

/** Half-open range of characters. */
export interface CharacterRange {
  from: number;
  to: number;
}

type ChangeListener = (change: TextChange, characters: CharacterChange) => void;

/**
 * The text of an open document, which all who follow the document read it from. Its line ends are LF: whoever hands in
 * text sees to that.
 *
 * Offsets count UTF-16 units; indices count characters, which are code points. An edit costs its own length and that of
 * one chunk, not that of the text.
 */
export class DocumentText {
  private chunks: Chunk[] = [];
  private characters = 0;
  private units = 0;
  private edits = 0;
  private joined: string | undefined;
  private readonly listeners = new Set<ChangeListener>();

  constructor(text = '') {
    this.replace({ offset: 0, length: 0, text });
  }

  /** In characters. */
  get length(): number {
    return this.characters;
  }

  /** In UTF-16 units. */
  get unitLength(): number {
    return this.units;
  }

  /** Counts the edits that changed a character. */
  get version(): number {
    return this.edits;
  }

  /** Another text in the place of all of this one. */
  set(text: string): void {
    this.replace({ offset: 0, length: this.units, text });
  }

  replace(change: TextChange): void {
    const { text } = change;
    if (text.includes('\r')) throw new RangeError('The line ends of an open document must be line feeds.');
    const start = clamp(change.offset, 0, this.units);
    const end = clamp(change.offset + change.length, start, this.units);
    // The chunks of the units before and behind belong to it too: a surrogate pair may be joined or parted.
    const first = this.placeOfOffset(Math.max(0, start - 1));
    const last = this.placeOfOffset(end);
    const replaced = this.chunks.slice(first.chunk, last.chunk + 1);
    const old = replaced.map(chunk => chunk.text).join('');
    const at = first.rest + Math.min(1, start);
    const joined = old.slice(0, at) + text + old.slice(at + end - start);
    const chunks = split(joined);
    const removed = countCharacters(replaced);
    const inserted = countCharacters(chunks);
    this.units += joined.length - old.length;
    this.characters += inserted - removed;
    this.chunks.splice(first.chunk, replaced.length, ...chunks);
    const same = sameCharacters(old, joined);
    const characters = {
      from: first.before + same.atStart,
      removed: removed - same.atStart - same.atEnd,
      inserted: inserted - same.atStart - same.atEnd,
    };
    if (characters.removed > 0 || characters.inserted > 0) {
      this.edits++;
      this.joined = undefined;
    }
    for (const listener of this.listeners) listener(change, characters);
  }

  /** Calls back after every edit, also one that put the same characters in again. The first listener comes first. */
  onChange(listener: ChangeListener): { dispose: () => void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** All of it in one string, for those who go through all of it: not for every key. */
  whole(): string {
    return (this.joined ??= this.chunks.map(chunk => chunk.text).join(''));
  }

  /** Index of the character that holds the unit at an offset. */
  indexAt(offset: number): number {
    if (offset >= this.units) return this.characters;
    const { chunk, rest, before } = this.placeOfOffset(Math.max(0, offset));
    const { text, characters } = this.chunks[chunk];
    if (text.length === characters) return before + rest;
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

  /** UTF-16 units of each of the characters [from, to): 1 or 2. */
  widths(from: number, to: number): Uint8Array {
    const widths = new Uint8Array(Math.max(0, Math.min(to, this.characters) - from));
    const text = this.slice(from, to);
    for (let i = 0, unit = 0; i < widths.length; unit += widths[i++])
      widths[i] = characterEnd(text, unit) - unit;
    return widths;
  }

  /** The text of the characters [from, to). */
  slice(from: number, to: number): string {
    return this.sliceUnits(this.offsetAt(from), this.offsetAt(to));
  }

  /** The units [from, to). */
  sliceUnits(from: number, to: number): string {
    const start = clamp(from, 0, this.units);
    const length = Math.min(to, this.units) - start;
    let text = '';
    for (let { chunk, rest } = this.placeOfOffset(start); text.length < length; chunk++) {
      text += this.chunks[chunk].text.slice(rest, rest + length - text.length);
      rest = 0;
    }
    return text;
  }

  private placeOfOffset(offset: number): Place {
    let before = 0;
    let rest = offset;
    let chunk = 0;
    while (chunk + 1 < this.chunks.length && rest >= this.chunks[chunk].text.length) {
      rest -= this.chunks[chunk].text.length;
      before += this.chunks[chunk].characters;
      chunk++;
    }
    return { chunk, rest, before };
  }

  private placeOfIndex(index: number): Place {
    let before = 0;
    let rest = index;
    let chunk = 0;
    while (chunk + 1 < this.chunks.length && rest >= this.chunks[chunk].characters) {
      rest -= this.chunks[chunk].characters;
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

/** Whether a cut before a unit would go through a surrogate pair. */
function partsCharacter(text: string, unit: number): boolean {
  return (text.charCodeAt(unit - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(unit) & 0xfc00) === 0xdc00;
}

function split(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + CHUNK_CHARACTERS);
    if (to < text.length && partsCharacter(text, to)) to++;
    const part = text.slice(from, to);
    chunks.push({ text: part, characters: charactersIn(part, 0, part.length) });
    from = to;
  }
  return chunks;
}

/** Units of the first `count` characters of a chunk. */
function unitsOf({ text, characters }: Chunk, count: number): number {
  if (text.length === characters) return count;
  let unit = 0;
  for (let i = 0; i < count; i++) unit = characterEnd(text, unit);
  return unit;
}

function countCharacters(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { characters }) => sum + characters, 0);
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
