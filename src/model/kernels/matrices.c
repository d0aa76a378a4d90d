// The kernels that work on matrices: pack, gemm and transpose. What is said at the head of kernels.c holds here too.
//
// C is computed in tiles of at most TILE_ROWS rows and one panel of columns, which stay in registers while k runs over
// the depth. B is read from the panels that `pack` made, which lie in the order in which the tile wants them. A is read
// where it is if its rows lie in order; else gemm copies it to its stack, a block at a time.

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
/** Rows of A that lie in order are read where they are. V8 has no registers for four rows at any distance. */
#define READS_IN_PLACE 0
#else
// As measured. Deeper than the first-level cache is for AVX-512: the next panel's floats are in order, and foreseen.
#define BLOCK_DEPTH 512
#define BLOCK_ROWS 96
#define READS_IN_PLACE 1
#endif
/** Floats from row to row of a strip that was copied row by row: a line of cache more, so that rows share no set. */
#define STRIP_PITCH (BLOCK_DEPTH + 16)
/** Rows in a strip that was copied column by column: whole vectors, and whole tiles. */
#define STRIP_WIDTH (TILE_ROWS > LANES ? TILE_ROWS : LANES)
/** Rows of a tile of those: as many as divide a strip. */
#define STRIP_TILE_ROWS (STRIP_WIDTH % TILE_ROWS ? STRIP_WIDTH / 2 : TILE_ROWS)
/** Floats from strip to strip of those: again a line more than a strip has, since one column is copied to all of them. */
#define STRIP_FLOATS (STRIP_WIDTH * STRIP_PITCH)

EXPORT int panelWidth(void) { return PANEL; }

/**
 * target (columns, rows) = source (rows, columns) transposed, both with any distance between their rows, for at most
 * LANES rows and columns.
 */
INLINE void transposeBlock(int rows, int columns, const float *source, int sourceStride, float *target,
                           int targetStride) {
  Vector block[LANES];
  for (int i = 0; i < LANES; i++) block[i] = i < rows ? loadUpTo(source + i * sourceStride, columns) : splat(0);
  transposeLanes(block);
  for (int i = 0; i < LANES && i < columns; i++) storeUpTo(target + i * targetStride, block[i], rows);
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
      transposeBlock(LANES, depth - k, source + n * columnStride + k, columnStride, panel + k * PANEL + n, PANEL);
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

/** How a block of A lies where tiles read it: as in A, so that no copy has to turn it round. */
typedef enum {
  /** element (m, k) at [m * pitch + k]: A itself, or its rows copied */
  ROW_BY_ROW,
  /** copied as strips of STRIP_WIDTH rows: element (m, k) of a strip at [k * STRIP_WIDTH + m] */
  COLUMN_BY_COLUMN,
} StripOrder;

INLINE void copy(int count, const float *from, float *to) {
  for (int i = 0; i < count; i += LANES) storeUpTo(to + i, loadUpTo(from + i, count - i), count - i);
}

INLINE void copyRows(int rows, int depth, const float *a, int rowStride, int columnStride, float *strips) {
  for (int m = 0; m < rows; m++, a += rowStride, strips += STRIP_PITCH) {
    if (columnStride == 1)
      copy(depth, a, strips);
    else
      for (int k = 0; k < depth; k++) strips[k] = a[k * columnStride];
  }
}

/** In the order in which A lies in memory: in a weight gradient its columns are far apart. */
INLINE void copyColumns(int rows, int depth, const float *a, int columnStride, float *strips) {
  for (int k = 0; k < depth; k++, a += columnStride) {
    float *column = strips + k * STRIP_WIDTH;
    for (int m = 0; m < rows; m += STRIP_WIDTH, column += STRIP_FLOATS)
      for (int i = 0; i < STRIP_WIDTH && m + i < rows; i += LANES) {
        PREFETCH(a + COLUMNS_AHEAD * columnStride + m + i);
        store(column + i, loadUpTo(a + m + i, rows - m - i));
      }
  }
}

/** A block of A, and where its product goes. */
typedef struct {
  const float *a;
  /** floats from row to row, where it lies ROW_BY_ROW */
  int pitch;
  int rows;
  int depth;
  float *c;
  int cRowStride;
  /** for each row of the block the row that the sums are added to, or 0 if there are none */
  const float *const *starts;
} Block;

/**
 * One tile: C = A (rows, depth) . panel (depth, columns), for rows of the block from `row` and columns from `column`
 * on; the columns that are left fill up to `vectors` vectors. To be called with constants for rows, vectors and order.
 *
 * In WebAssembly the tile is 4 x 2 vectors, and k is not unrolled, for V8's sake: it puts the loads of a loop body
 * first and the arithmetic last, so that all operands of one round have to be in registers together with the sums.
 * 8 sums and 6 operands fit into the 15 registers that V8 has; 6 x 2 tiles, or 2 rounds at once, are spilled to the
 * stack and run at half the speed.
 */
INLINE void multiplyTile(const int rows, const int vectors, const StripOrder order, int columns, const Block *block,
                         int row, int column, const float *panel) {
  // Copies: for all that the compiler knows, what is stored in C could change the others.
  const int pitch = READS_IN_PLACE ? block->pitch : STRIP_PITCH, cRowStride = block->cRowStride;
  const float *const *starts = block->starts ? block->starts + row : 0;
  const int rowStep = order == ROW_BY_ROW ? pitch : 1;
  const int depthStep = order == ROW_BY_ROW ? 1 : STRIP_WIDTH;
  const float *a = block->a + (order == ROW_BY_ROW ? row * pitch : row / STRIP_WIDTH * STRIP_FLOATS + row % STRIP_WIDTH);
  Vector left[TILE_ROWS], right[TILE_ROWS];
  for (int i = 0; i < rows; i++) left[i] = right[i] = splat(0);
  UNROLL(TILE_UNROLL)
  for (int k = block->depth; k > 0; k--) {
    Vector bLeft = load(panel);
    Vector bRight = vectors > 1 ? load(panel + LANES) : bLeft;
    for (int i = 0; i < rows; i++) {
      Vector factor = loadSplat(a + i * rowStep);
      left[i] = multiplyAdd(factor, bLeft, left[i]);
      if (vectors > 1) right[i] = multiplyAdd(factor, bRight, right[i]);
    }
    a += depthStep;
    panel += PANEL;
  }
  float *c = block->c + row * cRowStride + column;
  for (int i = 0; i < rows; i++, c += cRowStride) {
    const float *start = starts ? starts[i] + column : 0;
    storeUpTo(c, start ? add(left[i], loadUpTo(start, columns)) : left[i], columns);
    if (vectors == 1) continue;
    int rest = columns - LANES;
    storeUpTo(c + LANES, start ? add(right[i], loadUpTo(start + LANES, rest)) : right[i], rest);
  }
}

/** A tile of any number of rows up to TILE_ROWS: for each a loop of its own, with its sums in registers. */
#define TILE_OF(n)                                                                                      \
  case n:                                                                                               \
    if (n <= TILE_ROWS)                                                                                 \
      multiplyTile(n <= TILE_ROWS ? n : 1, vectors, order, columns, block, row, column, panel);         \
    return;

INLINE void multiplyTileOf(int rows, const int vectors, const StripOrder order, int columns, const Block *block,
                           int row, int column, const float *panel) {
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
INLINE void multiplyBlock(const Block *block, const StripOrder order, int columns, const float *packedB,
                          int panelFloats) {
  const int rows = block->rows;
  for (int n = 0; n < columns; n += PANEL, packedB += panelFloats) {
    // Tiles of all but the same height: one of few rows would have too few sums to keep the multipliers at work.
    int tilesLeft = (rows + TILE_ROWS - 1) / TILE_ROWS;
    for (int m = 0, height; m < rows; m += height, tilesLeft--) {
      height = order == ROW_BY_ROW ? (rows - m + tilesLeft - 1) / tilesLeft : min(STRIP_TILE_ROWS, rows - m);
      if (columns - n > LANES)
        multiplyTileOf(height, 2, order, columns - n, block, m, n, packedB);
      else
        multiplyTileOf(height, 1, order, columns - n, block, m, n, packedB);
    }
  }
}

NOINLINE void multiplyRows(const Block *block, int columns, const float *packedB, int panelFloats) {
  multiplyBlock(block, ROW_BY_ROW, columns, packedB, panelFloats);
}

NOINLINE void multiplyColumns(const Block *block, int columns, const float *packedB, int panelFloats) {
  multiplyBlock(block, COLUMN_BY_COLUMN, columns, packedB, panelFloats);
}

/** Where a product goes. */
typedef struct {
  float *c;
  int cRowStride;
  /** what the sums are added to, or 0: a row for each row of C */
  const float *start;
  int startRowStride;
  /** which row of `start` belongs to each row of C; 0 where they lie in the same order */
  const int *ids;
} Target;

INLINE const float *startOf(const Target *target, int row) {
  return target->start + (target->ids ? target->ids[row] : row) * target->startRowStride;
}

/** Panels that one row of A passes side by side: a sum can take a product only every fourth cycle. */
#define ROW_PANELS 3

/**
 * One row of A against `panels` <= ROW_PANELS panels of B. Each sum takes its products in the order, and in the parts
 * of the depth, in which a tile takes them: a row of C is the same to the bit whatever rows stand beside it.
 */
INLINE void multiplyRowPanels(const int panels, int columns, int depth, int blockDepth, const float *a,
                              int aColumnStride, const float *packedB, float *c, const float *addend) {
  // A depth of 0 still has to write zeros.
  int k = 0;
  do {
    Vector left[ROW_PANELS], right[ROW_PANELS];
    for (int i = 0; i < panels; i++) left[i] = right[i] = splat(0);
    int end = min(depth, k + blockDepth);
    const float *x = a + k * aColumnStride;
    const float *panel = packedB + k * PANEL;
    UNROLL(1)
    for (; k < end; k++) {
      Vector factor = loadSplat(x);
      for (int i = 0; i < panels; i++) {
        left[i] = multiplyAdd(factor, load(panel + i * depth * PANEL), left[i]);
        right[i] = multiplyAdd(factor, load(panel + i * depth * PANEL + LANES), right[i]);
      }
      x += aColumnStride;
      panel += PANEL;
    }
    for (int i = 0; i < panels; i++) {
      int at = i * PANEL, rest = columns - at;
      storeUpTo(c + at, addend ? add(left[i], loadUpTo(addend + at, rest)) : left[i], rest);
      at += LANES;
      rest -= LANES;
      if (rest > 0) storeUpTo(c + at, addend ? add(right[i], loadUpTo(addend + at, rest)) : right[i], rest);
    }
    // What the next part of the depth computes is added to what stands there now.
    addend = c;
  } while (k < depth);
}

/**
 * One row of A, which reading one character at a time is made of: every weight is used once, none is kept. What limits
 * it is where the weights come from, so `fromEnd` can begin with those that were used last.
 */
static void multiplyRow(int columns, int depth, const float *a, int aColumnStride, const float *packedB,
                        const Target *target, int fromEnd) {
  int blockDepth = evenPart(depth, BLOCK_DEPTH);
  const float *start = target->start ? startOf(target, 0) : 0;
  const int step = ROW_PANELS * PANEL;
  const int groups = (columns + step - 1) / step;
  for (int group = 0; group < groups; group++) {
    const int n = (fromEnd ? groups - 1 - group : group) * step;
    const int left = columns - n;
    const float *panels = packedB + n * depth;
    const float *addend = start ? start + n : 0;
    float *c = target->c + n;
    if (left > 2 * PANEL)
      multiplyRowPanels(ROW_PANELS, left, depth, blockDepth, a, aColumnStride, panels, c, addend);
    else if (left > PANEL)
      multiplyRowPanels(2, left, depth, blockDepth, a, aColumnStride, panels, c, addend);
    else
      multiplyRowPanels(1, left, depth, blockDepth, a, aColumnStride, panels, c, addend);
  }
}

/** C = A . B, added to the target's start; element (m, k) of A is at a[m * aRowStride + k * aColumnStride]. */
static void product(int rows, int columns, int depth, const float *a, int aRowStride, int aColumnStride,
                    const float *packedB, Target target, int fromEnd) {
  if (rows == 0) return;
  if (rows == 1) {
    multiplyRow(columns, depth, a, aColumnStride, packedB, &target, fromEnd);
    return;
  }
  // On a line of cache, so that no vector of a strip straddles two.
  _Alignas(64) float strips[BLOCK_ROWS * STRIP_PITCH];
  const float *starts[BLOCK_ROWS];
  int blockDepth = evenPart(depth, BLOCK_DEPTH);
  int inColumns = aRowStride == 1;
  int inPlace = READS_IN_PLACE && aColumnStride == 1 && !inColumns;
  // A depth of 0 still has to write zeros.
  int k = 0;
  do {
    const float *panels = packedB + k * PANEL;
    int kCount = min(blockDepth, depth - k);
    for (int m = 0; m < rows; m += BLOCK_ROWS) {
      const float *from = a + m * aRowStride + k * aColumnStride;
      int count = min(BLOCK_ROWS, rows - m);
      if (target.start)
        for (int i = 0; i < count; i++) starts[i] = startOf(&target, m + i);
      Block block = {.a = inPlace ? from : strips,
                     .pitch = inPlace ? aRowStride : STRIP_PITCH,
                     .rows = count,
                     .depth = kCount,
                     .c = target.c + m * target.cRowStride,
                     .cRowStride = target.cRowStride,
                     .starts = target.start ? starts : 0};
      if (inColumns) {
        copyColumns(count, kCount, from, aColumnStride, strips);
        multiplyColumns(&block, columns, panels, depth * PANEL);
      } else {
        if (!inPlace) copyRows(count, kCount, from, aRowStride, aColumnStride, strips);
        multiplyRows(&block, columns, panels, depth * PANEL);
      }
    }
    // What the next block of k computes is added to what stands there now.
    target = (Target){target.c, target.cRowStride, target.c, target.cRowStride, 0};
    k += blockDepth;
  } while (k < depth);
}

EXPORT void gemm(int rows, int columns, int depth, const float *a, int aRowStride, int aColumnStride,
                 const float *packedB, float *c, int cRowStride, int accumulate) {
  Target target = {c, cRowStride, accumulate ? c : 0, cRowStride, 0};
  product(rows, columns, depth, a, aRowStride, aColumnStride, packedB, target, 0);
}

EXPORT void gemmOntoRows(int rows, int columns, int depth, const float *a, const float *packedB, const float *table,
                         const int *ids, float *c, int fromEnd) {
  Target target = {c, columns, table, columns, ids};
  product(rows, columns, depth, a, depth, 1, packedB, target, fromEnd);
}

EXPORT void transpose(int rows, int columns, const float *source, float *target) {
  for (int r = 0; r < rows; r += LANES)
    for (int k = 0; k < columns; k += LANES)
      transposeBlock(min(rows - r, LANES), columns - k, source + r * columns + k, columns, target + k * rows + r, rows);
}
