import { cellColor } from '../../protocol/cellColors.ts';
import type { ColorTheme } from '../../protocol/cellColors.ts';
import type { Palette } from '../../protocol/cellColors.ts';

/** Steps on each side of 0. */
const steps = 127;

/** Colours of quantised values as pixels (red, green, blue, alpha in memory order), looked up instead of computed. */
export class ColorTable {
  readonly #pixels = new Uint32Array(2 * steps + 1);

  constructor(palette: Palette, theme: ColorTheme) {
    const bytes = new Uint8Array(this.#pixels.buffer);
    for (let step = -steps; step <= steps; step++) {
      const [red, green, blue, alpha] = cellColor(step / steps, palette, theme);
      bytes.set([red, green, blue, Math.round(255 * alpha)], 4 * (step + steps));
    }
  }

  /** Pixel of a value in [-1, 1]; transparent if there is no value. */
  pixel(value: number | undefined): number {
    if (value === undefined || Number.isNaN(value)) return 0;
    return this.#pixels[Math.round(Math.max(-1, Math.min(1, value)) * steps) + steps];
  }
}
