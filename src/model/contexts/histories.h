// Bit histories: what is kept of the zeros and ones after a context, in a byte. A state is a pair of counts, bounded, and
// for short mixed histories which bit came last. When one bit is seen, a large count of the other is cut down: what was
// seen of late counts for more.
#pragma once

#include "arithmetic.h"

/** The most of one bit that is remembered beside so many of the other. */
INLINE u32 greatestBeside(u32 count) {
  return count == 0 ? 47 : count == 1 ? 22 : count == 2 ? 11 : count == 3 ? 8 : count < 6 ? 6 : 0;
}

INLINE u32 cutDown(u32 count) { return count > 7 ? 6 : count > 5 ? 5 : count > 3 ? count - 1 : count; }

/** The state of two counts and a last bit; a new one when it is not among the first `*known`. */
NOINLINE u32 stateOf(Constants *constants, u8 *lastBits, u32 *known, u32 zeros, u32 ones, u32 last) {
  u32 least = zeros < ones ? zeros : ones;
  u32 most = zeros < ones ? ones : zeros;
  if (least == 0 || most > 9) last = ones > zeros;
  for (u32 i = 0; i < *known; i++)
    if (constants->zeros[i] == zeros && constants->ones[i] == ones && lastBits[i] == last) return i;
  constants->zeros[*known] = (u8)zeros;
  constants->ones[*known] = (u8)ones;
  lastBits[*known] = (u8)last;
  return (*known)++;
}

NOINLINE u32 stateAfter(Constants *constants, u8 *lastBits, u32 *known, u32 state, u32 bit) {
  u32 seen = (bit ? constants->ones : constants->zeros)[state] + 1;
  u32 other = cutDown((bit ? constants->zeros : constants->ones)[state]);
  while (other > seen ? other > greatestBeside(seen) : seen > greatestBeside(other)) {
    if (other > seen) other--;
    else seen--;
  }
  return bit ? stateOf(constants, lastBits, known, other, seen, 1)
             : stateOf(constants, lastBits, known, seen, other, 0);
}

/** All states that can be reached from the empty one, which is 0; there are 207. */
NOINLINE void makeHistories(Constants *constants) {
  u8 lastBits[STATES];
  u32 known = 0;
  stateOf(constants, lastBits, &known, 0, 0, 0);
  for (u32 state = 0; state < known; state++)
    for (u32 bit = 0; bit < 2; bit++)
      constants->next[state][bit] = (u8)stateAfter(constants, lastBits, &known, state, bit);
  for (u32 bit = 0; bit < 2; bit++) {
    u8 state = 0;
    for (u32 count = 0; count < RUN_COUNTS; count++) {
      constants->runs[count][bit] = state;
      state = constants->next[state][bit];
    }
  }
}
