import type { Digest } from './digest.ts';
import type { Alphabet, SymbolIds } from './alphabet.ts';
import type { Language } from './language.ts';
import { textOfUnits, type TextUnits, unitsOf } from './textUnits.ts';
import { type CharacterCounts, withLineFeeds } from './vocabulary.ts';

/**
 * A text that waits for the vocabulary, in the memory that its symbols will take: line endings as LF, a byte a
 * character where that is enough. Encoding it uses it up.
 */
export class HeldText {
  /** UTF-16 units of the text as it was read. */
  readonly size: number;
  /** CR LF pairs of the text as it was read, which are one LF each now. */
  private readonly pairs: number;
  /** Behind a free place for the start symbol. */
  private units: TextUnits;

  private constructor(units: TextUnits, pairs: number) {
    this.units = units;
    this.pairs = pairs;
    this.size = units.length - 1 + pairs;
  }

  static of(text: string): HeldText {
    const lines = withLineFeeds(text);
    return new HeldText(unitsOf(lines, 1), text.length - lines.length);
  }

  /** A carriage return counts as a line feed, also where it stands before one. */
  addTo(counts: CharacterCounts): void {
    counts.addUnits(this.units.subarray(1));
    counts.addLineFeeds(this.pairs);
  }

  addToDigest(digest: Digest): void {
    digest.addValues(this.units.subarray(1));
  }

  /** The two parts of the text, cut at a line start near a share of its length. The second one may be empty. */
  cutNear(share: number): [HeldText, HeldText] {
    const text = this.units.subarray(1);
    const cut = lineStartNear(text, Math.floor(text.length * share));
    return [this.part(0, cut), this.part(cut, text.length)];
  }

  /** The text with LF as line endings. */
  toString(): string {
    return textOfUnits(this.units.subarray(1));
  }

  /** <start symbol><text>. The text cannot be used afterwards: its symbols stand in its place. */
  encode(alphabet: Alphabet, language: Language): SymbolIds {
    const { units } = this;
    // Wide units are not kept beside the narrow symbols that they become.
    this.units = new Uint8Array(0);
    const ids = alphabet.encodeUnits(units);
    ids[0] = alphabet.startOf(language);
    return ids;
  }

  private part(from: number, to: number): HeldText {
    return new HeldText(this.units.slice(from, to + 1), 0);
  }
}

/** The start of the line at `offset`, or `offset` itself when that line is long; never within a surrogate pair. */
function lineStartNear(text: TextUnits, offset: number): number {
  const lineStart = offset === 0 ? 0 : text.lastIndexOf(0x0a, offset - 1) + 1;
  const cut = offset - lineStart < text.length / 50 && lineStart > 0 ? lineStart : offset;
  const splitsPair = cut > 0 && isLead(text[cut - 1]) && isTrail(text[cut]);
  return Math.max(1, splitsPair ? cut + 1 : cut);
}

function isLead(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function isTrail(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
