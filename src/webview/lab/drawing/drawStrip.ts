import { greatestOf, shortNumber } from '../../../protocol/figureNumbers.ts';
import type { StripFigure } from '../../../protocol/labFigures.ts';
import { ColouredCells } from './colouredCells.ts';
import type { Ink } from './ink.ts';
import { type Box, line, type Picture, rectangle, type Shape, type Target } from './picture.ts';
import { characterWords, glyphOf, label } from './visible.ts';

const ROW = 15;
const GAP = 9;
const WIDEST = 26;
const SMALL = 11;
/** Lines of the text are kept where there are no more than these; else lines are filled up. */
const MOST_LINES = 40;

/** The characters of a text in lines, and under each as many coloured cells as there are rows; a single row is behind its character. */
export function drawStrip(figure: StripFigure, width: number, ink: Ink): Picture {
  const { characters, rows, chosen } = figure;
  const size = ink.size;
  const narrowest = Math.ceil(ink.measure('M', 'mono', size)) + 2;
  const isBehind = rows.length === 1;
  const left = isBehind
    ? 1
    : Math.ceil(Math.max(0, ...rows.map(row => ink.measure(label(row.label, 22), 'mono', SMALL)))) + 8;
  // A short text is drawn as large as there is room.
  const cell = Math.max(narrowest, Math.min(WIDEST, Math.floor((width - left - 2) / characters.length)));
  const perLine = Math.max(8, Math.floor((width - left - 2) / cell));
  const textHeight = size + 8;
  const lineHeight = textHeight + (isBehind ? 0 : rows.length * ROW) + GAP;
  const cells = new ColouredCells(figure.most ?? greatestOf(rows.flatMap(({ values }) => values)));
  const shapes: Shape[] = [];
  const targets: Target[] = [];
  const lines = linesOf(characters, perLine);
  for (const [n, { from, to }] of lines.entries()) {
    const top = n * lineHeight + 1;
    for (let i = from; i < to; i++) {
      const x = left + (i - from) * cell;
      const box = { x, y: top, width: cell, height: lineHeight - GAP };
      for (const [r, { values }] of rows.entries())
        cells.add(
          isBehind ? box : { x, y: top + textHeight + r * ROW, width: cell, height: ROW - 1 },
          values[i],
        );
      targets.push({ ...box, ...meaningOf(figure, i) });
      if (i === chosen) shapes.push(...markOf(box, ink));
    }
    shapes.push(...lettersOf(characters.slice(from, to), { x: left, y: top + size + 3, cell, ink }));
    if (!isBehind) shapes.push(...labelsOf(figure, { x: left - 6, y: top + textHeight, ink }));
  }
  return {
    width: Math.max(width, left + perLine * cell),
    height: Math.max(lineHeight, lines.length * lineHeight),
    shapes: [...cells.shapes(ink), ...shapes],
    targets,
    pointing: 'within',
  };
}

function linesOf(characters: readonly string[], perLine: number): { from: number; to: number }[] {
  const breaks = characters.filter(character => character === '\n').length;
  const keepsLines = breaks > 0 && breaks + characters.length / perLine <= MOST_LINES;
  const lines: { from: number; to: number }[] = [];
  for (let from = 0; from < characters.length;) {
    let to = Math.min(characters.length, from + perLine);
    const end = keepsLines ? characters.indexOf('\n', from) : -1;
    if (end >= 0 && end < to) to = end + 1;
    lines.push({ from, to });
    from = to;
  }
  return lines;
}

function meaningOf({ characters, rows, choice }: StripFigure, i: number): Omit<Target, keyof Box> {
  const values = rows.map(({ label: name, values: all }) => `${label(name, 40)} ${shortNumber(all[i])}`);
  const words = `${i}, ${characterWords(characters[i])}: ${values.join(', ')}`;
  return { words, ...(choice !== undefined && { choice: i }) };
}

/** Characters of a line, each in the middle of its place. */
function lettersOf(
  characters: readonly string[],
  { x, y, cell, ink }: { x: number; y: number; cell: number; ink: Ink },
): Shape[] {
  return characters.flatMap((character, i) => {
    const text = glyphOf(character);
    if (text.trim() === '') return [];
    const isItself = text === character;
    const fill = isItself ? ink.text : ink.quiet;
    return [
      {
        kind: 'text',
        x: x + (i + 0.5) * cell,
        y,
        text,
        fill,
        size: ink.size,
        family: 'mono',
        anchor: 'middle',
      },
    ];
  });
}

function labelsOf({ rows }: StripFigure, { x, y, ink }: { x: number; y: number; ink: Ink }): Shape[] {
  return rows.map(({ label: name }, r) => ({
    kind: 'text',
    x,
    y: y + r * ROW + ROW / 2 + 3,
    text: label(name, 22),
    fill: ink.quiet,
    size: SMALL,
    family: 'mono',
    anchor: 'end',
  }));
}

function markOf(box: Box, { text }: Ink): Shape[] {
  const { x, y, width, height } = box;
  return [
    { kind: 'path', d: rectangle(box), stroke: text, width: 2 },
    { kind: 'path', d: line(x, y + height + 3, x + width, y + height + 3), stroke: text, width: 3 },
  ];
}
