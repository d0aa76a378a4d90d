import type { Palette } from '../../../protocol/cellColors.ts';
import { currentTheme } from '../../kit/theme.ts';
import type { Ink } from '../drawing/ink.ts';
import type { Family } from '../drawing/picture.ts';

const seriesColors = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'];

/** What pictures are drawn with in the editor's theme as it is now. */
export function pageInk(palette: Palette): Ink {
  const style = getComputedStyle(document.body);
  const variable = (name: string, otherwise: string) =>
    style.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  const text = style.color;
  const fonts: Record<Family, string> = {
    sans: style.fontFamily,
    mono: variable('editor-font-family', 'monospace'),
  };
  return {
    palette,
    theme: currentTheme(),
    background: channels(style.backgroundColor),
    text,
    quiet: variable('descriptionForeground', text),
    line: variable('contrastBorder', variable('editorWidget-border', variable('panel-border', '#8888'))),
    accent: variable('textLink-foreground', text),
    series: seriesColors.map(name => variable(`charts-${name}`, text)),
    size: Number.parseFloat(style.fontSize) || 13,
    fonts,
    measure: (words, family, size) => widthOf(words, `${size}px ${fonts[family]}`),
  };
}

let context: CanvasRenderingContext2D | null | undefined;

function widthOf(text: string, font: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return 7 * text.length;
  context.font = font;
  return context.measureText(text).width;
}

/** Of a colour as the page computes it. */
function channels(color: string): [number, number, number] {
  const [red = 128, green = 128, blue = 128] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}
