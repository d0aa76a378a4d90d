// Mixing: what contexts and matches say of a bit becomes one probability. Each is an input in the logistic domain; several
// rows of weights, each chosen by another selector, mix them all; a last row mixes these; and what came out is refined by
// how often it was right.
import { clampTo, float, hash, squash, stretch, sumOfProducts } from './arithmetic.ts';
import {
  type Context,
  contextsOf,
  findBuckets,
  historyOf,
  learnRuns,
  nodeOf,
  ownBuckets,
} from './contexts.ts';
import { next } from './histories.ts';
import {
  BYTE_CONTEXTS,
  CONSTANT_INPUT,
  DIRECT_INPUTS,
  INPUTS,
  MATCH_INPUTS,
  OUTSIDE_INPUTS,
} from './inputs.ts';
import { type Layer, SEVERAL } from './layer.ts';
import { REFINED_ROWS } from './learnt.ts';
import { dropMatches, expectedBit, expects, lengthStep, moveMatches } from './matches.ts';
import { kindOf, type Place, placeBefore, readByte } from './place.ts';

const MIXING_RATE = float(0.0025);
const FINAL_RATE = float(0.002);
const SLOW_RATE = float(0.02);
const MATCH_RATE = float(0.005);
/** Bit histories settle no further than this. */
const HISTORY_LIMIT = 255;

/** A place in a text, and what was found for the byte and the bit that come. */
export interface Cursor {
  place: Place;
  contexts: Context[];
  histories: number[];
  inputs: Float32Array;
  /** the rows of weights, what each made of the inputs, and these as probabilities */
  rows: number[];
  votes: number[];
  mixed: number[];
  mix: number;
  /** row and step of each refinement */
  refinedAt: [number, number][];
}

export const cursorBefore = (document: number): Cursor => ({
  place: placeBefore(document),
  contexts: [],
  histories: [],
  inputs: new Float32Array(INPUTS),
  rows: [],
  votes: [],
  mixed: [],
  mix: 0,
  refinedAt: [],
});

/** Two ways to say how sure: one grows with each nine of certainty, the other is bounded. */
const inputsOf = (p: number): [number, number] => [stretch(p), (p - 0.5) * 4];

/** How sure the matches are, 0 to 31. */
function certaintyOf(place: Place): number {
  const [first, second] = place.matches.map(match => (expects(place, match) ? lengthStep(match.length) : 0));
  return second > 12 ? 16 + Math.floor((second - 12) / 2) : Math.floor(first / 2);
}

/** Chooses the rows of weights. */
function rowsOf({ place, histories }: Cursor, outsideRow: number): number[] {
  const { bit, partial, last, matches } = place;
  const bytes = [last[0], last[0] >>> 8, last[0] >>> 16].map(shifted => shifted & 0xff);
  const kinds = bytes.reduce((sum, byte, i) => sum | (kindOf(byte) << (3 * i)), 0);
  const found = histories.filter(Boolean).length;
  const longest = histories.slice(0, BYTE_CONTEXTS).findLastIndex(Boolean) + 1;
  const indent = place.part === 'indent' ? 128 : 0;
  // What the other expert holds likeliest, or without one what the match expects.
  const likeliest = outsideRow > 0 ? outsideRow >>> 3 : matches[0].expected & 0xff;
  return [
    certaintyOf(place) * 8 + bit,
    256 + partial,
    512 + bytes[0] + (bit > 2 ? 256 : 0),
    1024 + kinds,
    1536 + Math.min(place.wordLength, 15) * 8 + bit + indent + Math.min(place.depth, 3) * 256,
    2560 + longest * 8 + bit + (outsideRow & 7) * 64,
    3072 + found * 8 + bit,
    4096 + likeliest * 8 + bit,
  ];
}

function setInputs({ learnt }: Layer, cursor: Cursor, outside: [number, number]): void {
  const { place, inputs, contexts } = cursor;
  cursor.histories = contexts.map(context => historyOf(context, place));
  for (const [i, history] of cursor.histories.entries())
    inputs.set(history > 0 ? inputsOf(learnt.histories[i][history].p) : [0, 0], 2 * i);
  for (const [i, match] of place.matches.entries()) {
    const sign = expectedBit(place, match) ? 1 : -1;
    const right = learnt.matches[i][lengthStep(match.length)][Number(place.bit === 0)];
    const input = expects(place, match) ? inputsOf(right).map(x => sign * x) : [0, 0];
    inputs.set(input, MATCH_INPUTS + 2 * i);
  }
  inputs[DIRECT_INPUTS] = stretch(learnt.order0[place.partial]);
  inputs[DIRECT_INPUTS + 1] = stretch(learnt.order1[place.partial | ((place.last[0] & 0xff) << 8)]);
  inputs.set(outside, OUTSIDE_INPUTS);
  inputs[CONSTANT_INPUT] = 0.4;
}

/** The mix, refined: the step of the logistic domain and its neighbour share by how near they are. */
function refine({ learnt }: Layer, cursor: Cursor, sum: number): number {
  const { partial, last, word, matches } = cursor.place;
  const along = float(float(clampTo(sum, float(7.74)) * 2) + 15.5);
  const step = Math.trunc(along);
  const share = float(along - step);
  const rows = [
    partial | (kindOf(last[0] & 0xff) << 8),
    hash(last[0] & 0xffffff, partial) % REFINED_ROWS,
    hash(word + Math.imul(matches[0].expected, 77777), partial) % REFINED_ROWS,
  ];
  cursor.refinedAt = rows.map(row => [row, step + (share > 0.5 ? 1 : 0)]);
  let p = cursor.mix * 2;
  for (const [i, at] of rows.entries()) {
    const row = learnt.refined[i][at];
    const between = float(float(row[step] * float(1 - share)) + float(row[step + 1] * share));
    p = float(p + between);
  }
  const least = float(1e-5);
  return Math.max(least, Math.min(float(1 - least), float(p * float(0.2))));
}

/** The probability that the next bit is 1. */
export function predict(layer: Layer, cursor: Cursor, outside: [number, number], outsideRow: number): number {
  const { place } = cursor;
  if (place.bit === 0) cursor.contexts = contextsOf(layer, place);
  if (place.bit % 4 === 0) findBuckets(layer, cursor.contexts, place.partial);
  setInputs(layer, cursor, outside);
  const { weights, finalWeights } = layer.learnt;
  cursor.rows = rowsOf(cursor, outsideRow);
  cursor.votes = cursor.rows.map(row => clampTo(sumOfProducts(weights[row], cursor.inputs), 12));
  cursor.mixed = cursor.votes.map(squash);
  const sum = cursor.votes.reduce(
    (total, vote, set) => float(total + float(vote * finalWeights[place.partial][set])),
    0,
  );
  cursor.mix = squash(clampTo(sum, 14));
  return refine(layer, cursor, sum);
}

/** Moves an element towards a target. */
function approach(values: Float32Array, index: number, target: number, rate: number): void {
  values[index] += float(float(target - values[index]) * rate);
}

function learnInputs({ learnt }: Layer, { place, contexts, histories }: Cursor, bit: number): void {
  const node = nodeOf(place.partial, place.bit);
  for (const [i, { run, states }] of contexts.entries()) {
    if (run.count === SEVERAL) states[node] = next[states[node]][bit];
    if (histories[i] === 0) continue;
    const chance = learnt.histories[i][histories[i]];
    const rate = float(1 / float(chance.count + float(1.6)));
    chance.p = float(chance.p + float(float(bit - chance.p) * rate));
    chance.count = Math.min(chance.count + 1, HISTORY_LIMIT);
  }
  for (const [i, match] of place.matches.entries()) {
    if (!expects(place, match)) continue;
    const right = Number(expectedBit(place, match) === bit);
    approach(learnt.matches[i][lengthStep(match.length)], Number(place.bit === 0), right, MATCH_RATE);
  }
  approach(learnt.order0, place.partial, bit, SLOW_RATE);
  approach(learnt.order1, place.partial | ((place.last[0] & 0xff) << 8), bit, SLOW_RATE);
}

function learnMixing({ learnt }: Layer, cursor: Cursor, bit: number): void {
  const { place, inputs, rows, votes, mixed, mix, refinedAt } = cursor;
  for (const [set, row] of rows.entries()) {
    const factor = float(float(bit - mixed[set]) * MIXING_RATE);
    for (let i = 0; i < INPUTS; i++) learnt.weights[row][i] += float(factor * inputs[i]);
  }
  const factor = float(float(bit - mix) * FINAL_RATE);
  const weights = learnt.finalWeights[place.partial];
  for (const [set, vote] of votes.entries()) weights[set] += float(factor * vote);
  for (const [i, [row, step]] of refinedAt.entries()) approach(learnt.refined[i][row], step, bit, SLOW_RATE);
}

/** Goes on by a bit; one that is learnt must have been predicted. */
export function advance(layer: Layer, cursor: Cursor, bit: number, learning: boolean): void {
  const { place, contexts } = cursor;
  if (learning) {
    if (place.bit % 4 === 0) ownBuckets(layer, contexts, place.partial);
    learnInputs(layer, cursor, bit);
    learnMixing(layer, cursor, bit);
  }
  dropMatches(place, bit);
  place.partial = (place.partial << 1) | bit;
  if (++place.bit < 8) return;
  const byte = place.partial & 0xff;
  if (learning) learnRuns(layer, contexts, byte);
  readByte(place, byte);
  moveMatches(layer, place, byte, learning);
}
