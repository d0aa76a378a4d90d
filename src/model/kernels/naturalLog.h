// The natural logarithm, by a series of its own: kernels have no C library. Here apart from vectors, since the network's
// kernels and the contexts' both take it.
#pragma once

/** ln x, for x > 0 that is finite; a NaN stays one. One value at a time: no kernel takes many of them. */
static inline __attribute__((always_inline)) double naturalLog(double x) {
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
