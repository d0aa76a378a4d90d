/** Squarings at most: the power is 2^40 then, and what the norm itself is does not show any more. */
const MOST_SQUARINGS = 40;
/** Two estimates that differ by less, relative to their size, are the same. */
const SAME = 1e-10;

/**
 * The greatest magnitude of the eigenvalues of a square matrix (size, size), row-major, complex ones included: the limit
 * of |A^k|^(1/k) (I. Gelfand's formula). The powers are made by squaring, with their sizes kept apart as logarithms.
 * Power iteration would not do, since it never settles where a pair of complex eigenvalues is the greatest.
 */
export function spectralRadius(matrix: ArrayLike<number>, size: number): number {
  if (matrix.length !== size * size)
    throw new RangeError(`A matrix of ${matrix.length} numbers; ${size} by ${size} are needed.`);
  let power = Float64Array.from(matrix);
  /** A^k = power * e^logScale, k = 2^squarings */
  let logScale = 0;
  let estimate = Infinity;
  for (let squarings = 0; squarings <= MOST_SQUARINGS; squarings++) {
    const norm = frobenius(power);
    if (norm === 0) return 0;
    if (!Number.isFinite(norm)) return Number.NaN;
    for (let i = 0; i < power.length; i++) power[i] /= norm;
    logScale += Math.log(norm);
    const last = estimate;
    estimate = logScale / 2 ** squarings;
    if (Math.abs(estimate - last) <= SAME * Math.max(1, Math.abs(estimate))) break;
    power = squared(power, size);
    logScale *= 2;
  }
  return Math.exp(estimate);
}

function frobenius(values: Float64Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares);
}

function squared(a: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const product = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let k = 0; k < size; k++) {
      const factor = a[row * size + k];
      if (factor === 0) continue;
      for (let column = 0; column < size; column++)
        product[row * size + column] += factor * a[k * size + column];
    }
  return product;
}
