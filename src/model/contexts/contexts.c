// The kernels of contextKernels.ts in C. specification.ts says what each one means.

#include "histories.h"
#include "mixing.h"

INLINE u32 aligned(u32 bytes) { return (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES; }

/** What the journal covers comes first, then what it does not. */
INLINE Tables layOut(u32 runGroups, u32 bucketGroups, u32 matchSlots, u32 textBytes, u32 journalBlocks) {
  Tables t;
  t.runGroups = runGroups;
  t.bucketGroups = bucketGroups;
  t.matchSlots = matchSlots;
  t.textMask = textBytes - 1;
  t.journalBlocks = journalBlocks;
  t.runs = aligned(sizeof(Layer));
  t.buckets = aligned(t.runs + runGroups * WAYS * (u32)sizeof(Run));
  t.matches = t.buckets + bucketGroups * WAYS * (u32)sizeof(Bucket);
  t.text = aligned(t.matches + matchSlots * 4);
  t.stamps = aligned(t.text + textBytes);
  t.journal = t.stamps + (journalBlocks ? aligned(t.stamps / BLOCK_BYTES * 4) : 0);
  t.bytes = aligned(t.journal + journalBlocks * (u32)sizeof(Saved));
  return t;
}

EXPORT u32 layerBytes(u32 runGroups, u32 bucketGroups, u32 matchSlots, u32 textBytes, u32 journalBlocks) {
  return layOut(runGroups, bucketGroups, matchSlots, textBytes, journalBlocks).bytes;
}

EXPORT u32 cursorBytes(void) { return sizeof(Cursor); }
EXPORT u32 placeBytes(void) { return sizeof(Place); }

NOINLINE void makeConstants(Constants *constants) {
  makeHistories(constants);
  for (int i = 0; i < STRETCH_STEPS; i++) {
    double p = (i + 0.5) / STRETCH_STEPS;
    constants->stretch[i] = (float)naturalLog(p / (1 - p));
  }
  for (int i = 0; i < RATES; i++) constants->rates[i] = 1.0f / ((float)i + 1.6f);
}

NOINLINE void beginLearnt(const Constants *constants, Learnt *learnt) {
  for (u32 row = 0; row < ROWS; row++)
    for (u32 i = 0; i <= CONSTANT_INPUT; i++) learnt->weights[row][i] = i < MATCH_INPUTS && i % 2 == 0 ? 0.15f : 0.1f;
  // What comes from outside must earn its weight.
  for (u32 row = 0; row < ROWS; row++)
    for (u32 i = OUTSIDE_INPUTS; i < CONSTANT_INPUT; i++) learnt->weights[row][i] = 0;
  for (u32 row = 0; row < 256; row++)
    for (u32 set = 0; set < SETS; set++) learnt->finalWeights[row][set] = 1.0f / SETS;
  for (u32 i = 0; i < CONTEXTS; i++)
    for (u32 state = 0; state < STATES; state++) {
      Chance *chance = &learnt->histories[i][state];
      float ones = (float)constants->ones[state] + 0.4f;
      chance->p = ones / (ones + ((float)constants->zeros[state] + 0.4f));
      chance->stretched = state ? stretch(constants, chance->p) : 0;
    }
  for (u32 i = 0; i < 256; i++) learnt->order0[i] = 0.5f;
  for (u32 i = 0; i < 256 * 256; i++) learnt->order1[i] = 0.5f;
  for (u32 match = 0; match < MATCHES; match++)
    for (u32 length = 0; length < MATCH_LENGTHS; length++)
      for (u32 first = 0; first < 2; first++) learnt->matches[match][length][first] = 0.75f;
  for (u32 i = 0; i < REFINEMENTS; i++)
    for (u32 row = 0; row < REFINED_ROWS; row++)
      for (u32 step = 0; step < REFINED_STEPS; step++)
        learnt->refined[i][row][step] = squash(((float)step - 15.5f) * 0.5f);
}

/** Learning never comes near it. */
#define MOST_WEIGHT 1e6f

INLINE void copyWords(u32 bytes, const void *from, void *to) {
  for (u32 i = 0; i < bytes / 4; i++) ((u32 *)to)[i] = ((const u32 *)from)[i];
}

INLINE void clearWords(u32 bytes, void *words) {
  for (u32 i = 0; i < bytes / 4; i++) ((u32 *)words)[i] = 0;
}

EXPORT void createLayer(Layer *layer, Layer *below, u32 runGroups, u32 bucketGroups, u32 matchSlots, u32 textBytes, u32 journalBlocks) {
  clearWords(sizeof(Layer), layer);
  layer->tables = layOut(runGroups, bucketGroups, matchSlots, textBytes, journalBlocks);
  clearWords(layer->tables.bytes - layer->tables.runs, at(layer, layer->tables.runs));
  layer->textStart = 1;
  layer->stamp = 1;
  if (below) {
    layer->below = (u8 *)below - (u8 *)layer;
    layer->textStart = below->textEnd;
    copyWords(sizeof(Constants), &below->constants, &layer->constants);
    copyWords(sizeof(Learnt), &below->learnt, &layer->learnt);
  } else {
    makeConstants(&layer->constants);
    beginLearnt(&layer->constants, &layer->learnt);
  }
  layer->textEnd = layer->textStart;
}

/** Whether they are chances, each of which finds its place in `stretch`; what is not a number is not one. */
INLINE int areChances(u32 count, const float *p) {
  int are = 1;
  for (u32 i = 0; i < count; i++) are &= p[i] >= 0 && p[i] <= 1;
  return are;
}

/** Whether sums of products with them stay numbers. */
INLINE int areWeights(u32 count, const float *weights) {
  int are = 1;
  for (u32 i = 0; i < count; i++) are &= weights[i] >= -MOST_WEIGHT && weights[i] <= MOST_WEIGHT;
  return are;
}

EXPORT u32 reviveLayer(Layer *layer, u32 runGroups, u32 bucketGroups, u32 matchSlots, u32 textBytes) {
  layer->tables = layOut(runGroups, bucketGroups, matchSlots, textBytes, 0);
  layer->below = 0;
  layer->textStart = 1;
  layer->stamp = 1;
  layer->saved = 0;
  clearWords(sizeof(Constants), &layer->constants);
  makeConstants(&layer->constants);
  Learnt *learnt = &layer->learnt;
  int sound = layer->textEnd >= layer->textStart;
  sound &= areWeights(ROWS * INPUTS, learnt->weights[0]);
  sound &= areWeights(256 * VOTES, learnt->finalWeights[0]);
  for (u32 i = 0; i < CONTEXTS; i++)
    for (u32 state = 0; state < STATES; state++) {
      const Chance *chance = &learnt->histories[i][state];
      sound &= areChances(1, &chance->p) & areWeights(1, &chance->stretched) & (chance->count <= HISTORY_LIMIT);
    }
  sound &= areChances(256, learnt->order0) & areChances(256 * 256, learnt->order1);
  sound &= areChances(MATCHES * MATCH_LENGTHS * 2, learnt->matches[0][0]);
  sound &= areChances(REFINEMENTS * REFINED_ROWS * REFINED_STEPS, learnt->refined[0][0]);
  return (u32)sound;
}

EXPORT void beginText(Cursor *cursor, u32 document) { beginPlace(&cursor->place, document); }

EXPORT void copyPlace(const Cursor *from, Cursor *to) {
  copyWords(sizeof(Place), &from->place, &to->place);
  // Within a byte: what is of runs is in the place itself.
  for (u32 i = 0; i < CONTEXTS; i++)
    if (to->place.runs[i].count != SEVERAL) to->place.states[i] = to->place.ofRuns[to->place.bit / 4][i];
}

EXPORT double predictBit(Layer *layer, Cursor *cursor, double outside, double outsideBounded, u32 outsideRow) {
  float inputs[2] = {(float)outside, (float)outsideBounded};
  return predict(layer, cursor, inputs, outsideRow);
}

EXPORT void learnBit(Layer *layer, Cursor *cursor, u32 bit) { advance(layer, cursor, bit, 1); }

EXPORT void passBit(Layer *layer, Cursor *cursor, u32 bit) { advance(layer, cursor, bit, 0); }

/** What another predictor says of the next bit by a tree of outsideTree; without one, nothing. */
INLINE void setOutside(const Place *place, const float *tree, float *outside) {
  outside[0] = 0;
  outside[1] = 0;
  if (!tree) return;
  float p = tree[2 * place->partial + 1] / tree[place->partial];
  p = p < 1e-5f ? 1e-5f : p > 1.0f - 1e-5f ? 1.0f - 1e-5f : p;
  outside[0] = (float)naturalLog((double)p / (1.0 - (double)p));
  outside[1] = (p - 0.5f) * 4.0f;
}

EXPORT u32 outsideTree(const float *distribution, float *tree) {
  float greatest = 0;
  u32 likeliest = 0;
  tree[0] = 0;
  for (u32 i = 0; i < 256; i++) {
    tree[256 + i] = distribution[i] + 1e-7f;
    if (distribution[i] <= greatest) continue;
    greatest = distribution[i];
    likeliest = i;
  }
  for (u32 i = 255; i > 0; i--) tree[i] = tree[2 * i] + tree[2 * i + 1];
  u32 certainty = 1 + (greatest > 0.3f) + (greatest > 0.6f) + (greatest > 0.85f) + (greatest > 0.97f);
  return certainty + likeliest * 8;
}

EXPORT double learnByte(Layer *layer, Cursor *cursor, u32 byte, const float *tree, u32 outsideRow) {
  double likely = 1;
  for (int shift = 7; shift >= 0; shift--) {
    u32 bit = byte >> shift & 1;
    float outside[2];
    setOutside(&cursor->place, tree, outside);
    float p = predict(layer, cursor, outside, outsideRow);
    likely *= bit ? p : 1.0f - p;
    advance(layer, cursor, bit, 1);
  }
  return likely;
}

EXPORT double learnBytes(Layer *layer, Cursor *cursor, const u8 *bytes, u32 count) {
  double nats = 0;
  for (u32 i = 0; i < count; i++) nats -= naturalLog(learnByte(layer, cursor, bytes[i], 0, 0));
  return nats;
}

EXPORT void passBytes(Layer *layer, Cursor *cursor, const u8 *bytes, u32 count) {
  for (u32 i = 0; i < count; i++)
    for (int shift = 7; shift >= 0; shift--) advance(layer, cursor, bytes[i] >> shift & 1, 0);
}

/** What a bit changes of a place, beside what the next half of a byte needs. */
typedef struct {
  u32 partial, bit;
  u32 matchLength[MATCHES], expected[MATCHES];
} Branching;

INLINE Branching branchingOf(const Place *place) {
  Branching kept = {place->partial, place->bit, {0}, {0}};
  for (int match = 0; match < MATCHES; match++) {
    kept.matchLength[match] = place->matchLength[match];
    kept.expected[match] = place->expected[match];
  }
  return kept;
}

INLINE void goBack(Place *place, Branching kept) {
  place->partial = kept.partial;
  place->bit = kept.bit;
  for (int match = 0; match < MATCHES; match++) {
    place->matchLength[match] = kept.matchLength[match];
    place->expected[match] = kept.expected[match];
  }
}

/** Fills in the bytes that begin with the bits so far and are `likely` together. */
NOINLINE void spread(Layer *layer, Cursor *cursor, const float *tree, u32 outsideRow, float likely, float least, float *into) {
  Place *place = &cursor->place;
  Branching here = branchingOf(place);
  u32 left = 8 - here.bit;
  if (left == 0 || likely < least) {
    u32 count = 1u << left;
    u32 first = (here.partial << left) & 255;
    for (u32 i = 0; i < count; i++) into[first + i] = likely / (float)count;
    return;
  }
  // The second half of a byte has buckets of its own.
  u8 *states[CONTEXTS];
  for (u32 i = 0; i < CONTEXTS; i++) states[i] = place->states[i];
  float outside[2];
  setOutside(place, tree, outside);
  float p = predict(layer, cursor, outside, outsideRow);
  for (u32 bit = 0; bit < 2; bit++) {
    dropMatches(place, bit);
    place->partial = here.partial << 1 | bit;
    place->bit = here.bit + 1;
    spread(layer, cursor, tree, outsideRow, likely * (bit ? p : 1.0f - p), least, into);
    goBack(place, here);
  }
  if (here.bit == 4)
    for (u32 i = 0; i < CONTEXTS; i++) place->states[i] = states[i];
}

EXPORT void distribution(Layer *layer, Cursor *cursor, const float *tree, u32 outsideRow, double least, float *into) {
  spread(layer, cursor, tree, outsideRow, 1, (float)least, into);
}

EXPORT void votes(Layer *layer, Cursor *cursor, float *into) {
  for (u32 voter = 0; voter < VOTERS; voter++) into[voter] = 0;
  for (u32 set = 0; set < SETS; set++) {
    float share = layer->learnt.finalWeights[cursor->finalRow][set];
    const float *weights = layer->learnt.weights[cursor->rows[set]];
    for (u32 i = 0; i <= CONSTANT_INPUT; i++) {
      u32 voter = voterOf(i);
      into[voter] = into[voter] + share * (weights[i] * cursor->inputs[i]);
    }
  }
}

EXPORT u32 textEnd(const Layer *layer) { return layer->textEnd; }

EXPORT u32 readText(Layer *layer, u32 from, u32 count, u8 *into) {
  for (u32 i = 0; i < count; i++) {
    int byte = byteAt(layer, from + i);
    if (byte < 0) return i;
    into[i] = (u8)byte;
  }
  return count;
}

EXPORT u32 markLayer(Layer *layer) {
  layer->stamp++;
  return layer->saved;
}

EXPORT u32 rewindLayer(Layer *layer, u32 mark, u32 textEnd) {
  if (!takeBack(layer, mark)) return 0;
  layer->textEnd = textEnd;
  return 1;
}

// ---------------------------------------------------------------------------------------------------------------
// What the addon makes functions of JavaScript of: each with its arguments in order, INT for whole numbers, NUMBER for
// others, POINTER for places in the arena, POINTER_OR_NONE for one that may be missing.

#define CONTEXT_KERNELS(KERNEL, NUMBER_KERNEL)                                                        \
  NUMBER_KERNEL(layerBytes, INT(0), INT(1), INT(2), INT(3), INT(4))                                   \
  NUMBER_KERNEL(cursorBytes)                                                                          \
  NUMBER_KERNEL(placeBytes)                                                                           \
  KERNEL(createLayer, POINTER(0), POINTER_OR_NONE(1), INT(2), INT(3), INT(4), INT(5), INT(6))         \
  NUMBER_KERNEL(reviveLayer, POINTER(0), INT(1), INT(2), INT(3), INT(4))                              \
  KERNEL(beginText, POINTER(0), INT(1))                                                               \
  KERNEL(copyPlace, POINTER(0), POINTER(1))                                                           \
  NUMBER_KERNEL(predictBit, POINTER(0), POINTER(1), NUMBER(2), NUMBER(3), OUTSIDE_ROW(4))             \
  KERNEL(learnBit, POINTER(0), POINTER(1), BIT(2))                                                    \
  KERNEL(passBit, POINTER(0), POINTER(1), BIT(2))                                                     \
  NUMBER_KERNEL(learnBytes, POINTER(0), POINTER(1), POINTER(2), INT(3))                               \
  KERNEL(passBytes, POINTER(0), POINTER(1), POINTER(2), INT(3))                                       \
  NUMBER_KERNEL(outsideTree, POINTER(0), POINTER(1))                                                  \
  NUMBER_KERNEL(learnByte, POINTER(0), POINTER(1), BYTE(2), POINTER_OR_NONE(3), OUTSIDE_ROW(4))       \
  KERNEL(distribution, POINTER(0), POINTER(1), POINTER_OR_NONE(2), OUTSIDE_ROW(3), NUMBER(4), POINTER(5)) \
  KERNEL(votes, POINTER(0), POINTER(1), POINTER(2))                                                   \
  NUMBER_KERNEL(textEnd, POINTER(0))                                                                  \
  NUMBER_KERNEL(readText, POINTER(0), INT(1), INT(2), POINTER(3))                                     \
  NUMBER_KERNEL(markLayer, POINTER(0))                                                                \
  NUMBER_KERNEL(rewindLayer, POINTER(0), INT(1), INT(2))
