/** Letters, marks, digits and the low line: what a word is made of, in a text of any script, and a name in code. */
const WORD_CHARACTER = /[\p{L}\p{M}\p{N}_]/u;

/** The same for the characters of ASCII, by their number. */
const ascii = Uint8Array.from({ length: 128 }, (_, code) =>
  WORD_CHARACTER.test(String.fromCharCode(code)) ? 1 : 0,
);

/** What is found in a text: a word in whole, or one character of any other kind. */
export interface Piece {
  /** UTF-16 units [start, end) */
  start: number;
  end: number;
  isWord: boolean;
}

/**
 * Cuts a text into words, the longest runs of word characters, and single characters: every punctuation mark, every
 * space, every line end by itself. Put one behind the other they are the text.
 */
export function* piecesOf(text: string): Generator<Piece, void, void> {
  // One object for all of them: a text has millions.
  const piece: Piece = { start: 0, end: 0, isWord: false };
  while (piece.end < text.length) {
    piece.start = piece.end;
    piece.end = wordEnd(text, piece.start);
    piece.isWord = piece.end > piece.start;
    if (!piece.isWord) piece.end = piece.start + unitsAt(text, piece.start);
    yield piece;
  }
}

/** Whether a text is one word of two characters or more: a single one is a symbol anyway. */
export function isLongWord(text: string): boolean {
  return unitsAt(text, 0) < text.length && wordEnd(text, 0) === text.length;
}

/** Words and punctuation marks of a text, which its perplexity is told by; white space is not counted. */
export function countWords(text: string): number {
  let count = 0;
  for (const { start, isWord } of piecesOf(text)) if (isWord || !/\s/.test(text[start])) count++;
  return count;
}

/** Where the run of word characters from `start` on ends. */
function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code < 128) {
      if (ascii[code] === 0) return end;
      end++;
    } else {
      const character = String.fromCodePoint(text.codePointAt(end)!);
      if (!WORD_CHARACTER.test(character)) return end;
      end += character.length;
    }
  }
  return end;
}

/** Of the code point at an index: 1 or 2. */
function unitsAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
