import type { Language } from './language.ts';
import type { TextUnits } from './textUnits.ts';

/** What a model reads one after the other. */
export const tokenKinds = ['char', 'word'] as const;
export type TokenKind = (typeof tokenKinds)[number];

/** Symbols of one file: its start symbol, then its text. A byte each where all of the file's are below 256. */
export type SymbolIds = Uint8Array | Uint16Array;

/**
 * The symbols that a language model reads and predicts, numbered from 0. Each is a character, or also a word, or stands
 * for something else than text: those are special, and never drawn.
 */
export interface Alphabet {
  readonly tokens: TokenKind;
  /** V */
  readonly size: number;
  /** The symbol that is read before a file of a language. */
  startOf(language: Language): number;
  isStart(id: number): boolean;
  /** The symbols that write nothing by themselves: never to be drawn when text is sampled. */
  readonly specialSymbols: readonly number[];

  /** The symbols of a text with its line endings read as LF. */
  encode(text: string): Uint16Array;
  /**
   * The symbols of a text whose units, with LF as line endings, stand behind a place that is left free; so do they. The
   * units are used up: the symbols may stand in their memory.
   */
  encodeUnits(units: TextUnits): SymbolIds;
  decode(ids: Iterable<number>): string;

  /** Characters of the text that a symbol stands for, 0 where it is a part of one that was counted. */
  charactersOf(id: number): number;
  /** Of symbols that are no start. */
  countCharacters(ids: SymbolIds): number;
  /** Nats that a symbol costs beside its own probability, so that a code can tell which character it is. */
  extraNats(id: number): number;

  /**
   * For each symbol the one of an earlier alphabet of the same kind that stands for the same. What that one does not
   * have was read as unknown there.
   */
  symbolsIn(earlier: Alphabet): Int32Array;
  /** What `model.json` has of it. */
  toJSON(): AlphabetJson;
}

export interface AlphabetJson {
  characters: string[];
  /** Where words are symbols, too. */
  words?: string[];
}
