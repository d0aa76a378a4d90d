import { blend, cellColor, type ColorTheme, type Palette } from '../../../protocol/cellColors.ts';
import type { Family } from './picture.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** Colours and letters that pictures are drawn with. */
export interface Ink {
  palette: Palette;
  theme: ColorTheme;
  background: Rgb;
  text: string;
  /** For what stands back. */
  quiet: string;
  line: string;
  /** What is chosen, or being made. */
  accent: string;
  /** One after the other for curves; each has its dashes, too. */
  series: readonly string[];
  /** Of letters, px. */
  size: number;
  fonts: Record<Family, string>;
  /** How wide a text is, px. */
  measure(text: string, family: Family, size: number): number;
}

/** So many steps from nothing to full have colours of their own: cells of one colour are one shape. */
const LEVELS = 24;

/** The step of a value that is a share of the most, -1..1. */
export function levelOf(value: number | null, most: number): number {
  if (value === null || Number.isNaN(value)) return 0;
  return Math.round(Math.max(-1, Math.min(1, value / most)) * LEVELS) + 0;
}

/** Red below zero and blue above, the more the further. */
export function levelColor(level: number, { palette, theme, background }: Ink): string {
  return rgb(blend(cellColor(level / LEVELS, palette, theme), background));
}

export function rgb([red, green, blue]: Rgb): string {
  return `rgb(${red}, ${green}, ${blue})`;
}

/** Dashes of the curves, one after the other: they are told apart without their colours. */
export const dashes: readonly (readonly number[])[] = [
  [],
  [7, 4],
  [2, 3],
  [9, 3, 2, 3],
  [4, 2],
  [12, 4],
  [1, 4],
  [8, 2, 2, 2, 2, 2],
];
