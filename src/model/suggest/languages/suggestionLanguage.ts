import type { ScannedLanguage } from '../scanner.ts';

/** What suggestions know of a language: how it is written, as far as it matters to what fits in. */
export interface SuggestionLanguage extends ScannedLanguage {
  /** A line that opens a block, so that the next one is deeper; and one that closes it. */
  opensBlock: RegExp;
  closesBlock: RegExp;
  /** A comment that is begun or ended with nothing in it, at the end of a text. */
  emptyComment: RegExp;
  /** A character before the cursor and one behind it that are read as one thing. */
  oneToken: RegExp;
  /** Two characters that a suggestion must not make of its last one and the one behind it. */
  joinedPairs: readonly string[];
  /** A text that takes away the end of its line. */
  joinsNextLine?: RegExp;
  /** How strong an opening must be for one that is not closed to say that a text is not sound. */
  soundStrength: number;
  /** Closers that have letters in them (a global expression): they may stand behind the cursor. */
  wordClosers?: RegExp;
  /** Beside brackets and quotes, what editors put behind the cursor by themselves when its opening half is typed. */
  typedClosers: readonly RegExp[];
}
