import assert from 'node:assert/strict';
import { Random } from '../../../../src/model/base/random.ts';
import { spectralRadius } from '../../../../src/model/lab/gradients/spectralRadius.ts';

function assertRadius(matrix: readonly number[], size: number, expected: number, tolerance = 1e-8): void {
  const found = spectralRadius(matrix, size);
  assert.ok(Math.abs(found - expected) <= tolerance * Math.max(1, expected), `${found}, not ${expected}`);
}

/** The matrix whose characteristic polynomial has the coefficients: x^n = c[0] + c[1] x + ... */
function companion(coefficients: readonly number[]): number[] {
  const size = coefficients.length;
  return Array.from({ length: size * size }, (_, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    return column === size - 1 ? coefficients[row] : row === column + 1 ? 1 : 0;
  });
}

describe('the spectral radius', () => {
  it('is the size of a single number', () => assertRadius([-3], 1, 3));

  it('is 0 of a matrix of zeros, and of one whose powers vanish', () => {
    assertRadius([0, 0, 0, 0], 2, 0);
    assertRadius([0, 1, 2, 0, 0, 3, 0, 0, 0], 3, 0);
  });

  it('is the greatest diagonal number of a triangular matrix, whatever stands above it', () => {
    assertRadius([0.5, 1000, 7, 0, -0.9, 1000, 0, 0, 0.2], 3, 0.9);
  });

  it('is that of a pair of complex eigenvalues, where power iteration never settles', () => {
    const [size, angle] = [1.25, 0.7];
    const [c, s] = [size * Math.cos(angle), size * Math.sin(angle)];
    assertRadius([c, -s, s, c], 2, size);
    // The same in other coordinates: P R P^-1 with P = [[1, 3], [0, 1]].
    assertRadius([c + 3 * s, -s - 9 * s, s, c - 3 * s], 2, size);
  });

  it('is that of a repeated eigenvalue without enough eigenvectors', () => {
    assertRadius([0.99, 1, 0, 0, 0.99, 1, 0, 0, 0.99], 3, 0.99);
  });

  it('is that of the roots of a polynomial', () => {
    // (x - 2)(x^2 + x + 9): the pair has the size 3.
    assertRadius(companion([18, -7, 1]), 3, 3);
    // The golden ratio.
    assertRadius(companion([1, 1]), 2, (1 + Math.sqrt(5)) / 2);
  });

  it('grows with the matrix, and is the same of its transpose', () => {
    const random = new Random(3);
    const size = 24;
    const matrix = Array.from({ length: size * size }, () => 2 * random.next() - 1);
    const radius = spectralRadius(matrix, size);
    assertRadius(
      matrix.map(value => 1e30 * value),
      size,
      1e30 * radius,
    );
    assertRadius(
      matrix.map((_, i) => matrix[(i % size) * size + Math.floor(i / size)]),
      size,
      radius,
    );
    // The circular law: numbers of variance 1/3 have eigenvalues in a disc of radius sqrt(size / 3), about.
    assert.ok(radius > 0.75 * Math.sqrt(size / 3) && radius < 1.35 * Math.sqrt(size / 3));
  });

  it('is no number where the matrix has one that is not finite', () => {
    assert.ok(Number.isNaN(spectralRadius([1, Infinity, 0, 1], 2)));
  });

  it('is of square matrices only', () => {
    assert.throws(() => spectralRadius([1, 2, 3], 2), RangeError);
  });
});
