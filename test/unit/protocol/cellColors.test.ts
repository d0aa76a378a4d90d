import assert from 'node:assert/strict';
import { blend, cellColor, type ColorTheme } from '../../../src/protocol/cellColors.ts';
import type { Palette } from '../../../src/protocol/cellColors.ts';

type Rgb = readonly [number, number, number];

const palettes: Palette[] = ['red-blue', 'orange-blue'];

/** What VS Code's default themes draw text with and on. */
const editors: Record<ColorTheme, { text: Rgb; background: Rgb }> = {
  light: { text: [59, 59, 59], background: [255, 255, 255] },
  dark: { text: [204, 204, 204], background: [31, 31, 31] },
};

/** Of one channel, 0..255, as light, 0..1. */
function light(value: number): number {
  const share = value / 255;
  return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function linear([red, green, blue]: Rgb): Rgb {
  return [light(red), light(green), light(blue)];
}

function luminance(color: Rgb): number {
  const [red, green, blue] = linear(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** As WCAG 2 defines it, 1 to 21. */
function contrast(a: Rgb, b: Rgb): number {
  const [brighter, darker] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (brighter + 0.05) / (darker + 0.05);
}

/** Machado, Oliveira and Fernandes (2009), full severity, on linear values. */
const blindness: Record<string, readonly [Rgb, Rgb, Rgb]> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

function seenWith(matrix: readonly [Rgb, Rgb, Rgb], color: Rgb): number[] {
  const values = linear(color);
  return matrix.map(row => row[0] * values[0] + row[1] * values[1] + row[2] * values[2]);
}

describe('cellColor', () => {
  it('is invisible near 0, grows with the size of the value, and stays within its ends', () => {
    for (const palette of palettes)
      for (const sign of [-1, 1]) {
        assert.equal(cellColor(0.01 * sign, palette, 'dark')[3], 0);
        const alphas = [0.05, 0.2, 0.5, 1].map(size => cellColor(size * sign, palette, 'dark')[3]);
        assert.deepEqual(
          alphas,
          alphas.toSorted((a, b) => a - b),
        );
        assert.deepEqual(cellColor(3 * sign, palette, 'light'), cellColor(sign, palette, 'light'));
        assert.equal(alphas[3], 1);
      }
  });

  it('is red for negative and blue for positive values, as in the seed', () => {
    for (const theme of ['light', 'dark'] as const) {
      const [red, , blue] = cellColor(-1, 'red-blue', theme);
      assert.ok(red > 1.3 * blue);
      const [otherRed, , otherBlue] = cellColor(1, 'red-blue', theme);
      assert.ok(otherBlue > 1.3 * otherRed);
    }
  });

  it('keeps text legible at every value', () => {
    for (const palette of palettes)
      for (const theme of ['light', 'dark'] as const)
        for (let value = -1; value <= 1; value += 0.125) {
          const { text, background } = editors[theme];
          const ratio = contrast(text, blend(cellColor(value, palette, theme), background));
          assert.ok(ratio >= 4.5, `${palette}, ${theme}, ${value}: ${ratio}`);
        }
  });

  it('tells negative from positive for colour-blind eyes in orange and blue', () => {
    for (const [name, matrix] of Object.entries(blindness))
      for (const theme of ['light', 'dark'] as const) {
        const ends = [-1, 1].map(value => {
          const [red, green, blue] = cellColor(value, 'orange-blue', theme);
          const [, seenGreen, seenBlue] = seenWith(matrix, [red, green, blue]);
          return seenBlue / seenGreen;
        });
        assert.ok(ends[1] > 4 * ends[0], `${name}, ${theme}: ${ends.join(' ')}`);
      }
  });
});
