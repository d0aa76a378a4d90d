import type { FeatureLine } from './featureLine.ts';

/** What one row is painted with. */
interface RowColors {
  /** One pixel (RGBA in memory order) a column. */
  background: Uint32Array;
  /** The line under the true feature, one a column; absent if it is not shown. */
  feature?: readonly FeatureLine[];
}

interface GridSize {
  columns: number;
  rows: number;
  /** Height of a row and of the part of it that is coloured, CSS pixels. */
  rowHeight: number;
  textHeight: number;
}

/** Height of the line under the true feature, CSS pixels. */
const underlineHeight = 2;

/**
 * Draws the coloured background of the visible rows, a canvas under the text. Its width counts columns, not pixels: 200 columns by 60 rows are a quarter of a million
 * pixels that are filled by copying, several times faster than an element or a rectangle for each character.
 */
export class GridImage {
  readonly canvas = document.createElement('canvas');
  readonly #context = this.canvas.getContext('2d');
  #image: ImageData | undefined;
  #pixels = new Uint32Array(0);

  /** Paints all rows; `colorsOf` may return the same object for each row, it is read at once. */
  paint(size: GridSize, underline: number, colorsOf: (row: number) => RowColors): void {
    if (!this.#context || size.columns === 0 || size.rows === 0) return;
    const height = size.rows * size.rowHeight;
    if (this.canvas.width !== size.columns || this.canvas.height !== height || !this.#image) {
      this.canvas.width = size.columns;
      this.canvas.height = height;
      this.#image = this.#context.createImageData(size.columns, height);
      this.#pixels = new Uint32Array(this.#image.data.buffer);
    }
    this.#pixels.fill(0);
    for (let row = 0; row < size.rows; row++) this.#paintRow(size, row, underline, colorsOf(row));
    this.#context.putImageData(this.#image, 0, 0);
  }

  #paintRow(size: GridSize, row: number, underline: number, colors: RowColors): void {
    const { columns, rowHeight, textHeight } = size;
    const pixels = this.#pixels;
    const start = row * rowHeight * columns;
    pixels.set(colors.background.subarray(0, columns), start);
    for (let y = 1; y < textHeight; y++) pixels.copyWithin(start + y * columns, start, start + columns);
    if (!colors.feature) return;
    const top = start + (textHeight - underlineHeight) * columns;
    for (let column = 0; column < Math.min(columns, colors.feature.length); column++) {
      const line = colors.feature[column];
      // What is not known gets a dashed line: every other column.
      if (line === 'none' || (line === 'unknown' && column % 2 === 1)) continue;
      for (let y = 0; y < underlineHeight; y++) pixels[top + y * columns + column] = underline;
    }
  }
}
