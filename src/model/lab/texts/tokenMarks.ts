import type { Alphabet } from '../../text/alphabet.ts';
import { piecesOf } from '../../text/words.ts';

type Kind = 'word' | 'spelled' | 'character';

/** A stretch [start, end) of code points that is one symbol, or what a rare word is spelled in. */
export interface TokenMark {
  start: number;
  end: number;
  /** Of two neighbours of one kind the second is told from the first. */
  name: Kind | `${Kind}, next`;
}

/** How an alphabet cuts a text, with LF as line endings, into symbols: one mark each. */
export function tokenMarks(text: string, alphabet: Alphabet): TokenMark[] {
  const marks: TokenMark[] = [];
  let place = 0;
  for (const { start, end, isWord } of piecesOf(text)) {
    const piece = text.slice(start, end);
    const { length } = Array.from(piece);
    const isOne = alphabet.tokens === 'word' && length > 1 && alphabet.encode(piece).length === 1;
    if (isOne) add(marks, { start: place, end: place + length }, 'word');
    else {
      const name = alphabet.tokens === 'word' && isWord && length > 1 ? 'spelled' : 'character';
      for (let i = 0; i < length; i++) add(marks, { start: place + i, end: place + i + 1 }, name);
    }
    place += length;
  }
  return marks;
}

function add(marks: TokenMark[], stretch: { start: number; end: number }, kind: Kind): void {
  const isNext = marks.at(-1)?.name === kind;
  marks.push({ ...stretch, name: isNext ? `${kind}, next` : kind });
}
