import { type Ink, rgb } from './ink.ts';
import { type Picture, round, type Shape } from './picture.ts';

/** A picture as a file of its own. */
export function svgText({ width, height, shapes }: Picture, ink: Ink): string {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  const drawn = shapes.map(shape => `  ${shapeText(shape, ink)}\n`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">
  <rect width="100%" height="100%" fill="${rgb(ink.background)}"/>
${drawn}</svg>
`;
}

/** What a shape is in SVG: its element, its attributes, and the text in it. */
export function svgShape(
  shape: Shape,
  { fonts }: Ink,
): { tag: string; attributes: Record<string, string>; text?: string } {
  if (shape.kind === 'text') {
    const { x, y, text, fill, size, family, anchor, bold } = shape;
    const attributes = {
      x: String(round(x)),
      y: String(round(y)),
      fill,
      'font-size': String(size),
      'font-family': fonts[family],
      'xml:space': 'preserve',
      ...(anchor && { 'text-anchor': anchor }),
      ...(bold && { 'font-weight': 'bold' }),
    };
    return { tag: 'text', attributes, text };
  }
  const { d, fill = 'none', stroke, width = 1, dash = [] } = shape;
  const attributes = {
    d,
    fill,
    ...(stroke !== undefined && { stroke, 'stroke-width': String(width) }),
    ...(dash.length > 0 && { 'stroke-dasharray': dash.join(' ') }),
  };
  return { tag: 'path', attributes };
}

function shapeText(shape: Shape, ink: Ink): string {
  const { tag, attributes, text } = svgShape(shape, ink);
  const written = Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
  return text === undefined ? `<${tag}${written}/>` : `<${tag}${written}>${escaped(text)}</${tag}>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, character => entities[character]);
}
