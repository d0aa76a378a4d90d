// The kernels that work on matrices: pack, gemm and transpose. What is said at the head of kernels.c holds here too.
//
// C is computed in tiles of at most TILE_ROWS rows and one panel of columns, which stay in registers while k runs over
// the depth. Both A and B are read from copies: B from the panels that `pack` made, which lie in the order in which the
// tile wants them, A from strips, one a tile, that gemm makes on its stack, a block of A at a time.

#include "vector.h"

INLINE int min(int a, int b) { return a < b ? a : b; }

/** `total` divided into equal parts of at most `greatest`: the size of a part. */
INLINE int evenPart(int total, int greatest) {
  int parts = (total + greatest - 1) / greatest;
  return parts > 1 ? (total + parts - 1) / parts : total;
}

/** Columns of a panel, and of a tile: two vectors. */
#define PANEL (2 * LANES)
#if defined(__wasm__)
/** Depth of a block: one panel (8 kB) and one strip of A (4 kB) share the first-level cache. */
#define BLOCK_DEPTH 256
/** Rows of a block of A (32 kB): it stays in the second-level cache while all panels of B pass by. */
#define BLOCK_ROWS 32
#else
// As measured. Deeper than the first-level cache is for AVX-512: the next panel's floats are in order, and foreseen.
#define BLOCK_DEPTH 384
#define BLOCK_ROWS 96
#endif
/** Floats from row to row of a strip that was copied row by row: a line of cache more, so that rows share no set. */
#define STRIP_PITCH (BLOCK_DEPTH + 16)
#define STRIP_FLOATS (TILE_ROWS * STRIP_PITCH)
#define BLOCK_STRIPS (BLOCK_ROWS / TILE_ROWS)

EXPORT int panelWidth(void) { return PANEL; }

/**
 * target (columns, rows) = source (rows, columns) transposed, both with any distance between their rows, for at most
 * LANES rows and columns.
 */
INLINE void transposeBlock(int rows, int columns, const float *source, int sourceStride, float *target,
                           int targetStride, int accumulate) {
  Vector block[LANES];
  for (int i = 0; i < LANES; i++) block[i] = i < rows ? loadUpTo(source + i * sourceStride, columns) : splat(0);
  transposeLanes(block);
  for (int i = 0; i < LANES && i < columns; i++) {
    float *row = target + i * targetStride;
    storeUpTo(row, accumulate ? add(block[i], loadUpTo(row, rows)) : block[i], rows);
  }
}

/** Packs `width` <= PANEL columns of B, element (k, n) at source[k * rowStride + n * columnStride], as one panel. */
INLINE void packPanel(int depth, int width, const float *source, int rowStride, int columnStride, float *panel) {
  for (int k = 0; k < depth; k++) {
    for (int n = 0; n < width; n++) panel[n] = source[n * columnStride];
    for (int n = width; n < PANEL; n++) panel[n] = 0;
    source += rowStride;
    panel += PANEL;
  }
}

/** The same for a whole panel of a matrix that lies row by row. */
INLINE void packRows(int depth, const float *source, int rowStride, float *panel) {
  for (int k = 0; k < depth; k++) {
    store(panel, load(source));
    store(panel + LANES, load(source + LANES));
    source += rowStride;
    panel += PANEL;
  }
}

/** The same for one that lies column by column. */
INLINE void packColumns(int depth, const float *source, int columnStride, float *panel) {
  for (int k = 0; k < depth; k += LANES)
    for (int n = 0; n < PANEL; n += LANES)
      transposeBlock(LANES, depth - k, source + n * columnStride + k, columnStride, panel + k * PANEL + n, PANEL, 0);
}

EXPORT void pack(int depth, int columns, const float *source, int rowStride, int columnStride, float *packed) {
  for (int n = 0; n < columns; n += PANEL) {
    const float *from = source + n * columnStride;
    if (columns - n < PANEL)
      packPanel(depth, columns - n, from, rowStride, columnStride, packed);
    else if (columnStride == 1)
      packRows(depth, from, rowStride, packed);
    else if (rowStride == 1)
      packColumns(depth, from, columnStride, packed);
    else
      packPanel(depth, PANEL, from, rowStride, columnStride, packed);
    packed += depth * PANEL;
  }
}

/** How far ahead columns of A are asked for, which the processor does not foresee. */
#define COLUMNS_AHEAD 12

/** How a strip lies in memory: as A does, so that copying is all there is to do. */
typedef enum {
  /** element (m, k) at [m * STRIP_PITCH + k] */
  ROW_BY_ROW,
  /** element (m, k) at [k * TILE_ROWS + m] */
  COLUMN_BY_COLUMN,
} StripOrder;

INLINE void copy(int count, const float *from, float *to) {
  for (int i = 0; i < count; i += LANES) storeUpTo(to + i, loadUpTo(from + i, count - i), count - i);
}

/** Copies a block of A as strips of `height` rows, the next one STRIP_FLOATS on. */
static void copyStrips(int rows, int height, int depth, const float *a, int rowStride, int columnStride,
                       StripOrder order, float *strips) {
  if (order == COLUMN_BY_COLUMN) {
    // In the order in which A lies in memory: in a weight gradient its columns are far apart.
    for (int k = 0; k < depth; k++) {
      float *column = strips + k * TILE_ROWS;
      const float *from = a + k * columnStride;
      // Whole vectors: what is too much is written over by the next column.
      for (int m = 0; m < rows; m += height, column += STRIP_FLOATS)
        for (int i = 0; i < height; i += LANES)
          if (m + i < rows) {
            PREFETCH(from + COLUMNS_AHEAD * columnStride + m + i);
            store(column + i, loadUpTo(from + m + i, rows - m - i));
          }
    }
    return;
  }
  for (int m = 0; m < rows; m += height, strips += STRIP_FLOATS)
    for (int i = 0; i < min(height, rows - m); i++) {
      const float *row = a + (m + i) * rowStride;
      if (columnStride == 1)
        copy(depth, row, strips + i * STRIP_PITCH);
      else
        for (int k = 0; k < depth; k++) strips[i * STRIP_PITCH + k] = row[k * columnStride];
    }
}

/**
 * One tile: C (rows, columns) = strip (rows, depth) . panel (depth, columns), added to C if accumulate; columns fill
 * up to `vectors` vectors. To be called with constants for rows, vectors and order.
 *
 * In WebAssembly the tile is 4 x 2 vectors, and k is not unrolled, for V8's sake: it puts the loads of a loop body
 * first and the arithmetic last, so that all operands of one round have to be in registers together with the sums.
 * 8 sums and 6 operands fit into the 15 registers that V8 has; 6 x 2 tiles, or 2 rounds at once, are spilled to the
 * stack and run at half the speed.
 */
INLINE void multiplyTile(const int rows, const int vectors, const StripOrder order, int columns, int depth,
                         const float *strip, const float *panel, float *c, int cRowStride, int accumulate) {
  const int rowStep = order == ROW_BY_ROW ? STRIP_PITCH : 1;
  const int depthStep = order == ROW_BY_ROW ? 1 : TILE_ROWS;
  Vector left[TILE_ROWS], right[TILE_ROWS];
  for (int i = 0; i < rows; i++) {
    // What the sums are written to is not wanted until they are done.
    PREFETCH(c + i * cRowStride);
    if (vectors > 1) PREFETCH(c + i * cRowStride + LANES);
    left[i] = right[i] = splat(0);
  }
  UNROLL(TILE_UNROLL)
  for (int k = 0; k < depth; k++) {
    Vector bLeft = load(panel);
    Vector bRight = vectors > 1 ? load(panel + LANES) : bLeft;
    for (int i = 0; i < rows; i++) {
      Vector a = loadSplat(strip + i * rowStep);
      left[i] = multiplyAdd(a, bLeft, left[i]);
      if (vectors > 1) right[i] = multiplyAdd(a, bRight, right[i]);
    }
    strip += depthStep;
    panel += PANEL;
  }
  for (int i = 0; i < rows; i++) {
    float *row = c + i * cRowStride;
    storeUpTo(row, accumulate ? add(left[i], loadUpTo(row, columns)) : left[i], columns);
    if (vectors == 1) continue;
    int width = columns - LANES;
    row += LANES;
    storeUpTo(row, accumulate ? add(right[i], loadUpTo(row, width)) : right[i], width);
  }
}

/** A tile of any number of rows up to TILE_ROWS: for each a loop of its own, with its sums in registers. */
#define TILE_OF(n)                                                                                                \
  case n:                                                                                                         \
    if (n <= TILE_ROWS)                                                                                           \
      multiplyTile(n <= TILE_ROWS ? n : 1, vectors, order, columns, depth, strip, panel, c, cRowStride, accumulate); \
    return;

INLINE void multiplyTileOf(int rows, const int vectors, const StripOrder order, int columns, int depth,
                           const float *strip, const float *panel, float *c, int cRowStride, int accumulate) {
  switch (rows) {
    TILE_OF(1)
    TILE_OF(2)
    TILE_OF(3)
    TILE_OF(4)
    TILE_OF(5)
    TILE_OF(6)
    TILE_OF(7)
    TILE_OF(8)
    TILE_OF(9)
    TILE_OF(10)
    TILE_OF(11)
    TILE_OF(12)
    TILE_OF(13)
    TILE_OF(14)
  }
}

/** A block of A against all of B. `packedB` is its first panel at the block's first k, the next one panelFloats on. */
INLINE void multiplyBlock(int rows, int height, int columns, int depth, const StripOrder order, const float *strips,
                          const float *packedB, int panelFloats, float *c, int cRowStride, int accumulate) {
  for (int n = 0; n < columns; n += PANEL) {
    const float *strip = strips;
    int width = columns - n;
    for (int m = 0; m < rows; m += height, strip += STRIP_FLOATS) {
      float *tile = c + m * cRowStride + n;
      int tileRows = min(height, rows - m);
      if (width > LANES)
        multiplyTileOf(tileRows, 2, order, width, depth, strip, packedB, tile, cRowStride, accumulate);
      else
        multiplyTileOf(tileRows, 1, order, width, depth, strip, packedB, tile, cRowStride, accumulate);
    }
    packedB += panelFloats;
  }
}

NOINLINE void multiplyRowOrder(int rows, int height, int columns, int depth, const float *strips,
                               const float *packedB, int panelFloats, float *c, int cRowStride, int accumulate) {
  multiplyBlock(rows, height, columns, depth, ROW_BY_ROW, strips, packedB, panelFloats, c, cRowStride, accumulate);
}

NOINLINE void multiplyColumnOrder(int rows, int height, int columns, int depth, const float *strips,
                                  const float *packedB, int panelFloats, float *c, int cRowStride, int accumulate) {
  multiplyBlock(rows, height, columns, depth, COLUMN_BY_COLUMN, strips, packedB, panelFloats, c, cRowStride,
                accumulate);
}

/** Panels that one row of A passes side by side: a sum can take a product only every fourth cycle. */
#define ROW_PANELS 3

/**
 * One row of A against `panels` <= ROW_PANELS panels of B. Each sum takes its products in the order, and in the parts
 * of the depth, in which a tile takes them: a row of C is the same to the bit whatever rows stand beside it.
 */
INLINE void multiplyRowPanels(const int panels, int columns, int depth, int blockDepth, const float *a,
                              int aColumnStride, const float *packedB, float *c, int accumulate) {
  // A depth of 0 still has to write zeros.
  int start = 0;
  do {
    Vector left[ROW_PANELS], right[ROW_PANELS];
    for (int i = 0; i < panels; i++) left[i] = right[i] = splat(0);
    int end = min(depth, start + blockDepth);
    const float *x = a + start * aColumnStride;
    const float *panel = packedB + start * PANEL;
    UNROLL(1)
    for (int k = start; k < end; k++) {
      Vector factor = loadSplat(x);
      for (int i = 0; i < panels; i++) {
        left[i] = multiplyAdd(factor, load(panel + i * depth * PANEL), left[i]);
        right[i] = multiplyAdd(factor, load(panel + i * depth * PANEL + LANES), right[i]);
      }
      x += aColumnStride;
      panel += PANEL;
    }
    int adding = accumulate || start > 0;
    for (int i = 0; i < panels; i++) {
      float *to = c + i * PANEL;
      int width = columns - i * PANEL;
      storeUpTo(to, adding ? add(left[i], loadUpTo(to, width)) : left[i], width);
      to += LANES;
      width -= LANES;
      if (width > 0) storeUpTo(to, adding ? add(right[i], loadUpTo(to, width)) : right[i], width);
    }
    start += blockDepth;
  } while (start < depth);
}

/** One row of A, which reading one character at a time is made of: every weight is used once, none is kept. */
static void multiplyRow(int columns, int depth, const float *a, int aColumnStride, const float *packedB, float *c,
                        int accumulate) {
  int blockDepth = evenPart(depth, BLOCK_DEPTH);
  for (; columns > 2 * PANEL; columns -= ROW_PANELS * PANEL) {
    multiplyRowPanels(ROW_PANELS, columns, depth, blockDepth, a, aColumnStride, packedB, c, accumulate);
    packedB += ROW_PANELS * PANEL * depth;
    c += ROW_PANELS * PANEL;
  }
  if (columns > PANEL)
    multiplyRowPanels(2, columns, depth, blockDepth, a, aColumnStride, packedB, c, accumulate);
  else if (columns > 0)
    multiplyRowPanels(1, columns, depth, blockDepth, a, aColumnStride, packedB, c, accumulate);
}

EXPORT void gemm(int rows, int columns, int depth, const float *a, int aRowStride, int aColumnStride,
                 const float *packedB, float *c, int cRowStride, int accumulate) {
  if (rows == 1) {
    multiplyRow(columns, depth, a, aColumnStride, packedB, c, accumulate);
    return;
  }
  float strips[BLOCK_STRIPS * STRIP_FLOATS];
  StripOrder order = aRowStride == 1 ? COLUMN_BY_COLUMN : ROW_BY_ROW;
  int height = evenPart(rows, TILE_ROWS);
  int blockRows = height * BLOCK_STRIPS;
  int blockDepth = evenPart(depth, BLOCK_DEPTH);
  // A depth of 0 still has to write zeros.
  int k = 0;
  do {
    int kCount = min(blockDepth, depth - k);
    const float *panels = packedB + k * PANEL;
    int add = accumulate || k > 0;
    for (int m = 0; m < rows; m += blockRows) {
      int mCount = min(blockRows, rows - m);
      const float *block = a + m * aRowStride + k * aColumnStride;
      copyStrips(mCount, height, kCount, block, aRowStride, aColumnStride, order, strips);
      if (order == ROW_BY_ROW)
        multiplyRowOrder(mCount, height, columns, kCount, strips, panels, depth * PANEL, c + m * cRowStride,
                         cRowStride, add);
      else
        multiplyColumnOrder(mCount, height, columns, kCount, strips, panels, depth * PANEL, c + m * cRowStride,
                            cRowStride, add);
    }
    k += blockDepth;
  } while (k < depth);
}

EXPORT void transpose(int rows, int columns, const float *source, float *target, int accumulate) {
  for (int r = 0; r < rows; r += LANES)
    for (int k = 0; k < columns; k += LANES)
      transposeBlock(min(rows - r, LANES), columns - k, source + r * columns + k, columns, target + k * rows + r, rows,
                     accumulate);
}
