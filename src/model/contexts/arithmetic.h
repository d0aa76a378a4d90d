// Numbers: hashes, the logistic function and its inverse, sums of products.
#pragma once

#include "../kernels/naturalLog.h"
#include "layout.h"

INLINE u32 hash(u32 a, u32 b) {
  u32 h = a * 0x9e3779b1u ^ (b + 0x7f4a7c15u) * 0x85ebca77u;
  h ^= h >> 15;
  h *= 0x2c1b3c6du;
  return h ^ h >> 13;
}

INLINE u32 hash3(u32 a, u32 b, u32 c) { return hash(hash(a, b), c); }

/** A number below `count`, by the high bits of a hash. */
INLINE u32 scale(u32 key, u32 count) { return (u32)((u64)key * count >> 32); }

INLINE float clampTo(float x, float greatest) { return x > greatest ? greatest : x < -greatest ? -greatest : x; }

/** 1 / (1 + e^-x), for |x| <= 14 */
INLINE float squash(float x) {
  float exponent = x * -1.44269504f;
  union {
    float value;
    u32 bits;
  } power;
  // Adding 1.5 * 2^23 rounds to a whole number, and leaves that number in the low bits.
  power.value = exponent + 12582912.0f;
  float r = exponent - (power.value - 12582912.0f);
  power.bits = (power.bits + 127) << 23;
  float p = 1.326472710e-3f;
  p = p * r + 9.671512666e-3f;
  p = p * r + 5.550733744e-2f;
  p = p * r + 2.402224208e-1f;
  p = p * r + 6.931469776e-1f;
  p = p * r + 1.0f;
  return 1.0f / (1.0f + p * power.value);
}

/** Sixteen floats, added in this order by every build. */
typedef float Lanes __attribute__((vector_size(64)));

INLINE float sumOfProducts(const float *a, const float *b) {
  Lanes sums = {0};
  for (int i = 0; i < INPUTS; i += 16) sums += *(const Lanes *)(a + i) * *(const Lanes *)(b + i);
  float s[8];
  for (int i = 0; i < 8; i++) s[i] = sums[i] + sums[i + 8];
  for (int i = 0; i < 4; i++) s[i] += s[i + 4];
  return (s[0] + s[2]) + (s[1] + s[3]);
}

/** x += factor y */
INLINE void addScaled(float factor, const float *y, float *x) {
  for (int i = 0; i < INPUTS; i += 16) *(Lanes *)(x + i) += factor * *(const Lanes *)(y + i);
}

INLINE float stretch(const Constants *constants, float p) { return constants->stretch[(int)(p * 4095.75f)]; }
