// Mixing: what contexts and matches say of a bit becomes one probability. Each is an input in the logistic domain; several
// rows of weights, each chosen by another selector, mix them all; a last row mixes these; and what came out is refined
// by how often it was right.
#pragma once

#include "contextKeys.h"
#include "matches.h"

#define MIXING_RATE 0.0025f
#define FINAL_RATE 0.002f
#define SLOW_RATE 0.02f
#define MATCH_RATE 0.005f
/** Bit histories settle no further than this. */
#define HISTORY_LIMIT 255

/** One of two ways to say how sure: it is bounded, while `stretch` grows with each nine of certainty. */
INLINE float bounded(float p) { return (p - 0.5f) * 4.0f; }

/** Chooses the rows of weights. */
INLINE void setRows(Cursor *cursor, u32 found, u32 longest, u32 certainty, u32 outside) {
  const Place *place = &cursor->place;
  u32 bit = place->bit;
  u32 c4 = place->last[0];
  u32 c1 = c4 & 255;
  u32 kinds = kindOf(c1) | kindOf(c4 >> 8 & 255) << 3 | kindOf(c4 >> 16 & 255) << 6;
  u32 letters = place->wordLength < 15 ? place->wordLength : 15;
  u32 depth = place->depth < 3 ? place->depth : 3;
  u32 *rows = cursor->rows;
  // What the other expert holds likeliest, or without one what the match expects.
  u32 likeliest = outside ? outside >> 3 : place->expected[0] & 255;
  rows[0] = certainty * 8 + bit;
  rows[1] = 256 + place->partial;
  rows[2] = 512 + c1 + (bit > 2 ? 256 : 0);
  rows[3] = 1024 + kinds;
  rows[4] = 1536 + letters * 8 + bit + (place->part == INDENT ? 128 : 0) + depth * 256;
  rows[5] = 2560 + longest * 8 + bit + (outside & 7) * 64;
  rows[6] = 3072 + found * 8 + bit;
  rows[7] = 4096 + likeliest * 8 + bit;
  cursor->finalRow = place->partial;
}

/** Inputs of contexts and matches, and from these the rows. */
INLINE void setAllInputs(Layer *layer, Cursor *cursor, const float *outside, u32 outsideRow) {
  const Constants *constants = constantsOf(layer);
  const Learnt *learnt = &layer->learnt;
  Place *place = &cursor->place;
  float *inputs = cursor->inputs;
  u32 node = nodeOf(place->partial, place->bit);
  u32 found = 0;
  u32 longest = 0;
  for (u32 i = 0; i < CONTEXTS; i++) {
    u32 history = place->states[i][node];
    cursor->history[i] = (u8)history;
    const Chance *chance = &learnt->histories[i][history];
    inputs[2 * i] = chance->stretched;
    inputs[2 * i + 1] = bounded(chance->p);
    found += history ? 1 : 0;
    // the first seven are the bytes before, ever more of them
    longest = history && i < 7 ? i + 1 : longest;
  }
  u32 certainty = 0;
  for (int match = 0; match < MATCHES; match++) {
    float *input = inputs + MATCH_INPUTS + 2 * match;
    input[0] = 0;
    input[1] = 0;
    if (!expects(place, match)) continue;
    u32 step = lengthStep(place->matchLength[match]);
    float right = learnt->matches[match][step][place->bit == 0];
    input[0] = stretch(constants, right);
    input[1] = bounded(right);
    if (!expectedBit(place, place->expected[match])) {
      input[0] = -input[0];
      input[1] = -input[1];
    }
    if (match == 0) certainty = step / 2;
    else if (step > 12) certainty = 16 + (step - 12) / 2;
  }
  u32 c1 = place->last[0] & 255;
  inputs[DIRECT_INPUTS] = stretch(constants, learnt->order0[place->partial]);
  inputs[DIRECT_INPUTS + 1] = stretch(constants, learnt->order1[place->partial | c1 << 8]);
  inputs[OUTSIDE_INPUTS] = outside[0];
  inputs[OUTSIDE_INPUTS + 1] = outside[1];
  inputs[CONSTANT_INPUT] = 0.4f;
  setRows(cursor, found, longest, certainty, outsideRow);
}

/** The mix, refined: the step of the logistic domain and its neighbour share by how near they are. */
INLINE float refine(Layer *layer, Cursor *cursor, float sum) {
  const Place *place = &cursor->place;
  float along = clampTo(sum, 7.74f) * 2.0f + 15.5f;
  u32 step = (u32)along;
  float share = along - (float)step;
  u32 partial = place->partial;
  u32 rows[REFINEMENTS] = {
    partial | kindOf(place->last[0] & 255) << 8,
    hash(place->last[0] & 0xffffff, partial) % REFINED_ROWS,
    hash(place->word + place->expected[0] * 77777u, partial) % REFINED_ROWS,
  };
  float p = cursor->mix * 2.0f;
  for (u32 i = 0; i < REFINEMENTS; i++) {
    const float *row = layer->learnt.refined[i][rows[i]];
    cursor->refinedAt[i] = rows[i] * REFINED_STEPS + step + (share > 0.5f ? 1 : 0);
    p = p + (row[step] * (1.0f - share) + row[step + 1] * share);
  }
  p = p * 0.2f;
  return p < 1e-5f ? 1e-5f : p > 1.0f - 1e-5f ? 1.0f - 1e-5f : p;
}

/** The probability that the next bit is 1. */
NOINLINE float predict(Layer *layer, Cursor *cursor, const float *outside, u32 outsideRow) {
  Place *place = &cursor->place;
  if (place->bit == 0) {
    setContexts(place);
    findRuns(layer, place);
  }
  if (place->bit % 4 == 0) findBuckets(layer, place);
  setAllInputs(layer, cursor, outside, outsideRow);
  const Learnt *learnt = &layer->learnt;
  float sum = 0;
  for (u32 set = 0; set < SETS; set++) {
    cursor->votes[set] = clampTo(sumOfProducts(learnt->weights[cursor->rows[set]], cursor->inputs), 12.0f);
    sum = sum + cursor->votes[set] * learnt->finalWeights[cursor->finalRow][set];
  }
  for (u32 set = 0; set < VOTES; set++) cursor->mixed[set] = squash(cursor->votes[set]);
  cursor->mix = squash(clampTo(sum, 14.0f));
  return refine(layer, cursor, sum);
}

INLINE void approach(Layer *layer, float *p, float target, float rate) {
  touch(layer, p, sizeof *p);
  *p = *p + (target - *p) * rate;
}

INLINE void learnInputs(Layer *layer, Cursor *cursor, u32 bit) {
  Constants *constants = constantsOf(layer);
  Learnt *learnt = &layer->learnt;
  Place *place = &cursor->place;
  u32 node = nodeOf(place->partial, place->bit);
  for (u32 i = 0; i < CONTEXTS; i++) {
    if (place->runs[i].count == SEVERAL) place->states[i][node] = constants->next[place->states[i][node]][bit];
    if (!cursor->history[i]) continue;
    Chance *chance = &learnt->histories[i][cursor->history[i]];
    touch(layer, chance, sizeof *chance);
    chance->p = chance->p + ((float)bit - chance->p) * constants->rates[chance->count];
    chance->stretched = stretch(constants, chance->p);
    if (chance->count < HISTORY_LIMIT) chance->count++;
  }
  for (int match = 0; match < MATCHES; match++) {
    if (!expects(place, match)) continue;
    float *right = &learnt->matches[match][lengthStep(place->matchLength[match])][place->bit == 0];
    approach(layer, right, expectedBit(place, place->expected[match]) == bit ? 1.0f : 0.0f, MATCH_RATE);
  }
  approach(layer, &learnt->order0[place->partial], (float)bit, SLOW_RATE);
  approach(layer, &learnt->order1[place->partial | (place->last[0] & 255) << 8], (float)bit, SLOW_RATE);
}

INLINE void learnMixing(Layer *layer, Cursor *cursor, u32 bit) {
  Learnt *learnt = &layer->learnt;
  for (u32 set = 0; set < SETS; set++) {
    float *weights = learnt->weights[cursor->rows[set]];
    touch(layer, weights, sizeof learnt->weights[0]);
    addScaled(((float)bit - cursor->mixed[set]) * MIXING_RATE, cursor->inputs, weights);
  }
  float *weights = learnt->finalWeights[cursor->finalRow];
  touch(layer, weights, sizeof learnt->finalWeights[0]);
  float factor = ((float)bit - cursor->mix) * FINAL_RATE;
  for (u32 set = 0; set < SETS; set++) weights[set] = weights[set] + factor * cursor->votes[set];
  for (u32 i = 0; i < REFINEMENTS; i++)
    approach(layer, &learnt->refined[i][0][0] + cursor->refinedAt[i], (float)bit, SLOW_RATE);
}

/** Goes on by a bit, learning it when `learning` is 1: then it must have been predicted. */
NOINLINE void advance(Layer *layer, Cursor *cursor, u32 bit, int learning) {
  Place *place = &cursor->place;
  if (learning) {
    if (place->bit % 4 == 0) ownBuckets(layer, place);
    learnInputs(layer, cursor, bit);
    learnMixing(layer, cursor, bit);
  }
  dropMatches(place, bit);
  place->partial = place->partial << 1 | bit;
  if (++place->bit < 8) return;
  u32 byte = place->partial & 255;
  if (learning) learnRuns(layer, place, byte);
  readByte(place, byte);
  moveMatches(layer, place, byte, learning);
}
