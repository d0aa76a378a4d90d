// exp, sigmoid and tanh. By polynomials and not by tables, since the kernels have no static data.
#pragma once

#include "naturalLog.h"
#include "vector.h"

/** 2^y = 2^n 2^r with n whole and |r| <= 1/2: what is left is a power on a short interval. */
typedef struct {
  /** n + 127, in the low bits of each lane, for powerOfTwo */
  Vector n;
  /** 2^r - 1 */
  Vector rest;
} ReducedPower;

/** Of 2^(x factor), the product from -127 to 127. */
INLINE ReducedPower reducePower(Vector x, float factor) {
  // Adding 1.5 * 2^23 rounds to a whole number, and leaves that number in the low bits; 127 is powerOfTwo's.
  Vector rounder = splat(12582912.0f + 127);
  Vector n = multiplyAdd(x, splat(factor), rounder);
  Vector r = multiplyAdd(x, splat(factor), subtract(rounder, n));
  // (2^r - 1) / r, so chosen that the greatest error of 2^r is least: 9e-8 of it.
  Vector p = splat(1.326472710e-3f);
  p = multiplyAdd(p, r, splat(9.671512666e-3f));
  p = multiplyAdd(p, r, splat(5.550733744e-2f));
  p = multiplyAdd(p, r, splat(2.402224208e-1f));
  p = multiplyAdd(p, r, splat(6.931469776e-1f));
  return (ReducedPower){n, multiply(p, r)};
}

/** 1 / ln 2: e^x = 2^(x LOG2_E) */
#define LOG2_E 1.44269504f

INLINE Vector clamp(Vector x, float greatest) { return lesser(greater(x, splat(-greatest)), splat(greatest)); }

/** e^(sign x): 0 for exponents below -87.7, and the value at 88 above 88. */
INLINE Vector signedExp(Vector x, float sign) {
  ReducedPower power = reducePower(clamp(x, 88.0f), sign * LOG2_E);
  Vector whole = powerOfTwo(power.n);
  return multiplyAdd(power.rest, whole, whole);
}

INLINE Vector vectorExp(Vector x) { return signedExp(x, 1); }

/** 1 / (1 + e^-x) */
INLINE Vector vectorSigmoid(Vector x) {
  return divide(splat(1.0f), add(splat(1.0f), signedExp(x, -1)));
}

/** tanh x = (e^2x - 1) / (e^2x + 1), from e^2x - 1 so that small x keep all their digits. */
INLINE Vector vectorTanh(Vector x) {
  // tanh(10) is 1 in 32 bits.
  ReducedPower power = reducePower(clamp(x, 10.0f), 2 * LOG2_E);
  Vector whole = powerOfTwo(power.n);
  // 2^n (1 + rest) - 1, without adding the 1 that would be taken away again
  Vector expm1 = multiplyAdd(power.rest, whole, subtract(whole, splat(1.0f)));
  return divide(expm1, add(expm1, splat(2.0f)));
}
