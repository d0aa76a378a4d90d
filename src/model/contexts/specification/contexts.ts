// The contexts of a byte: what each one is, what followed it, and how it learns.
import { hash, hash3 } from './arithmetic.ts';
import { historyOfRun, next, RUN_COUNTS } from './histories.ts';
import { SHORT_CONTEXTS } from './inputs.ts';
import { findBucket, findRun, keepRun, type Layer, ownBucket, type Run, SEVERAL } from './layer.ts';
import { byteAbove, innermost, type Place } from './place.ts';

export interface Context {
  /** where its run is, and its buckets */
  key: number;
  check: number;
  run: Run;
  /** histories for the half of a byte that comes, when it was followed by several bytes */
  states: Uint8Array;
}

/** Each context as two numbers, of which it is made. */
function pairsOf(place: Place): [number, number][] {
  const { word, word1, word2, gap, head, signs, document } = place;
  const [c4, c8] = place.last;
  const c1 = c4 & 0xff;
  const column = place.position - place.line;
  const wordAndByte = hash(word, c1);
  const bracket = innermost(place);
  const { callee, commas } = bracket ?? { callee: 0, commas: 0 };
  const [{ length, expected }] = place.matches;
  const matched = length > 15 ? 7 : length > 3 ? 4 + Math.floor(length / 4) : length;
  return [
    // the bytes before: one to three, four to six, eight
    [c1, 0],
    [c4 & 0xffff, 0],
    [c4 & 0xffffff, 0],
    [c4, 0],
    [c4, (c8 & 0xff) + 1],
    [c4, (c8 & 0xffff) + 1],
    [c4, c8],
    // words, with what stands between them and without
    [wordAndByte, 0],
    [wordAndByte, gap],
    [hash(word, word1), gap],
    [hash3(word, word1, word2), gap],
    [word, word1],
    [hash(word, word2), gap],
    // lines: the first word, the signs so far, the line above
    [wordAndByte, head],
    [word, signs],
    [hash(word, signs), hash(place.signsAbove, place.indent)],
    [byteAbove(place) | (c1 << 8), Math.min(column, 40)],
    [wordAndByte, hash(place.headAbove, place.indent)],
    [hash(c4 & 0xffff, head), place.indent],
    // who is called, and which argument it is
    [wordAndByte, callee * 32 + commas],
    [hash(c4 & 0xffff, word1), callee],
    // bytes with a gap, bytes of a kind
    [c4 & 0xffff00, 1],
    [c4 & 0xffffff00, 1],
    [c4 & 0xf0f0ffff, 1],
    // what the match says
    [expected | (matched << 12), c1],
    // this document only
    [wordAndByte, document],
    [c4 & 0xffffff, document + 1],
  ];
}

export function contextsOf(layer: Layer, place: Place): Context[] {
  return pairsOf(place).map(([a, b], index) => {
    const key = hash(a, b + index * 0x01000193);
    const mixed = Math.imul(a, 0xc2b2ae3d) ^ Math.imul(b, 0x27d4eb2f) ^ Math.imul(index, 0x165667b1);
    const check = mixed >>> 16;
    const run = index < SHORT_CONTEXTS ? { check, byte: 0, count: SEVERAL } : findRun(layer, key, check);
    return { key, check, run, states: new Uint8Array(15) };
  });
}

/** Where the bucket for a half of a byte is: the first, or the one after the four bits in `partial` (16 to 31). */
const bucketKey = ({ key, check }: Context, partial: number) =>
  hash(key, (partial < 16 ? 0 : partial) + check * 512);

/** Finds the buckets for the half of a byte that comes, to read. */
export function findBuckets(layer: Layer, contexts: Context[], partial: number): void {
  for (const context of contexts)
    if (context.run.count === SEVERAL) context.states = findBucket(layer, bucketKey(context, partial)).states;
}

/** The same before they are changed. */
export function ownBuckets(layer: Layer, contexts: Context[], partial: number): void {
  for (const context of contexts)
    if (context.run.count === SEVERAL) context.states = ownBucket(layer, bucketKey(context, partial)).states;
}

/** Where in a bucket the bits of the half so far lead. */
export function nodeOf(partial: number, bit: number): number {
  const within = bit % 4;
  return ((partial & ((1 << within) - 1)) | (1 << within)) - 1;
}

/** The history of the bit that comes. What a run has seen is what a bucket would have seen of it. */
export function historyOf({ run, states }: Context, { partial, bit }: Place): number {
  if (run.count === SEVERAL) return states[nodeOf(partial, bit)];
  const byte = run.byte | 256;
  if (run.count === 0 || byte >> (8 - bit) !== partial) return 0;
  return historyOfRun(run.count, (byte >> (7 - bit)) & 1);
}

/** Adds `count` times a byte to a context's buckets. */
function addToBuckets(layer: Layer, context: Context, byte: number, count: number): void {
  let states = context.states;
  for (let bit = 0; bit < 8; bit++) {
    const partial = (byte | 256) >> (8 - bit);
    if (bit % 4 === 0) ({ states } = ownBucket(layer, bucketKey(context, partial)));
    const node = nodeOf(partial, bit);
    for (let i = 0; i < count; i++) states[node] = next[states[node]][(byte >> (7 - bit)) & 1];
  }
}

/** After a byte: runs grow, and end when the byte is another one. */
export function learnRuns(layer: Layer, contexts: Context[], byte: number): void {
  for (const context of contexts.slice(SHORT_CONTEXTS)) {
    const { key, check, run } = context;
    if (run.count === SEVERAL) continue;
    if (run.count > 0 && run.byte !== byte) {
      addToBuckets(layer, context, run.byte, run.count);
      addToBuckets(layer, context, byte, 1);
      keepRun(layer, key, { check, byte, count: SEVERAL });
    } else if (run.count + 1 < RUN_COUNTS) {
      keepRun(layer, key, { check, byte, count: run.count + 1 });
    }
  }
}
