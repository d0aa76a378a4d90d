// Matches: the latest place in all that was read after which the text went on as it does now.
#pragma once

#include "tables.h"

INLINE u32 leastMatch(int match) { return match ? 16 : 6; }

INLINE u32 matchKey(const Place *place, int match) {
  const u32 *last = place->last;
  return match ? hash(hash(last[0], last[1]), hash(last[2], last[3])) : hash(last[0], last[1] & 0xffff);
}

INLINE u32 *matchSlot(Layer *layer, u32 key) { return (u32 *)at(layer, layer->tables.matches) + scale(key, layer->tables.matchSlots); }

/** How many bytes before `position` of the layers' text are those before the place, up to 64. */
INLINE u32 alikeBefore(Layer *layer, const Place *place, u32 position) {
  u32 length = 0;
  while (length < 64 && length < place->position &&
         byteAt(layer, position - 1 - length) == place->tail[(place->position - 1 - length) % TAIL])
    length++;
  return length;
}

INLINE void lookForMatch(Layer *layer, Place *place, int match, u32 key) {
  u32 found = 0;
  for (Layer *from = layer; from && !found; from = belowOf(from)) found = *matchSlot(from, key);
  if (!found) return;
  u32 length = alikeBefore(layer, place, found);
  if (length < leastMatch(match)) return;
  place->matchAt[match] = found;
  place->matchMisses[match] = 0;
  place->matchLength[match] = length;
}

/** A match that was wrong is followed on, as one that is short, since often but one word is another one. */
INLINE void followMatch(Place *place, int match) {
  if (!place->matchAt[match]) return;
  place->matchAt[match]++;
  if (place->matchLength[match]) {
    place->matchLength[match]++;
    if (place->matchLength[match] > leastMatch(match)) place->matchMisses[match] = 0;
  } else if (++place->matchMisses[match] > MISSES) {
    place->matchAt[match] = 0;
  }
}

/** After a byte, `learning` 1 when it is to be found later. Positions of the text begin at 1. */
INLINE void moveMatches(Layer *layer, Place *place, u32 byte, int learning) {
  if (learning) {
    u8 *next = (u8 *)at(layer, layer->tables.text) + (layer->textEnd++ & layer->tables.textMask);
    touch(layer, next, 1);
    *next = (u8)byte;
  }
  for (int match = 0; match < MATCHES; match++) {
    followMatch(place, match);
    place->expected[match] = 0;
    if (place->position < leastMatch(match)) continue;
    // Both lengths share the slots.
    u32 key = hash(matchKey(place, match), (u32)match);
    if (place->matchLength[match] < leastMatch(match)) lookForMatch(layer, place, match, key);
    if (place->matchAt[match] && !place->matchLength[match]) place->matchLength[match] = 1;
    if (learning) {
      u32 *slot = matchSlot(layer, key);
      touch(layer, slot, sizeof *slot);
      *slot = layer->textEnd;
    }
    int expected = place->matchLength[match] ? byteAt(layer, place->matchAt[match]) : -1;
    if (expected < 0) place->matchAt[match] = place->matchLength[match] = 0;
    else place->expected[match] = (u32)expected | 256;
  }
}

/** Whether a byte that is expected begins with the bits so far; its next bit is then expectedBit. */
INLINE int expects(const Place *place, int match) {
  return place->expected[match] >> (8 - place->bit) == place->partial;
}
INLINE u32 expectedBit(const Place *place, u32 byte) { return byte >> (7 - place->bit) & 1; }

/** Ends the matches that a bit contradicts. */
INLINE void dropMatches(Place *place, u32 bit) {
  for (int match = 0; match < MATCHES; match++)
    if (!expects(place, match) || expectedBit(place, place->expected[match]) != bit) {
      place->expected[match] = 0;
      place->matchLength[match] = 0;
    }
}

INLINE u32 lengthStep(u32 length) {
  return length < 16 ? length : length < 32 ? 12 + length / 4 : length < 64 ? 16 + length / 8 : length < 512 ? 22 + length / 64 : 31;
}
