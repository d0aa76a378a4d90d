// Matches: the latest place in all that was read after which the text went on as it does now.
import { hash } from './arithmetic.ts';
import { byteAt, findPosition, type Layer, matchSlot } from './layer.ts';
import { type Match, type Place, TAIL } from './place.ts';

/** Bytes that must be alike. */
const LEAST = [6, 16];
const MOST = 64;
/** So often a match may be wrong, one time shortly after the other. */
const MISSES = 8;

function matchKey({ last }: Place, match: number): number {
  const key =
    match === 0 ? hash(last[0], last[1] & 0xffff) : hash(hash(last[0], last[1]), hash(last[2], last[3]));
  // both lengths share the slots
  return hash(key, match);
}

/** How many bytes before `position` of the layers' text are those before the place. */
function alikeBefore(layer: Layer, place: Place, position: number): number {
  for (let length = 0; length < MOST; length++) {
    const known = length < place.position && place.tail[(place.position - 1 - length) % TAIL];
    if (byteAt(layer, position - 1 - length) !== known) return length;
  }
  return MOST;
}

function lookForMatch(layer: Layer, place: Place, index: number, key: number): void {
  const at = findPosition(layer, key);
  if (at === 0) return;
  const length = alikeBefore(layer, place, at);
  if (length >= LEAST[index]) place.matches[index] = { at, length, misses: 0, expected: 0 };
}

/** A match that was wrong is followed on, as one that is short, since often but one word is another one. */
function followMatch(match: Match, least: number): void {
  match.expected = 0;
  if (match.at === 0) return;
  match.at++;
  if (match.length > 0) {
    match.length++;
    if (match.length > least) match.misses = 0;
  } else if (++match.misses > MISSES) {
    match.at = 0;
  }
}

/** After a byte, which is learnt when `learning`, so that it is found later. */
export function moveMatches(layer: Layer, place: Place, byte: number, learning: boolean): void {
  if (learning) layer.text[layer.textEnd++ % layer.sizes.textBytes] = byte;
  for (const index of place.matches.keys()) {
    followMatch(place.matches[index], LEAST[index]);
    if (place.position < LEAST[index]) continue;
    const key = matchKey(place, index);
    if (place.matches[index].length < LEAST[index]) lookForMatch(layer, place, index, key);
    if (learning) layer.matches[matchSlot(layer, key)] = layer.textEnd;
    const match = place.matches[index];
    if (match.at > 0 && match.length === 0) match.length = 1;
    const expected = match.length > 0 ? byteAt(layer, match.at) : -1;
    if (expected < 0) Object.assign(match, { at: 0, length: 0 });
    else match.expected = expected | 256;
  }
}

/** Whether a byte that is expected begins with the bits so far. */
export const expects = ({ partial, bit }: Place, { expected }: Match): boolean =>
  expected >> (8 - bit) === partial;

/** The next bit of the byte that is expected. */
export const expectedBit = ({ bit }: Place, { expected }: Match): number => (expected >> (7 - bit)) & 1;

/** Ends the matches that a bit contradicts. */
export function dropMatches(place: Place, bit: number): void {
  for (const match of place.matches)
    if (!expects(place, match) || expectedBit(place, match) !== bit) {
      match.expected = 0;
      match.length = 0;
    }
}

/** One of 32 steps of length. */
export function lengthStep(length: number): number {
  if (length < 16) return length;
  if (length < 32) return 12 + Math.floor(length / 4);
  if (length < 64) return 16 + Math.floor(length / 8);
  return length < 512 ? 22 + Math.floor(length / 64) : 31;
}
