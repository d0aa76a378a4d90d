// What the machine can do at most, as a yardstick for the kernels: multiplyAdd on registers alone.

#include "vector.h"

/** Sums that do not wait for one another: enough to fill two units of a latency of 5, and few enough for 16 registers. */
#define PEAK_SUMS 12
/** multiplyAdd on each sum in a round */
#define PEAK_STEPS 100

EXPORT double multiplyAddLoop(int rounds) {
  Vector sums[PEAK_SUMS];
  for (int i = 0; i < PEAK_SUMS; i++) sums[i] = splat((float)i);
  // Not constants for the compiler, which would do the arithmetic itself.
  Vector a = splat((float)rounds * 1e-6f), b = splat(1e-6f);
  for (int round = 0; round < rounds; round++)
    for (int step = 0; step < PEAK_STEPS; step++)
      for (int i = 0; i < PEAK_SUMS; i++) sums[i] = multiplyAdd(a, b, sums[i]);
  for (int i = 1; i < PEAK_SUMS; i++) sums[0] = add(sums[0], sums[i]);
  // Always so, but the compiler cannot know, and has to compute the sums.
  double counted = sumOfLanes(sums[0]) < 0 ? 0 : 2;
  return counted * LANES * PEAK_SUMS * PEAK_STEPS * rounds;
}
