/**
 * What the arithmetic of the network is made of: a small set of functions over one arena of memory.
 *
 * The plain TypeScript implementation in specification.ts says what each one means; every faster one (kernels.c built
 * to WebAssembly or to a native addon) must agree with it. All matrices are row-major 32-bit floats without padding,
 * unless a stride says otherwise. Strides and widths count elements; pointers are byte offsets into the arena.
 *
 * Letters used for sizes: B streams side by side (batch), T time steps, H hidden cells, V symbols of the vocabulary.
 */

/** Byte offset into the arena; a multiple of 4. */
export type Pointer = number;

export interface Kernels {
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

  /** target (columns, rows) = source (rows, columns) transposed, added to what target holds when accumulate is 1. */
  transpose(rows: number, columns: number, source: Pointer, target: Pointer, accumulate: 0 | 1): void;

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

  /** h = tanh(gates), for B * H values. */
  rnnForward(count: number, gates: Pointer, h: Pointer): void;

  /** gates = dh * (1 - h^2): the gradient before the tanh takes the place of `gates`. */
  rnnBackward(count: number, gates: Pointer, h: Pointer, dh: Pointer): void;

  /**
   * One LSTM time step after the matrix products. gates (B, 4H) hold the sums for i, f, g, o and are replaced by their
   * activations; c = f * cPrevious + i * g; h = o * tanh(c).
   */
  lstmForward(
    batch: number,
    hidden: number,
    gates: Pointer,
    cPrevious: Pointer,
    c: Pointer,
    h: Pointer,
  ): void;

  /**
   * gates (B, 4H) hold the activations and are replaced by the gradients of the sums. dh is the gradient of h; dc
   * (B, H) comes in as the gradient of c from the step after, and goes out as that of cPrevious. tanh(c) is taken from
   * h = o * tanh(c); where o is below 1e-30 it counts for nothing.
   */
  lstmBackward(
    batch: number,
    hidden: number,
    gates: Pointer,
    cPrevious: Pointer,
    h: Pointer,
    dh: Pointer,
    dc: Pointer,
  ): void;

  /**
   * One GRU time step after the matrix products. inputGates (B, 3H) hold W x + b_ih and are replaced by the
   * activations r, z, n; hiddenGates (B, 3H) hold W h + b_hh and are kept. n = tanh(inputGates_n + r * hiddenGates_n);
   * h = (1 - z) * n + z * hPrevious.
   */
  gruForward(
    batch: number,
    hidden: number,
    inputGates: Pointer,
    hiddenGates: Pointer,
    hPrevious: Pointer,
    h: Pointer,
  ): void;

  /**
   * inputGates hold r, z, n and are replaced by the gradient of W x + b_ih; hiddenGates are replaced by that of
   * W h + b_hh; dh * z, the direct part of the gradient of hPrevious, is added to dhPrevious.
   */
  gruBackward(
    batch: number,
    hidden: number,
    inputGates: Pointer,
    hiddenGates: Pointer,
    hPrevious: Pointer,
    dh: Pointer,
    dhPrevious: Pointer,
  ): void;

  /** logits (rows, V) become probabilities: softmax(logits * inverseTemperature), each row by itself. */
  softmax(rows: number, vocabSize: number, logits: Pointer, inverseTemperature: number): void;

  /**
   * losses[r] = -ln softmax(logits[r])[targets[r]] in nats, and logits become their gradient,
   * (softmax - onehot) * scale. A negative target is one that does not count: loss 0, gradient 0.
   */
  softmaxCrossEntropy(
    rows: number,
    vocabSize: number,
    logits: Pointer,
    targets: Pointer,
    losses: Pointer,
    scale: number,
  ): void;

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
