// The contexts of a byte: what each one is, where its run and its buckets are, and how they learn.
#pragma once

#include "place.h"
#include "tables.h"

INLINE void setContext(Place *place, u32 *count, u32 a, u32 b) {
  u32 index = (*count)++;
  place->keys[index] = hash(a, b + index * 0x01000193u);
  // Made from the same two numbers in another way: both agree by chance once in 2^48.
  place->checks[index] = (a * 0xc2b2ae3du ^ b * 0x27d4eb2fu ^ index * 0x165667b1u) >> 16;
}

INLINE void setContexts(Place *place) {
  u32 c4 = place->last[0];
  u32 c8 = place->last[1];
  u32 c1 = c4 & 255;
  u32 column = place->position - place->line;
  u32 word = place->word;
  u32 wordAndByte = hash(word, c1);
  u32 gap = place->gap;
  const Bracket *bracket = &place->brackets[(place->depth - 1) % BRACKETS];
  u32 callee = place->depth ? bracket->callee : 0;
  u32 commas = place->depth ? bracket->commas : 0;
  u32 matched = place->matchLength[0];
  u32 n = 0;
  // The bytes before: one to three, four to six, eight.
  setContext(place, &n, c1, 0);
  setContext(place, &n, c4 & 0xffff, 0);
  setContext(place, &n, c4 & 0xffffff, 0);
  setContext(place, &n, c4, 0);
  setContext(place, &n, c4, (c8 & 0xff) + 1);
  setContext(place, &n, c4, (c8 & 0xffff) + 1);
  setContext(place, &n, c4, c8);
  // Words, with what stands between them and without.
  setContext(place, &n, wordAndByte, 0);
  setContext(place, &n, wordAndByte, gap);
  setContext(place, &n, hash(word, place->word1), gap);
  setContext(place, &n, hash3(word, place->word1, place->word2), gap);
  setContext(place, &n, word, place->word1);
  setContext(place, &n, hash(word, place->word2), gap);
  // Lines: the first word, the signs so far, the line above.
  setContext(place, &n, wordAndByte, place->head);
  setContext(place, &n, word, place->signs);
  setContext(place, &n, hash(word, place->signs), hash(place->signsAbove, place->indent));
  setContext(place, &n, byteAbove(place) | c1 << 8, column < 40 ? column : 40);
  setContext(place, &n, wordAndByte, hash(place->headAbove, place->indent));
  setContext(place, &n, hash(c4 & 0xffff, place->head), place->indent);
  // Who is called, and which argument it is.
  setContext(place, &n, wordAndByte, callee * 32 + commas);
  setContext(place, &n, hash(c4 & 0xffff, place->word1), callee);
  // Bytes with a gap, bytes of a kind.
  setContext(place, &n, c4 & 0xffff00, 1);
  setContext(place, &n, c4 & 0xffffff00, 1);
  setContext(place, &n, c4 & 0xf0f0ffff, 1);
  // What the match says.
  setContext(place, &n, place->expected[0] | (matched > 15 ? 7 : matched > 3 ? 4 + matched / 4 : matched) << 12, c1);
  // This document only.
  setContext(place, &n, wordAndByte, place->document);
  setContext(place, &n, c4 & 0xffffff, place->document + 1);
}

/** Whose vote an input is: the order of voterNames. */
INLINE u32 voterOf(u32 input) {
  if (input >= CONSTANT_INPUT) return 0;
  if (input >= OUTSIDE_INPUTS) return 7;
  if (input >= DIRECT_INPUTS) return 0;
  if (input >= MATCH_INPUTS) return 5;
  u32 context = input / 2;
  return context < 7 ? 0 : context < 13 ? 1 : context < 19 ? 2 : context < 21 ? 3 : context < 24 ? 4 : context < 25 ? 5 : 6;
}

/** Where the bucket for a half of a byte is: the first, or the one after the four bits in `partial` (16 to 31). */
INLINE u32 bucketKey(const Place *place, u32 context, u32 partial) {
  return hash(place->keys[context], (partial < 16 ? 0 : partial) + place->checks[context] * 512);
}

INLINE void prefetchBucket(Layer *layer, u32 key) {
  for (; layer; layer = belowOf(layer)) PREFETCH(bucketsAt(layer, key));
}

INLINE void findRuns(Layer *layer, Place *place) {
  for (u32 i = SHORT_CONTEXTS; i < CONTEXTS; i++)
    for (Layer *from = layer; from; from = belowOf(from)) PREFETCH(runsAt(from, place->keys[i]));
  for (u32 i = 0; i < CONTEXTS; i++) {
    place->runs[i] = i < SHORT_CONTEXTS ? (Run){0, 0, SEVERAL} : findRun(layer, place->keys[i], (u16)place->checks[i]);
    if (place->runs[i].count == SEVERAL) prefetchBucket(layer, bucketKey(place, i, 1));
  }
}

/** What a run has seen is what a bucket would have seen of it. */
INLINE u8 *statesOfRun(const Constants *constants, Place *place, u32 context) {
  Run run = place->runs[context];
  u32 half = place->bit / 4;
  DoubleWord *clear = (DoubleWord *)place->ofRuns[half][context];
  clear[0] = clear[1] = 0;
  u8 *states = place->ofRuns[half][context];
  if (half && (run.byte >> 4 | 16u) != place->partial) return states;
  u32 bits = half ? run.byte & 15 : run.byte >> 4;
  const u8 *history = constants->runs[run.count];
  states[0] = history[bits >> 3];
  states[1 + (bits >> 3)] = history[bits >> 2 & 1];
  states[3 + (bits >> 2)] = history[bits >> 1 & 1];
  states[7 + (bits >> 1)] = history[bits & 1];
  return states;
}

/** For the half of a byte that comes. */
INLINE void findBuckets(Layer *layer, Place *place) {
  const Constants *constants = constantsOf(layer);
  u32 keys[CONTEXTS];
  for (u32 i = 0; i < CONTEXTS; i++) {
    if (place->runs[i].count != SEVERAL) {
      place->states[i] = statesOfRun(constants, place, i);
      continue;
    }
    keys[i] = bucketKey(place, i, place->partial);
    if (place->bit) prefetchBucket(layer, keys[i]);
  }
  for (u32 i = 0; i < CONTEXTS; i++)
    if (place->runs[i].count == SEVERAL) place->states[i] = findBucket(layer, keys[i])->states;
}

/** The same before they are changed: all in this layer. */
INLINE void ownBuckets(Layer *layer, Place *place) {
  for (u32 i = 0; i < CONTEXTS; i++)
    if (place->runs[i].count == SEVERAL)
      place->states[i] = ownBucket(layer, bucketKey(place, i, place->partial))->states;
}

/** Where in a bucket the bits of the half so far lead. */
INLINE u32 nodeOf(u32 partial, u32 bit) {
  return bit < 4 ? partial - 1 : ((partial & ((1u << (bit - 4)) - 1)) | 1u << (bit - 4)) - 1;
}

/** Adds `count` times a byte to a context's buckets. */
NOINLINE void addToBuckets(Layer *layer, const Place *place, u32 context, u32 byte, u32 count) {
  u8 *states = 0;
  for (u32 bit = 0; bit < 8; bit++) {
    u32 partial = (byte | 256) >> (8 - bit);
    if (bit % 4 == 0) states = ownBucket(layer, bucketKey(place, context, partial))->states;
    u8 *state = states + nodeOf(partial, bit);
    for (u32 i = 0; i < count; i++) *state = constantsOf(layer)->next[*state][byte >> (7 - bit) & 1];
  }
}

/** After a byte: runs grow, and end when the byte is another one. */
INLINE void learnRuns(Layer *layer, const Place *place, u32 byte) {
  for (u32 i = SHORT_CONTEXTS; i < CONTEXTS; i++) {
    Run run = place->runs[i];
    if (run.count == SEVERAL) continue;
    Run next = {(u16)place->checks[i], (u8)byte, run.count + 1};
    if (run.count && run.byte != byte) {
      addToBuckets(layer, place, i, run.byte, run.count);
      addToBuckets(layer, place, i, byte, 1);
      next.count = SEVERAL;
    } else if (next.count == RUN_COUNTS) {
      continue;
    }
    keepRun(layer, place->keys[i], next);
  }
}
