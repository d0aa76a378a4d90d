import type { Alphabet, SymbolIds } from './alphabet.ts';
import { type Language, languages } from './language.ts';
import { codePointAt, type TextUnits, unitsOf } from './textUnits.ts';

/** Symbol 0 stands for every character that the vocabulary does not have. */
const UNKNOWN = 0;
const FIRST_START = 1;
const FIRST_CHARACTER = FIRST_START + languages.length;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Code points that Unicode text can hold: all but the surrogates. */
const UNICODE_CHARACTERS = 0x110000 - 0x800;

/**
 * Characters kept at most, the most frequent ones; the softmax costs H products for each. It leaves out no letter of
 * an alphabetic script, and the rarest ideographs of texts that hold more.
 */
export const MAX_CHARACTERS = 1024;

/** From this many characters of text on, a character that occurs only once is spelled as unknown. */
const RARE_FROM_CHARACTERS = 10_000;

/** Line endings as the model sees them: CR LF and a lone CR read as LF. */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/**
 * The symbols that the network reads and predicts. Symbol 0 is the unknown character; then comes one start-of-file
 * symbol for each language, which tells the network what it is about to read; then the characters (Unicode code
 * points) in code point order.
 */
export class Vocabulary implements Alphabet {
  readonly tokens = 'char';
  static readonly unknown = UNKNOWN;
  private readonly characters: readonly string[];
  private readonly ids = new Map<number, number>();
  /** Ids of the code points below 256, where nearly all of source text lies. */
  private readonly latin = new Uint16Array(256);

  private constructor(characters: readonly string[]) {
    this.characters = characters;
    for (const [index, character] of characters.entries()) {
      const codePoint = character.codePointAt(0)!;
      this.ids.set(codePoint, FIRST_CHARACTER + index);
      if (codePoint < 256) this.latin[codePoint] = FIRST_CHARACTER + index;
    }
  }

  /**
   * The vocabulary of a corpus. In a corpus of 10,000 characters or more, those seen once are left out: their share of
   * the text estimates how often a character turns up that was never seen (Good and Turing), so the unknown symbol
   * gets trained at the rate at which it will be needed. Of more than 1,024 characters the most frequent are kept.
   */
  static fromTexts(texts: Iterable<string>): Vocabulary {
    const counts = new CharacterCounts();
    for (const text of texts) counts.addUnits(unitsOf(text));
    return Vocabulary.fromCounts(counts);
  }

  /**
   * As `fromTexts`, of texts that were counted. `earlier` are characters that are known from elsewhere: they are kept
   * beside those of the texts, as far as there is room.
   */
  static fromCounts({ counts, total }: CharacterCounts, earlier: readonly string[] = []): Vocabulary {
    const minimum = total >= RARE_FROM_CHARACTERS ? 2 : 1;
    const own: number[] = [];
    for (const [codePoint, count] of counts.entries())
      if (count >= minimum && !isSurrogate(codePoint)) own.push(codePoint);
    if (own.length > MAX_CHARACTERS) {
      own.sort((a, b) => counts[b] - counts[a] || a - b);
      own.length = MAX_CHARACTERS;
    }
    const kept = new Set(own);
    for (const character of earlier) if (kept.size < MAX_CHARACTERS) kept.add(character.codePointAt(0)!);
    const ordered = [...kept].toSorted((a, b) => a - b);
    return new Vocabulary(ordered.map(codePoint => String.fromCodePoint(codePoint)));
  }

  /** V: the unknown symbol, the start symbols and the characters. */
  get size(): number {
    return FIRST_CHARACTER + this.characters.length;
  }

  /** How many characters of Unicode the unknown symbol stands for. */
  get unknownCharacters(): number {
    return UNICODE_CHARACTERS - this.characters.length;
  }

  startOf(language: Language): number {
    return FIRST_START + languages.indexOf(language);
  }

  isStart(id: number): boolean {
    return id >= FIRST_START && id < FIRST_CHARACTER;
  }

  /** The symbols that are no character: never to be drawn when text is sampled. */
  get specialSymbols(): readonly number[] {
    return Array.from({ length: FIRST_CHARACTER }, (_, id) => id);
  }

  /** One id for each code point of the text with its line endings read as LF. */
  encode(text: string): Uint16Array {
    const lines = withLineFeeds(text);
    const ids = new Uint16Array(lines.length);
    let length = 0;
    for (let i = 0; i < lines.length; i++) {
      const codePoint = lines.codePointAt(i)!;
      if (codePoint > 0xffff) i++;
      ids[length++] = this.idOf(codePoint);
    }
    return length === ids.length ? ids : ids.slice(0, length);
  }

  encodeUnits(text: TextUnits): SymbolIds {
    const units = this.hasWideLatin ? new Uint16Array(text) : text;
    const { length, largest } = this.encodeInPlace(units, 1);
    if (units instanceof Uint16Array && largest < 256) return new Uint8Array(units.subarray(0, length));
    return length === units.length ? units : units.slice(0, length);
  }

  /**
   * Puts ids in the place of the units of a text from `start` on, whose line endings must be LF. Gives the length of all
   * that is in use then, and the largest id. Not for units of a byte when the vocabulary `hasWideLatin`.
   */
  encodeInPlace(units: TextUnits, start: number): { length: number; largest: number } {
    let length = start;
    let largest = 0;
    for (let i = start; i < units.length; i++) {
      const codePoint = codePointAt(units, i);
      if (codePoint > 0xffff) i++;
      const id = this.idOf(codePoint);
      units[length++] = id;
      if (id > largest) largest = id;
    }
    return { length, largest };
  }

  /** Whether a code point below 256 has an id above 255. */
  get hasWideLatin(): boolean {
    return this.latin.some(id => id > 255);
  }

  /** The symbol of a code point, `unknown` where it has none. */
  idOf(codePoint: number): number {
    return codePoint < 256 ? this.latin[codePoint] : (this.ids.get(codePoint) ?? UNKNOWN);
  }

  /**
   * For each symbol the one of another vocabulary that stands for the same. A character which that one does not have
   * was read as unknown there.
   */
  symbolsIn(other: Alphabet): Int32Array {
    if (!(other instanceof Vocabulary)) throw new RangeError('An alphabet of words in place of characters.');
    const characters = this.characters.map(character => other.idOf(character.codePointAt(0)!));
    return Int32Array.of(...this.specialSymbols, ...characters);
  }

  /** U+FFFD for the unknown symbol, the empty string for a start symbol. */
  character(id: number): string {
    if (id === UNKNOWN) return '\uFFFD';
    return this.characters[id - FIRST_CHARACTER] ?? '';
  }

  charactersOf(id: number): number {
    return this.isStart(id) ? 0 : 1;
  }

  countCharacters(ids: SymbolIds): number {
    return ids.length;
  }

  /** An unknown character can be any that the vocabulary does not have, all as likely: some 20 bits. */
  extraNats(id: number): number {
    return id === UNKNOWN ? Math.log(this.unknownCharacters) : 0;
  }

  decode(ids: Iterable<number>): string {
    let text = '';
    for (const id of ids) text += this.character(id);
    return text;
  }

  toJSON(): { characters: string[] } {
    return { characters: [...this.characters] };
  }

  /** Of the characters that `toJSON` gave: each one of Unicode's (`isCharacter`), listed once. */
  static fromCharacters(characters: readonly string[]): Vocabulary {
    return new Vocabulary(characters);
  }
}

/** How often each code point occurs in texts. A carriage return counts as the line feed that it reads as. */
export class CharacterCounts {
  /** By the code point's number. */
  readonly counts = new Uint32Array(0x110000);
  /** Of all characters. */
  total = 0;

  addUnits(units: TextUnits): void {
    const { counts } = this;
    let pairs = 0;
    for (let i = 0; i < units.length; i++) {
      const codePoint = codePointAt(units, i);
      if (codePoint > 0xffff) {
        i++;
        pairs++;
      }
      counts[codePoint]++;
    }
    counts[LINE_FEED] += counts[CARRIAGE_RETURN];
    counts[CARRIAGE_RETURN] = 0;
    this.total += units.length - pairs;
  }

  addLineFeeds(count: number): void {
    this.counts[LINE_FEED] += count;
    this.total += count;
  }
}

function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint < 0xe000;
}

/** Whether a text is one code point, and no half of a pair. */
export function isCharacter(text: string): boolean {
  const codePoint = text.codePointAt(0);
  return codePoint !== undefined && !isSurrogate(codePoint) && text === String.fromCodePoint(codePoint);
}
