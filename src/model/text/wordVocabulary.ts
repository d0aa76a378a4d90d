import type { Alphabet, AlphabetJson, SymbolIds } from './alphabet.ts';
import type { Language } from './language.ts';
import { textOfUnits, type TextUnits } from './textUnits.ts';
import { Vocabulary, withLineFeeds } from './vocabulary.ts';
import { piecesOf } from './words.ts';

const UNKNOWN = Vocabulary.unknown;
/** Hexadecimal ones, of the number of a code point. */
const DIGITS = 6;
const DIGIT_SYMBOLS = 16;

/**
 * Words as symbols, and all else character by character: a text is cut into words and single characters (`piecesOf`), a
 * word that the vocabulary does not have is spelled in characters, and a character that it does not have in digits: the
 * unknown symbol, then the number of its code point in six symbols that stand for nothing else. So decoding gives back
 * every text. The symbols are those of the characters, the sixteen digits, then the words.
 */
export class WordVocabulary implements Alphabet {
  readonly tokens = 'word';
  readonly #characters: Vocabulary;
  readonly #words: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;
  readonly #firstDigit: number;
  readonly #firstWord: number;
  /** Of the words, in characters. */
  readonly #lengths: Uint32Array;

  /** Of words of two characters or more (`isLongWord`), each listed once. */
  constructor(characters: Vocabulary, words: readonly string[]) {
    this.#characters = characters;
    this.#words = words;
    this.#firstDigit = characters.size;
    this.#firstWord = characters.size + DIGIT_SYMBOLS;
    this.#ids = new Map(words.map((word, i) => [word, this.#firstWord + i]));
    this.#lengths = Uint32Array.from(words, word => Array.from(word).length);
  }

  get size(): number {
    return this.#firstWord + this.#words.length;
  }

  /** Those that have a symbol of their own. */
  get words(): readonly string[] {
    return this.#words;
  }

  startOf(language: Language): number {
    return this.#characters.startOf(language);
  }

  isStart(id: number): boolean {
    return this.#characters.isStart(id);
  }

  get specialSymbols(): readonly number[] {
    const digits = Array.from({ length: DIGIT_SYMBOLS }, (_, digit) => this.#firstDigit + digit);
    return [...this.#characters.specialSymbols, ...digits];
  }

  encode(text: string): Uint16Array {
    return this.#encode(withLineFeeds(text), 0);
  }

  encodeUnits(units: TextUnits): SymbolIds {
    return this.#encode(textOfUnits(units.subarray(1)), 1);
  }

  decode(ids: Iterable<number>): string {
    let text = '';
    let spelled: number[] | undefined;
    for (const id of ids) {
      if (this.#isDigit(id) && spelled) {
        spelled.push(id - this.#firstDigit);
        if (spelled.length < DIGITS) continue;
        text += characterOf(spelled);
        spelled = undefined;
        continue;
      }
      // One that was begun and not ended is as unknown as before.
      if (spelled) text += this.#characters.character(UNKNOWN);
      spelled = id === UNKNOWN ? [] : undefined;
      if (id >= this.#firstWord) text += this.#words[id - this.#firstWord] ?? '';
      else if (id !== UNKNOWN && !this.#isDigit(id)) text += this.#characters.character(id);
    }
    return spelled ? text + this.#characters.character(UNKNOWN) : text;
  }

  charactersOf(id: number): number {
    if (id >= this.#firstWord) return this.#lengths[id - this.#firstWord];
    return this.#isDigit(id) ? 0 : this.#characters.charactersOf(id);
  }

  countCharacters(ids: SymbolIds): number {
    let count = 0;
    for (let i = 0; i < ids.length; i++) count += this.charactersOf(ids[i]);
    return count;
  }

  /** An unknown character is spelled in symbols that are predicted as any. */
  extraNats(): number {
    return 0;
  }

  symbolsIn(earlier: Alphabet): Int32Array {
    if (!(earlier instanceof WordVocabulary))
      throw new RangeError('An alphabet of characters in place of words.');
    const digits = Array.from({ length: DIGIT_SYMBOLS }, (_, digit) => earlier.#firstDigit + digit);
    const words = this.#words.map(word => earlier.#ids.get(word) ?? UNKNOWN);
    return Int32Array.of(...this.#characters.symbolsIn(earlier.#characters), ...digits, ...words);
  }

  toJSON(): AlphabetJson {
    return { ...this.#characters.toJSON(), words: [...this.#words] };
  }

  #isDigit(id: number): boolean {
    return id >= this.#firstDigit && id < this.#firstWord;
  }

  /** The symbols of a text behind so many free places. */
  #encode(text: string, free: number): Uint16Array {
    let ids: Uint16Array = new Uint16Array(free + Math.ceil(text.length / 2) + DIGITS + 1);
    let length = free;
    const add = (id: number) => {
      if (length === ids.length) ids = longer(ids);
      ids[length++] = id;
    };
    for (const { start, end, isWord } of piecesOf(text)) {
      const word = isWord && end - start > 1 ? this.#ids.get(text.slice(start, end)) : undefined;
      if (word === undefined) this.#spell(text, { start, end }, add);
      else add(word);
    }
    return ids.slice(0, length);
  }

  #spell(text: string, { start, end }: { start: number; end: number }, add: (id: number) => void): void {
    for (let i = start; i < end; i++) {
      const codePoint = text.codePointAt(i)!;
      if (codePoint > 0xffff) i++;
      const id = this.#characters.idOf(codePoint);
      add(id);
      if (id !== UNKNOWN) continue;
      for (let shift = 4 * (DIGITS - 1); shift >= 0; shift -= 4)
        add(this.#firstDigit + ((codePoint >> shift) & 15));
    }
  }
}

function longer(ids: Uint16Array): Uint16Array {
  const more = new Uint16Array(2 * ids.length);
  more.set(ids);
  return more;
}

/** U+FFFD for a number that is none of Unicode's. */
function characterOf(digits: readonly number[]): string {
  const codePoint = digits.reduce((number, digit) => number * 16 + digit, 0);
  return codePoint > 0x10ffff ? '\uFFFD' : String.fromCodePoint(codePoint);
}
