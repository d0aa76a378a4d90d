// The kernels that work on matrices: pack, gemm and transpose. What is said at the head of kernels.c holds here too.
//
// C is computed in tiles of TILE_ROWS rows and one panel of columns, which stay in registers while k runs over the
// depth. Both A and B are read from copies that lie in the order in which the tile wants them: B from the panels
// that `pack` made, A from strips of TILE_ROWS rows that gemm makes on its stack, a block of A at a time.

#include "vector.h"

INLINE int min(int a, int b) { return a < b ? a : b; }

/** `total` divided into equal parts of at most `greatest`: the size of a part. */
INLINE int evenPart(int total, int greatest) {
  int parts = (total + greatest - 1) / greatest;
  return parts > 1 ? (total + parts - 1) / parts : total;
}

/** Columns of a panel, and of a tile: two vectors. */
#define PANEL (2 * LANES)
/** Depth of a block: one panel (8 kB) and one strip of A (4 kB) share the first-level cache. */
#define BLOCK_DEPTH 256
/** Rows of a block of A (32 kB): it stays in the second-level cache while all panels of B pass by. */
#define BLOCK_ROWS 32

EXPORT int panelWidth(void) { return PANEL; }

/** Packs `width` <= PANEL columns of B, element (k, n) at source[k * rowStride + n * columnStride], as one panel. */
INLINE void packPanel(int depth, int width, const float *source, int rowStride, int columnStride, float *panel) {
  for (int k = 0; k < depth; k++) {
    for (int n = 0; n < width; n++) panel[n] = source[n * columnStride];
    for (int n = width; n < PANEL; n++) panel[n] = 0;
    source += rowStride;
    panel += PANEL;
  }
}

EXPORT void pack(int depth, int columns, const float *source, int rowStride, int columnStride, float *packed) {
  for (int n = 0; n < columns; n += PANEL) {
    const float *from = source + n * columnStride;
    if (columns - n < PANEL)
      packPanel(depth, columns - n, from, rowStride, columnStride, packed);
    else if (columnStride == 1)
      packPanel(depth, PANEL, from, rowStride, 1, packed);
    else
      packPanel(depth, PANEL, from, rowStride, columnStride, packed);
    packed += depth * PANEL;
  }
}

/** One column of a strip: `height` floats of A, and zeros below them. */
INLINE void packColumn(int height, const float *a, int rowStride, float *column) {
  if (height >= TILE_ROWS)
    for (int i = 0; i < TILE_ROWS; i++) column[i] = a[i * rowStride];
  else
    for (int i = 0; i < TILE_ROWS; i++) column[i] = i < height ? a[i * rowStride] : 0;
}

/** Packs a block of A as strips of TILE_ROWS rows, element (m, k) of a strip at [k * TILE_ROWS + m], zeros below A. */
static void packStrips(int rows, int depth, const float *a, int rowStride, int columnStride, float *strips) {
  // In the order in which A lies in memory: its rows may be far apart, or, in a weight gradient, its columns.
  if (rowStride == 1)
    for (int k = 0; k < depth; k++)
      for (int m = 0; m < rows; m += TILE_ROWS)
        packColumn(rows - m, a + k * columnStride + m, 1, strips + m * depth + k * TILE_ROWS);
  else
    for (int m = 0; m < rows; m += TILE_ROWS)
      for (int k = 0; k < depth; k++)
        packColumn(rows - m, a + m * rowStride + k * columnStride, rowStride, strips + m * depth + k * TILE_ROWS);
}

/**
 * One whole tile: C (TILE_ROWS, PANEL) = strip (TILE_ROWS, depth) . panel (depth, PANEL), added to C if accumulate.
 *
 * The tile is 4 x 2 vectors in WebAssembly, and k is not unrolled, for V8's sake: it puts the loads of a loop body
 * first and the arithmetic last, so that all operands of one round have to be in registers together with the sums.
 * 8 sums and 6 operands fit into the 15 registers that V8 has; 6 x 2 tiles, or 2 rounds at once, are spilled to the
 * stack and run at half the speed.
 */
NOINLINE void multiplyTile(int depth, const float *strip, const float *panel, float *c, int cRowStride,
                                  int accumulate) {
  Vector left[TILE_ROWS], right[TILE_ROWS];
  for (int i = 0; i < TILE_ROWS; i++) {
    left[i] = accumulate ? load(c + i * cRowStride) : splat(0);
    right[i] = accumulate ? load(c + i * cRowStride + LANES) : splat(0);
  }
#pragma clang loop unroll(disable)
  for (int k = 0; k < depth; k++) {
    Vector bLeft = load(panel);
    Vector bRight = load(panel + LANES);
    for (int i = 0; i < TILE_ROWS; i++) {
      Vector a = loadSplat(strip + i);
      left[i] = multiplyAdd(a, bLeft, left[i]);
      right[i] = multiplyAdd(a, bRight, right[i]);
    }
    strip += TILE_ROWS;
    panel += PANEL;
  }
  for (int i = 0; i < TILE_ROWS; i++) {
    store(c + i * cRowStride, left[i]);
    store(c + i * cRowStride + LANES, right[i]);
  }
}

/** The upper left part of a tile, at the edge of C. */
static void multiplyEdge(int rows, int columns, int depth, const float *strip, const float *panel, float *c,
                         int cRowStride, int accumulate) {
  float tile[TILE_ROWS * PANEL];
  multiplyTile(depth, strip, panel, tile, PANEL, 0);
  for (int m = 0; m < rows; m++)
    for (int n = 0; n < columns; n++)
      c[m * cRowStride + n] = tile[m * PANEL + n] + (accumulate ? c[m * cRowStride + n] : 0);
}

/** A block of A against all of B. `packedB` is its first panel at the block's first k, the next one panelFloats on. */
static void multiplyBlock(int rows, int columns, int depth, const float *strips, const float *packedB,
                          int panelFloats, float *c, int cRowStride, int accumulate) {
  for (int n = 0; n < columns; n += PANEL) {
    for (int m = 0; m < rows; m += TILE_ROWS) {
      const float *strip = strips + m * depth;
      float *tile = c + m * cRowStride + n;
      if (rows - m >= TILE_ROWS && columns - n >= PANEL)
        multiplyTile(depth, strip, packedB, tile, cRowStride, accumulate);
      else
        multiplyEdge(min(rows - m, TILE_ROWS), min(columns - n, PANEL), depth, strip, packedB, tile, cRowStride,
                     accumulate);
    }
    packedB += panelFloats;
  }
}

/**
 * One row of A, which reading one character at a time is made of: every weight is used once, so there is nothing to
 * keep in a block. Three k at once, each with sums of its own, since a sum can take a product only every fourth cycle.
 */
static void multiplyRow(int columns, int depth, const float *a, int aColumnStride, const float *packedB, float *c,
                        int accumulate) {
  for (int n = 0; n < columns; n += PANEL) {
    Vector left[3] = {splat(0), splat(0), splat(0)};
    Vector right[3] = {splat(0), splat(0), splat(0)};
    const float *x = a;
    const float *panel = packedB + n * depth;
    int k = 0;
#pragma clang loop unroll(disable)
    for (; k + 3 <= depth; k += 3) {
      for (int i = 0; i < 3; i++) {
        Vector factor = loadSplat(x + i * aColumnStride);
        left[i] = multiplyAdd(factor, load(panel + i * PANEL), left[i]);
        right[i] = multiplyAdd(factor, load(panel + i * PANEL + LANES), right[i]);
      }
      x += 3 * aColumnStride;
      panel += 3 * PANEL;
    }
    for (; k < depth; k++) {
      Vector factor = loadSplat(x);
      left[0] = multiplyAdd(factor, load(panel), left[0]);
      right[0] = multiplyAdd(factor, load(panel + LANES), right[0]);
      x += aColumnStride;
      panel += PANEL;
    }
    left[0] = add(left[0], add(left[1], left[2]));
    right[0] = add(right[0], add(right[1], right[2]));
    int width = columns - n;
    storeUpTo(c + n, accumulate ? add(left[0], loadUpTo(c + n, width)) : left[0], width);
    if (width <= LANES) break;
    float *second = c + n + LANES;
    width -= LANES;
    storeUpTo(second, accumulate ? add(right[0], loadUpTo(second, width)) : right[0], width);
  }
}

EXPORT void gemm(int rows, int columns, int depth, const float *a, int aRowStride, int aColumnStride,
                 const float *packedB, float *c, int cRowStride, int accumulate) {
  if (rows == 1) {
    multiplyRow(columns, depth, a, aColumnStride, packedB, c, accumulate);
    return;
  }
  float strips[BLOCK_ROWS * BLOCK_DEPTH];
  int blockDepth = evenPart(depth, BLOCK_DEPTH);
  // A depth of 0 still has to write zeros.
  int k = 0;
  do {
    int kCount = min(blockDepth, depth - k);
    for (int m = 0; m < rows; m += BLOCK_ROWS) {
      int mCount = min(BLOCK_ROWS, rows - m);
      packStrips(mCount, kCount, a + m * aRowStride + k * aColumnStride, aRowStride, aColumnStride, strips);
      multiplyBlock(mCount, columns, kCount, strips, packedB + k * PANEL, depth * PANEL, c + m * cRowStride,
                    cRowStride, accumulate || k > 0);
    }
    k += blockDepth;
  } while (k < depth);
}

/** Rows and columns that `transpose` moves at a time, so that every cache line it touches is used up at once. */
#define TRANSPOSE_BLOCK 8

EXPORT void transpose(int rows, int columns, const float *source, float *target, int accumulate) {
  for (int firstRow = 0; firstRow < rows; firstRow += TRANSPOSE_BLOCK)
    for (int firstColumn = 0; firstColumn < columns; firstColumn += TRANSPOSE_BLOCK) {
      int endRow = min(firstRow + TRANSPOSE_BLOCK, rows);
      int endColumn = min(firstColumn + TRANSPOSE_BLOCK, columns);
      for (int k = firstColumn; k < endColumn; k++)
        for (int r = firstRow; r < endRow; r++)
          target[k * rows + r] = source[r * columns + k] + (accumulate ? target[k * rows + r] : 0);
    }
}

