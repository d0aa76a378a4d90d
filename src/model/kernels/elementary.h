// exp, sigmoid, tanh and log. By polynomials and not by tables, since the kernels have no static data.
#pragma once

#include "vector.h"

/** x = n ln 2 + r with |r| <= ln(2) / 2: what is left is e^r on a short interval. */
typedef struct {
  /** n, in the low bits of each lane, for powerOfTwo */
  Vector n;
  /** e^r - 1 */
  Vector expm1R;
} ReducedExponent;

INLINE ReducedExponent reduceExponent(Vector x) {
  // Adding 1.5 * 2^23 rounds to an integer, and leaves that integer in the low bits.
  Vector rounder = splat(12582912.0f);
  Vector shifted = multiplyAdd(x, splat(1.44269504f), rounder);
  Vector n = subtract(shifted, rounder);
  // ln 2 in two parts, the first so short that n times it is exact.
  Vector r = multiplyAdd(n, splat(-0.693359375f), x);
  r = multiplyAdd(n, splat(2.12194440e-4f), r);
  // Minimax polynomial of (e^r - 1 - r) / r^2 (Cephes, expf).
  Vector p = splat(1.9875691500e-4f);
  p = multiplyAdd(p, r, splat(1.3981999507e-3f));
  p = multiplyAdd(p, r, splat(8.3334519073e-3f));
  p = multiplyAdd(p, r, splat(4.1665795894e-2f));
  p = multiplyAdd(p, r, splat(1.6666665459e-1f));
  p = multiplyAdd(p, r, splat(5.0000001201e-1f));
  return (ReducedExponent){shifted, multiplyAdd(p, multiply(r, r), r)};
}

/** e^x: 0 below -87.7, and the value at 88 above 88. */
INLINE Vector vectorExp(Vector x) {
  ReducedExponent e = reduceExponent(lesser(greater(x, splat(-88.0f)), splat(88.0f)));
  return multiply(add(e.expm1R, splat(1.0f)), powerOfTwo(e.n));
}

/** 1 / (1 + e^-x) */
INLINE Vector sigmoid(Vector x) {
  return reciprocal(add(splat(1.0f), vectorExp(subtract(splat(0.0f), x))));
}

/** tanh x = (e^2x - 1) / (e^2x + 1), from e^2x - 1 so that small x keep all their digits. */
INLINE Vector vectorTanh(Vector x) {
  // tanh(10) is 1 in 32 bits.
  Vector clamped = lesser(greater(x, splat(-10.0f)), splat(10.0f));
  ReducedExponent e = reduceExponent(add(clamped, clamped));
  Vector power = powerOfTwo(e.n);
  // 2^n (1 + expm1R) - 1, without adding the 1 that would be taken away again
  Vector expm1 = multiplyAdd(e.expm1R, power, subtract(power, splat(1.0f)));
  return multiply(expm1, reciprocal(add(expm1, splat(2.0f))));
}

/** ln x, for x >= 1 that is finite; a NaN stays one. One value at a time: there is one a row. */
INLINE double naturalLog(double x) {
  union {
    double value;
    unsigned long long bits;
  } number = {x};
  // x = m 2^exponent with m in [1/sqrt 2, sqrt 2)
  int exponent = (int)(number.bits >> 52) - 1023;
  number.bits = (number.bits & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL;
  double m = number.value;
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent += 1;
  }
  // ln m = 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...), |s| < 0.172: the first term left out is below 1e-15
  double s = (m - 1) / (m + 1);
  double square = s * s;
  double sum = 0;
  for (int power = 19; power >= 1; power -= 2) sum = sum * square + 1.0 / power;
  return x != x ? x : exponent * 0.6931471805599453 + 2 * s * sum;
}
