import { canvasPng } from '../../kit/canvasPng.ts';
import { type Ink, rgb } from '../drawing/ink.ts';
import type { Picture, Shape } from '../drawing/picture.ts';

/** So that it can be looked at closely, in pixels for each CSS pixel. */
const FINENESS = 2;
/** A side of a canvas, in pixels: more some browsers do not draw. */
const LONGEST_SIDE = 16_000;

/** A picture in the bytes of a PNG file. */
export async function pngBytes({ width, height, shapes }: Picture, ink: Ink): Promise<Uint8Array> {
  const fineness = Math.min(FINENESS, LONGEST_SIDE / Math.max(1, width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.ceil(width * fineness));
  canvas.height = Math.max(1, Math.ceil(height * fineness));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This page cannot draw.');
  context.fillStyle = rgb(ink.background);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(fineness, fineness);
  for (const shape of shapes) paint(context, shape, ink);
  const bytes = await canvasPng(canvas);
  if (!bytes) throw new Error('The picture is too large to be kept. Keep it as SVG.');
  return bytes;
}

function paint(context: CanvasRenderingContext2D, shape: Shape, { fonts }: Ink): void {
  if (shape.kind === 'text') {
    const { text, x, y, fill, size, family, anchor = 'start', bold } = shape;
    context.font = `${bold ? 'bold ' : ''}${size}px ${fonts[family]}`;
    context.textAlign = anchor === 'middle' ? 'center' : anchor;
    context.fillStyle = fill;
    context.fillText(text, x, y);
    return;
  }
  const path = new Path2D(shape.d);
  if (shape.fill !== undefined) {
    context.fillStyle = shape.fill;
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas is no array
    context.fill(path);
  }
  if (shape.stroke === undefined) return;
  context.strokeStyle = shape.stroke;
  context.lineWidth = shape.width ?? 1;
  context.setLineDash([...(shape.dash ?? [])]);
  context.stroke(path);
}
