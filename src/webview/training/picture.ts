import { canvasPng } from '../kit/canvasPng.ts';
import type { ChartsView } from './chartsView.ts';

/** CSS pixels. */
const GAP = 16;
const TITLE = 26;
const HEADING = 22;

/** What is drawn as one picture with its titles, in the colours of the theme; undefined while nothing is drawn. */
export async function pictureOf(charts: ChartsView): Promise<Uint8Array | undefined> {
  const columns = charts.pictures().filter(column => column.charts.length > 0);
  if (columns.length === 0) return undefined;
  const pixel = devicePixelRatio;
  const widths = columns.map(column => Math.max(...column.charts.map(({ canvas }) => canvas.width / pixel)));
  const heights = columns.map(column =>
    column.charts.reduce((sum, { canvas }) => sum + HEADING + canvas.height / pixel + GAP, TITLE),
  );
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil((GAP + widths.reduce((sum, width) => sum + width + GAP, 0)) * pixel);
  canvas.height = Math.ceil((2 * GAP + Math.max(...heights)) * pixel);
  const context = canvas.getContext('2d')!;
  context.scale(pixel, pixel);
  const { color, backgroundColor, fontFamily } = getComputedStyle(document.body);
  context.fillStyle = backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = color;
  let left = GAP;
  for (const [i, column] of columns.entries()) {
    let top = GAP + TITLE;
    context.font = `600 15px ${fontFamily}`;
    context.fillText(column.title, left, top - 8);
    for (const { title, lines, canvas: drawn } of column.charts) {
      context.font = `12px ${fontFamily}`;
      const words = [...lines.querySelectorAll('li')].map(line => line.textContent).join(', ');
      context.fillText(words ? `${title}: ${words}` : title, left, top + 14, widths[i]);
      context.drawImage(drawn, left, top + HEADING, drawn.width / pixel, drawn.height / pixel);
      top += HEADING + drawn.height / pixel + GAP;
    }
    left += widths[i] + GAP;
  }
  return await canvasPng(canvas);
}
