// The large tables of a layer: runs, buckets and the text, found by hashes; and the journal that takes changes back.
//
// Places for a key lie side by side in one line of cache. The one with the least seen is given up for a new key.
#pragma once

#include "arithmetic.h"

/** Before the blocks from `changed` on are changed: keeps what they hold, once after each mark. */
INLINE void touch(Layer *layer, void *changed, u32 bytes) {
  if (!layer->tables.journalBlocks) return;
  u32 *stamps = at(layer, layer->tables.stamps);
  u32 first = (u32)((u8 *)changed - (u8 *)layer) / BLOCK_BYTES;
  for (u32 block = first; block <= first + (bytes - 1) / BLOCK_BYTES; block++) {
    if (stamps[block] == layer->stamp) continue;
    stamps[block] = layer->stamp;
    Saved *saved = (Saved *)at(layer, layer->tables.journal) + layer->saved++ % layer->tables.journalBlocks;
    saved->offset = block * BLOCK_BYTES;
    const u32 *from = at(layer, saved->offset);
    for (int i = 0; i < BLOCK_BYTES / 4; i++) saved->bytes[i] = from[i];
  }
}

/** Takes changes back to where the journal was; 0 when it does not reach that far any more. */
NOINLINE int takeBack(Layer *layer, u32 mark) {
  if (!layer->tables.journalBlocks || layer->saved - mark > layer->tables.journalBlocks) return 0;
  while (layer->saved != mark) {
    const Saved *saved = (Saved *)at(layer, layer->tables.journal) + --layer->saved % layer->tables.journalBlocks;
    u32 *to = at(layer, saved->offset);
    for (int i = 0; i < BLOCK_BYTES / 4; i++) to[i] = saved->bytes[i];
  }
  layer->stamp++;
  return 1;
}

INLINE Run *runsAt(Layer *layer, u32 key) {
  return (Run *)at(layer, layer->tables.runs) + (u64)scale(key, layer->tables.runGroups) * WAYS;
}

INLINE Bucket *bucketsAt(Layer *layer, u32 key) {
  return (Bucket *)at(layer, layer->tables.buckets) + (u64)scale(key, layer->tables.bucketGroups) * WAYS;
}

/** A run, and the check and the first history of a bucket, read at once: every machine that runs this is little-endian. */
typedef u32 __attribute__((may_alias)) Word;
typedef u16 __attribute__((may_alias)) HalfWord;
typedef u64 __attribute__((may_alias)) DoubleWord;

/** Which of the ways is right, or WAYS; without branches, which would be hard to foresee. */
INLINE u32 runIn(const Run *group, u16 check) {
  const Word *words = (const Word *)group;
  u32 found = WAYS;
  for (u32 way = 0; way < WAYS; way++) found = (words[way] & 0xffff) == check && words[way] >> 24 ? way : found;
  return found;
}

INLINE u32 bucketIn(const Bucket *group, u8 check) {
  u32 found = WAYS;
  for (u32 way = 0; way < WAYS; way++) {
    u32 beginning = *(const HalfWord *)(group + way);
    found = (beginning & 0xff) == check && beginning >> 8 ? way : found;
  }
  return found;
}

/** The run of a context in this layer or below; an empty one. */
INLINE Run findRun(Layer *layer, u32 key, u16 check) {
  for (; layer; layer = belowOf(layer)) {
    const Run *group = runsAt(layer, key);
    u32 way = runIn(group, check);
    if (way < WAYS) return group[way];
  }
  return (Run){0, 0, 0};
}

INLINE void keepRun(Layer *layer, u32 key, Run run) {
  Run *group = runsAt(layer, key);
  touch(layer, group, sizeof(Run) * WAYS);
  u32 chosen = runIn(group, run.check);
  u32 least = chosen < WAYS ? 0 : SEVERAL + 1;
  for (u32 i = 0; i < WAYS; i++) {
    u32 way = (i + run.check) % WAYS;
    if (group[way].count < least) {
      least = group[way].count;
      chosen = way;
    }
  }
  group[chosen] = run;
}

INLINE u8 bucketCheck(u32 key) { return (u8)(key * 0x2f0b4c47u >> 24); }

/** For reading only. */
INLINE Bucket *findBucket(Layer *layer, u32 key) {
  Constants *constants = constantsOf(layer);
  for (; layer; layer = belowOf(layer)) {
    Bucket *group = bucketsAt(layer, key);
    u32 way = bucketIn(group, bucketCheck(key));
    if (way < WAYS) return group + way;
  }
  return &constants->empty;
}

/** The layer's own, for writing: made from the one below if there is one there. */
NOINLINE Bucket *ownBucket(Layer *layer, u32 key) {
  Bucket *group = bucketsAt(layer, key);
  touch(layer, group, sizeof(Bucket) * WAYS);
  u32 chosen = bucketIn(group, bucketCheck(key));
  if (chosen < WAYS) return group + chosen;
  u32 least = ~0u;
  for (u32 way = 0; way < WAYS; way++) {
    u8 state = group[way].states[0];
    u32 seen = constantsOf(layer)->zeros[state] + constantsOf(layer)->ones[state];
    if (seen < least) {
      least = seen;
      chosen = way;
    }
  }
  group[chosen] = *findBucket(layer, key);
  group[chosen].check = bucketCheck(key);
  return group + chosen;
}

/** The byte at a position of the text, through all layers; -1 where nothing was learnt, or not any more. */
INLINE int byteAt(Layer *layer, u32 position) {
  while (layer && position < layer->textStart) layer = belowOf(layer);
  if (!layer || position >= layer->textEnd || layer->textEnd - position > layer->tables.textMask) return -1;
  return ((u8 *)at(layer, layer->tables.text))[position & layer->tables.textMask];
}
