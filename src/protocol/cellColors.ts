/**
 * The diverging scale that shows a cell's value as the background of a character: one hue for negative values,
 * another for positive ones, more opaque the further from 0. Pure, so that the terminal and the webview agree.
 */

/** Red negative, blue positive as in the seed; or a scale that colour-blind people can read. */
export type Palette = 'red-blue' | 'orange-blue';

/** Whether text is drawn dark on light or light on dark; the scale keeps either legible. */
export type ColorTheme = 'light' | 'dark';

/** Red, green and blue 0..255, alpha 0..1. */
type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

type Rgb = readonly [red: number, green: number, blue: number];

/**
 * The ends of each scale. Chosen so that the editors' own text colours (#3b3b3b on light, #cccccc on dark) keep a
 * contrast of at least 4.5 to 1 at every value. Orange and blue stay apart for every common kind of colour blindness.
 */
const ends: Record<Palette, Record<ColorTheme, { negative: Rgb; positive: Rgb }>> = {
  'red-blue': {
    light: { negative: [255, 132, 122], positive: [114, 168, 255] },
    dark: { negative: [168, 28, 28], positive: [28, 72, 180] },
  },
  'orange-blue': {
    light: { negative: [255, 158, 56], positive: [114, 168, 255] },
    dark: { negative: [132, 70, 0], positive: [28, 72, 180] },
  },
};

/** Nearer to 0 than this, a value is not shown. */
const INVISIBLE_BELOW = 0.02;

/** Below 1, so that the middling values of gated cells are seen. */
const OPACITY_EXPONENT = 0.75;

/** The colour of a value in [-1, 1]; what lies outside takes the colour of the end. */
export function cellColor(value: number, palette: Palette, theme: ColorTheme): Rgba {
  const { negative, positive } = ends[palette][theme];
  const [red, green, blue] = value < 0 ? negative : positive;
  const size = Math.min(1, Math.abs(value));
  return [red, green, blue, size >= INVISIBLE_BELOW ? size ** OPACITY_EXPONENT : 0];
}

/** A colour laid over an opaque one, 0..255 each. */
export function blend([red, green, blue, alpha]: Rgba, under: Rgb): Rgb {
  const mix = (over: number, below: number) => Math.round(over * alpha + below * (1 - alpha));
  return [mix(red, under[0]), mix(green, under[1]), mix(blue, under[2])];
}
