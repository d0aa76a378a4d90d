import type { ChartLine } from '../kit/chartLines.ts';
import { element } from '../kit/element.ts';

const svg = 'http://www.w3.org/2000/svg';

/** What the lines of a chart mean: a stroke of each look, and its words. */
export function lineLegend(lines: readonly ChartLine[], hasBest: boolean): HTMLElement {
  return element(
    'ul',
    { class: 'legend' },
    ...lines.filter(({ label }) => label !== '').map(line => element('li', {}, stroke(line), line.label)),
    ...(hasBest ? [element('li', {}, ring(), 'best on held-out text')] : []),
  );
}

function ring(): SVGElement {
  const picture = document.createElementNS(svg, 'svg');
  for (const [name, value] of Object.entries({ width: '14', height: '14', 'aria-hidden': 'true' }))
    picture.setAttribute(name, value);
  const circle = document.createElementNS(svg, 'circle');
  for (const [name, value] of Object.entries({ cx: '7', cy: '7', r: '5' })) circle.setAttribute(name, value);
  circle.style.fill = 'none';
  circle.style.stroke = 'currentColor';
  circle.style.strokeWidth = '2px';
  picture.append(circle);
  return picture;
}

function stroke({ color, dash, width = 1.5, dots }: ChartLine): SVGElement {
  const picture = document.createElementNS(svg, 'svg');
  for (const [name, value] of Object.entries({ width: '28', height: '10', 'aria-hidden': 'true' }))
    picture.setAttribute(name, value);
  const line = document.createElementNS(svg, 'line');
  for (const [name, value] of Object.entries({ x1: '0', x2: '28', y1: '5', y2: '5' }))
    line.setAttribute(name, value);
  line.style.stroke = color;
  line.style.strokeWidth = `${width}px`;
  if (dash) line.style.strokeDasharray = dash.join(' ');
  picture.append(line);
  if (dots) picture.append(dot(color));
  return picture;
}

function dot(color: string): SVGElement {
  const circle = document.createElementNS(svg, 'circle');
  for (const [name, value] of Object.entries({ cx: '14', cy: '5', r: '3' })) circle.setAttribute(name, value);
  circle.style.fill = color;
  return circle;
}
