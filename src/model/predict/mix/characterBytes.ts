import { Vocabulary } from '../../text/vocabulary.ts';

/** Characters that begin with the same bytes: what may come next in them. */
export interface CharacterPart {
  /** Symbols of the vocabulary, and for each the byte that comes next in it. */
  readonly symbols: Int32Array;
  readonly bytes: Uint8Array;
  /** By that byte: the symbol whose last one it is, and what may come after it otherwise. */
  readonly ends: ReadonlyMap<number, number>;
  readonly goesOn: ReadonlyMap<number, CharacterPart>;
}

/**
 * The characters of a vocabulary as bytes of UTF-8: carries a distribution over symbols to one over the next byte, for
 * what knows bytes only.
 */
export class CharacterBytes {
  readonly vocabulary: Vocabulary;
  /** No byte of a character has been read. */
  readonly start: CharacterPart;
  /** (V) the bytes of each character; none of a symbol that is no character */
  private readonly encoded: readonly Uint8Array[];
  /** Bytes that begin no character of the vocabulary: the unknown symbol stands for what begins with them. */
  private readonly unknown: Uint8Array;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    const encoder = new TextEncoder();
    const special = new Set(vocabulary.specialSymbols);
    this.encoded = Array.from({ length: vocabulary.size }, (_, symbol) =>
      encoder.encode(special.has(symbol) ? '' : vocabulary.character(symbol)),
    );
    const characters = [...this.encoded.keys()].filter(symbol => this.encoded[symbol].length > 0);
    this.start = this.part(characters, 0);
    const known = new Set(this.start.bytes);
    this.unknown = Uint8Array.from({ length: 256 }, (_, byte) => byte).filter(byte => !known.has(byte));
  }

  /** The bytes of a symbol; none when it is no character. */
  bytesOf(symbol: number): Uint8Array {
    return this.encoded[symbol];
  }

  /** Fills `into` (256) with the chances of the next byte, up to a factor; `chances` (V) are those of the symbols. */
  spread(chances: Float32Array, part: CharacterPart, into: Float32Array): void {
    const { symbols, bytes } = part;
    into.fill(0);
    for (let i = 0; i < symbols.length; i++) into[bytes[i]] += chances[symbols[i]];
    if (part !== this.start) return;
    const each = chances[Vocabulary.unknown] / this.unknown.length;
    for (const byte of this.unknown) into[byte] = each;
  }

  private part(symbols: readonly number[], depth: number): CharacterPart {
    const bytes = Uint8Array.from(symbols, symbol => this.encoded[symbol][depth]);
    const isLast = (symbol: number) => this.encoded[symbol].length === depth + 1;
    const ends = new Map<number, number>();
    const goesOn = new Map<number, CharacterPart>();
    for (const byte of new Set(bytes)) {
      const alike = symbols.filter((_, i) => bytes[i] === byte);
      const longer = alike.filter(symbol => !isLast(symbol));
      for (const symbol of alike.filter(isLast)) ends.set(byte, symbol);
      if (longer.length > 0) goesOn.set(byte, this.part(longer, depth + 1));
    }
    return { symbols: Int32Array.from(symbols), bytes, ends, goesOn };
  }
}
