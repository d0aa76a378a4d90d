import { greatestOf } from '../../../protocol/figureNumbers.ts';
import type { DiagramArrow, DiagramFigure } from '../../../protocol/labFigures.ts';
import { arrowShapes, ArrowWords, wayOf, wordsOf } from './arrows.ts';
import { ColouredCells } from './colouredCells.ts';
import { drawNode, type NodeSize, sizeOf } from './diagramNodes.ts';
import type { Ink } from './ink.ts';
import { type Box, parameterOf, type Picture, type Shape, type Target } from './picture.ts';
import { label } from './visible.ts';

/** Between two columns, and between two rows. */
const COLUMN_GAP = 44;
const ROW_GAP = 40;
const EDGE = 6;
/** Above the uppermost row, for what leads from a node to itself. */
const LOOP = 26;

/** Nodes on a grid with what stands in them, and arrows between them. */
export function drawDiagram({ nodes, arrows }: DiagramFigure, ink: Ink): Picture {
  const sizes = nodes.map(node => sizeOf(node, ink));
  const most = greatestOf(nodes.flatMap(({ values = [] }) => values));
  const columns = placesOf(
    nodes.map(({ column }, i) => ({ at: column, size: sizes[i].width })),
    gapOf(nodes, arrows, ink),
  );
  const loops = arrows.some(({ from, to }) => from === to) ? LOOP : 0;
  const rows = placesOf(
    nodes.map(({ row }, i) => ({ at: row, size: sizes[i].height })),
    ROW_GAP + loops,
  );
  const boxes = new Map<string, Box>();
  for (const [i, { id, column, row }] of nodes.entries())
    boxes.set(id, centred(sizes[i], columns.get(column)!, rows.get(row)!, loops));
  const cells = new ColouredCells(most);
  const targets: Target[] = [];
  const shapes: Shape[] = [];
  const words = new ArrowWords();
  for (const arrow of arrows) {
    const [from, to] = [boxes.get(arrow.from), boxes.get(arrow.to)];
    if (!from || !to) continue;
    const way = wayOf(from, to);
    shapes.push(...arrowShapes(way, arrow, ink), ...words.shapes(way, arrow, ink));
    targets.push({ ...aroundMiddle(way.middle), ...meaningOf(arrow, nodes) });
  }
  for (const [i, node] of nodes.entries())
    drawNode(node, boxes.get(node.id)!, { size: sizes[i], ink, cells, shapes, targets });
  const all = [...boxes.values()];
  const active = nodes.flatMap((node, i) => (node.active ? [all[i]] : []));
  return {
    width: Math.max(0, ...all.map(box => box.x + box.width)) + EDGE + 20,
    height: Math.max(0, ...all.map(box => box.y + box.height)) + EDGE,
    shapes: [...cells.shapes(ink), ...shapes],
    targets,
    pointing: 'within',
    ...(active.length > 0 && {
      centre: {
        from: Math.min(...active.map(({ x }) => x)),
        to: Math.max(...active.map(({ x, width }) => x + width)),
      },
    }),
  };
}

interface Span {
  /** Where it begins, px, and how much room it has. */
  from: number;
  size: number;
}

/** Columns or rows of the grid, each as wide as its widest node. */
function placesOf(all: readonly { at: number; size: number }[], gap: number): Map<number, Span> {
  const widest = new Map<number, number>();
  for (const { at, size } of all) widest.set(at, Math.max(widest.get(at) ?? 0, size));
  const places = new Map<number, Span>();
  let from = EDGE;
  for (const at of [...widest.keys()].toSorted((a, b) => a - b)) {
    const size = widest.get(at)!;
    places.set(at, { from, size });
    from += size + gap;
  }
  return places;
}

/** What stands at arrows to the side must find room between the columns. */
function gapOf(nodes: DiagramFigure['nodes'], arrows: readonly DiagramArrow[], ink: Ink): number {
  const rows = new Map(nodes.map(({ id, row }) => [id, row]));
  const labels = arrows
    .filter(({ from, to }) => from !== to && rows.get(from) === rows.get(to))
    .map(arrow => ink.measure(wordsOf(arrow), 'mono', 11) + 22);
  return Math.min(120, Math.max(COLUMN_GAP, ...labels));
}

function centred(size: NodeSize, column: Span, row: Span, loops: number): Box {
  return {
    x: column.from + (column.size - size.width) / 2,
    y: loops + row.from + (row.size - size.height) / 2,
    width: size.width,
    height: size.height,
  };
}

function aroundMiddle({ x, y }: { x: number; y: number }): Box {
  return { x: x - 11, y: y - 11, width: 22, height: 22 };
}

function meaningOf(
  { from, to, label: text, parameter }: DiagramArrow,
  nodes: DiagramFigure['nodes'],
): Pick<Target, 'words' | 'parameters'> {
  const nameOf = (id: string) => label(nodes.find(node => node.id === id)?.label ?? id);
  const by = parameter ?? text;
  return {
    words: `from ${nameOf(from)} to ${nameOf(to)}${by === undefined ? '' : ` by ${label(by)}`}`,
    ...(parameter !== undefined && { parameters: [parameterOf(parameter)] }),
  };
}
