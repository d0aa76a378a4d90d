// The arithmetic of the context expert as every build does it: hashes of 32 bits, floats of 32 bits that are rounded after
// each operation.

export const float = Math.fround;

export function hash(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca77);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

export const hash3 = (a: number, b: number, c: number): number => hash(hash(a, b), c);

/** A number below `count`, by the high bits of a hash. */
export const scale = (key: number, count: number): number => Number((BigInt(key) * BigInt(count)) >> 32n);

export const clampTo = (x: number, greatest: number): number => Math.max(-greatest, Math.min(greatest, x));

const words = new Int32Array(1);
const floats = new Float32Array(words.buffer);

/** 1 / (1 + e^-x), for |x| <= 14 */
export function squash(x: number): number {
  const exponent = float(x * float(-Math.LOG2E));
  // Adding 1.5 * 2^23 rounds to a whole number, and leaves that number in the low bits.
  floats[0] = exponent + 12582912;
  const r = float(exponent - float(floats[0] - 12582912));
  words[0] = (words[0] + 127) << 23;
  let p = float(1.32647271e-3);
  for (const coefficient of [9.671512666e-3, 5.550733744e-2, 2.402224208e-1, 6.931469776e-1, 1])
    p = float(float(p * r) + float(coefficient));
  return float(1 / float(1 + float(p * floats[0])));
}

const doubles = new Float64Array(1);
const bits = new BigUint64Array(doubles.buffer);

/** ln x, x > 0: by the same series in every build, since Math.log differs in the last bit. */
export function naturalLog(x: number): number {
  doubles[0] = x;
  // x = m 2^exponent with m in [1/sqrt 2, sqrt 2)
  let exponent = Number(bits[0] >> 52n) - 1023;
  bits[0] = (bits[0] & 0x000fffffffffffffn) | 0x3ff0000000000000n;
  let m = doubles[0];
  if (m > Math.SQRT2) {
    m *= 0.5;
    exponent += 1;
  }
  // ln m = 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...)
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 0;
  for (let power = 19; power >= 1; power -= 2) sum = sum * square + 1 / power;
  return exponent * Math.LN2 + 2 * s * sum;
}

const stretches = Float32Array.from({ length: 4096 }, (_, i) => {
  const p = (i + 0.5) / 4096;
  return naturalLog(p / (1 - p));
});

/** ln(p / (1 - p)), for the middle of one of 4096 steps of p */
export const stretch = (p: number): number => stretches[Math.trunc(float(p * 4095.75))];

/** Sixteen sums side by side, then these by halves. The length is a multiple of 16. */
export function sumOfProducts(a: Float32Array, b: Float32Array): number {
  const sums = new Float32Array(16);
  for (let i = 0; i < a.length; i++) sums[i % 16] += float(a[i] * b[i]);
  for (const half of [8, 4]) for (let i = 0; i < half; i++) sums[i] += sums[i + half];
  return float(float(sums[0] + sums[2]) + float(sums[1] + sums[3]));
}
