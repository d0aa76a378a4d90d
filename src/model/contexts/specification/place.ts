// Where in a text a place is: words, lines, brackets. It reads no layer: moving costs little.
import { hash } from './arithmetic.ts';

/** Bytes before the cursor that it knows without the layer. */
export const TAIL = 256;
const BRACKETS = 16;

export interface Match {
  /** position in the layers' text of the byte that is expected */
  at: number;
  /** bytes alike before it; 0: there is no match */
  length: number;
  /** how often it was wrong of late */
  misses: number;
  /** the byte with 256 added; 0: none, or not any more */
  expected: number;
}

export interface Place {
  /** the last 16 bytes, the latest in the lowest bits of the first number */
  last: number[];
  position: number;
  /** the bits of the byte so far after a 1, and how many */
  partial: number;
  bit: number;
  document: number;
  /** hashes: the word so far, the two before it, what stands between */
  word: number;
  word1: number;
  word2: number;
  gap: number;
  wordLength: number;
  /** hashes: the first word of the line and of the one above, the signs of both */
  head: number;
  headAbove: number;
  signs: number;
  signsAbove: number;
  /** positions where the line and the one above begin; columns of white space */
  line: number;
  lineAbove: number;
  indent: number;
  /** in a line's white space, in its first word, after it */
  part: 'indent' | 'head' | 'body';
  /** open brackets, of which the innermost are remembered */
  depth: number;
  brackets: { callee: number; commas: number }[];
  matches: Match[];
  tail: Uint8Array;
}

export function placeBefore(document: number): Place {
  return {
    last: [10, 0, 0, 0],
    position: 0,
    partial: 1,
    bit: 0,
    document,
    word: 0,
    word1: 0,
    word2: 0,
    gap: 0,
    wordLength: 0,
    head: 0,
    headAbove: 0,
    signs: 0,
    signsAbove: 0,
    line: 0,
    lineAbove: 0,
    indent: 0,
    part: 'indent',
    depth: 0,
    brackets: Array.from({ length: BRACKETS }, () => ({ callee: 0, commas: 0 })),
    matches: [0, 1].map(() => ({ at: 0, length: 0, misses: 0, expected: 0 })),
    tail: new Uint8Array(TAIL),
  };
}

const among = (signs: string, byte: number) => byte < 128 && signs.includes(String.fromCharCode(byte));
const between = (byte: number, first: string, last: string) =>
  byte >= first.charCodeAt(0) && byte <= last.charCodeAt(0);
const isDigit = (byte: number) => between(byte, '0', '9');
const isWord = (byte: number) =>
  between(byte, 'a', 'z') || between(byte, 'A', 'Z') || isDigit(byte) || among('_', byte) || byte >= 128;

/** Eight kinds of bytes. */
export function kindOf(byte: number): number {
  if (isWord(byte)) return isDigit(byte) ? 1 : byte < 97 ? 2 : 0;
  return among(' \t', byte) ? 3 : among('\n', byte) ? 4 : among('({[', byte) ? 5 : among(')}]', byte) ? 6 : 7;
}

/** The innermost open bracket, if one is open. */
export const innermost = (place: Place) =>
  place.depth > 0 ? place.brackets[(place.depth - 1) % BRACKETS] : undefined;

function endWord(place: Place): void {
  place.word2 = place.word1;
  place.word1 = place.word;
  place.word = 0;
  place.wordLength = 0;
}

function readWordByte(place: Place, byte: number): void {
  if (place.wordLength === 0 || among('\\', byte)) {
    if (place.wordLength > 0) endWord(place);
    place.signs = hash(place.signs, 'w'.charCodeAt(0));
    if (place.part !== 'body') place.part = 'head';
  }
  place.word = hash(place.word + 1, byte);
  place.wordLength++;
}

function readLineEnd(place: Place): void {
  place.lineAbove = place.line;
  place.line = place.position;
  place.signsAbove = place.signs;
  place.signs = 0;
  place.headAbove = place.head;
  place.head = 0;
  place.part = 'indent';
  place.indent = 0;
  // a brace alone on a line ends what is outermost
  if ((place.last[0] & 0xffffff) === 0x0a7d0a) place.depth = 0;
}

function readBracket(place: Place, byte: number): void {
  const bracket = innermost(place);
  if (among('({[', byte))
    place.brackets[place.depth++ % BRACKETS] = { callee: hash(place.word1, byte), commas: 0 };
  else if (among(')}]', byte) && bracket) place.depth--;
  else if (among(',;', byte) && bracket && bracket.commas < 20) bracket.commas++;
}

function readOtherByte(place: Place, byte: number): void {
  if (place.wordLength > 0) {
    if (place.part === 'head') {
      place.head = place.word;
      place.part = 'body';
    }
    endWord(place);
    place.gap = 0;
  }
  place.gap = hash(place.gap, byte);
  if (among('\n', byte)) return readLineEnd(place);
  if (place.part === 'indent' && among(' \t', byte)) {
    place.indent += among('\t', byte) ? 8 : 1;
    return;
  }
  if (!among(' ', byte)) place.signs = hash(place.signs, byte);
  if (place.part === 'indent') {
    place.part = 'body';
    place.head = byte;
  }
  readBracket(place, byte);
}

/** Goes on by a byte; a backslash begins a word, since LaTeX's commands are words. */
export function readByte(place: Place, byte: number): void {
  place.tail[place.position++ % TAIL] = byte;
  for (let i = 3; i > 0; i--) place.last[i] = ((place.last[i] << 8) | (place.last[i - 1] >>> 24)) >>> 0;
  place.last[0] = ((place.last[0] << 8) | byte) >>> 0;
  if (isWord(byte) || among('\\', byte)) readWordByte(place, byte);
  else readOtherByte(place, byte);
  place.partial = 1;
  place.bit = 0;
}

/** The byte in the line above that stands over the one that comes; a line end where there is none. */
export function byteAbove(place: Place): number {
  const above = place.lineAbove + (place.position - place.line);
  return place.position - above < TAIL && above < place.line ? place.tail[above % TAIL] : 10;
}
