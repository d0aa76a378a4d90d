import type { Pointer } from './arena.ts';
import type { CellKernels } from './cellKernels.ts';
import type { HeadKernels } from './headKernels.ts';

/**
 * What the arithmetic of the network is made of: a small set of functions over one arena of memory.
 *
 * The plain TypeScript implementation in specification.ts (and, of cells and heads, in cellKernels.ts and headKernels.ts)
 * says what each one means; every faster one (kernels.c built
 * to WebAssembly or to a native addon) must agree with it. All matrices are row-major 32-bit floats without padding,
 * unless a stride says otherwise. Strides and widths count elements; pointers are byte offsets into the arena.
 *
 * Letters used for sizes: B streams side by side (batch), T time steps, H hidden cells, V symbols of the vocabulary.
 */

export interface Kernels extends CellKernels, HeadKernels {
  /** Columns in one packed panel; `packedFloats` depends on it. */
  panelWidth(): number;

  /**
   * Packs B (depth, columns), whose element (k, n) is at source[k * rowStride + n * columnStride], into panels of
   * panelWidth columns for `gemm`, the last one filled up with zeros. `packed` holds packedFloats(depth, columns).
   */
  pack(
    depth: number,
    columns: number,
    source: Pointer,
    rowStride: number,
    columnStride: number,
    packed: Pointer,
  ): void;

  /**
   * C (rows, columns) = A (rows, depth) . B, added to what C holds when accumulate is 1. Element (m, k) of A is at
   * a[m * aRowStride + k * aColumnStride]; B was packed by `pack`; row m of C begins at c[m * cRowStride].
   *
   * On one set of kernels a row of C has the same bits whatever the number of rows. With the others working on each
   * row by itself, reading is exact: the states of a stream do not depend on what is read beside it, or in what slices.
   */
  gemm(
    rows: number,
    columns: number,
    depth: number,
    a: Pointer,
    aRowStride: number,
    aColumnStride: number,
    packedB: Pointer,
    c: Pointer,
    cRowStride: number,
    accumulate: 0 | 1,
  ): void;

  /**
   * C (rows, columns) = table[ids[r]] for each row r, plus A (rows, depth) . B: gatherRows and gemm in one, for an A
   * whose rows follow one another. What a symbol adds to the gates is one row of a table; a bias is a table of one.
   *
   * The product of one row may be made from the last column to the first: fromEnd 1, the same to the bit. It uses each
   * weight once, and if they do not all fit into a cache, taking turns at either end finds there what was used last.
   */
  gemmOntoRows(
    rows: number,
    columns: number,
    depth: number,
    a: Pointer,
    packedB: Pointer,
    table: Pointer,
    ids: Pointer,
    c: Pointer,
    fromEnd: 0 | 1,
  ): void;

  /** target (columns, rows) = source (rows, columns) transposed. */
  transpose(rows: number, columns: number, source: Pointer, target: Pointer): void;

  /** out[r] = table[ids[r]] for `rows` rows of `width` floats; ids are 32-bit integers. */
  gatherRows(rows: number, width: number, table: Pointer, ids: Pointer, out: Pointer): void;

  /** table[ids[r]] += values[r]: the gradient of gatherRows. */
  scatterAddRows(rows: number, width: number, values: Pointer, ids: Pointer, table: Pointer): void;

  /** x[r] += bias for every row. */
  addBias(rows: number, width: number, bias: Pointer, x: Pointer): void;

  /** sums[j] += the sum of column j of x: the gradient of addBias. */
  sumRows(rows: number, width: number, x: Pointer, sums: Pointer): void;

  /** Every one of `count` floats becomes `value`. */
  fill(count: number, value: number, x: Pointer): void;

  /** The sum of squares of `count` floats. */
  sumOfSquares(count: number, x: Pointer): number;

  /**
   * One step of Adam (Kingma and Ba, 2015) as PyTorch has it, on gradients * gradientScale:
   * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
   * w = keep w - learningRate * (m * correction1) / (sqrt(v * correction2) + epsilon),
   * correctionN being 1 / (1 - betaN^step). A `keep` below 1 is weight decay apart from the gradient (AdamW, Loshchilov
   * and Hutter, 2019).
   */
  adam(
    count: number,
    weights: Pointer,
    gradients: Pointer,
    m: Pointer,
    v: Pointer,
    learningRate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    correction1: number,
    correction2: number,
    gradientScale: number,
    keep: number,
  ): void;

  /**
   * Multiplies and adds in registers alone, for measuring what the machine can do at most: gives the number of
   * floating-point operations done, which is in proportion to `rounds`.
   */
  multiplyAddLoop(rounds: number): number;
}

/** Floats that `pack` writes for a (depth, columns) matrix. */
export function packedFloats(kernels: Kernels, depth: number, columns: number): number {
  const width = kernels.panelWidth();
  return Math.ceil(columns / width) * width * depth;
}
