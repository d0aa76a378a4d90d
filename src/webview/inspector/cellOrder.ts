import type { CellName } from '../../protocol/cells.ts';
import { cellLabel, sameCell } from './cellName.ts';
import type { CellShape } from './cellName.ts';
import type { ScoredSignal } from './cellScores.ts';
import type { ViewOptions } from './inspectorState.ts';

/** A row of the list of cells. */
export type ListRow =
  | { kind: 'layer'; layer: number }
  /** `rank` counts from 1 over all cells; it and `score` are absent before the first ranking. */
  | { kind: 'cell'; cell: CellName; score?: ScoredSignal; rank?: number };

/** All cells of a model in the order of the list: best first, or by number before there is a ranking. */
export function orderCells(
  shape: CellShape,
  scores: readonly ScoredSignal[] | undefined,
  order: ViewOptions['order'],
): ListRow[] {
  const cells: ListRow[] = scores?.length
    ? scores.map((score, index) => ({
        kind: 'cell',
        cell: { layer: score.layer, index: score.index },
        score,
        rank: index + 1,
      }))
    : allCells(shape).map(cell => ({ kind: 'cell', cell }));
  if (order === 'best' || shape.layers === 1) return cells;
  const rows: ListRow[] = [];
  for (let layer = 1; layer <= shape.layers; layer++) {
    rows.push({ kind: 'layer', layer });
    rows.push(...cells.filter(row => row.kind === 'cell' && row.cell.layer === layer));
  }
  return rows;
}

/** Rows whose cell's number starts as was typed ('2.1' finds 2.1, 2.10 to 2.19 and 2.100 to 2.199). */
export function filterRows(rows: ListRow[], typed: string): ListRow[] {
  const start = typed.trim().replace(/[,:]/, '.');
  if (start === '') return rows;
  const exact = rows.filter(row => row.kind === 'cell' && cellLabel(row.cell) === start);
  const others = rows.filter(row => row.kind === 'cell' && cellLabel(row.cell) !== start);
  return [...exact, ...others.filter(row => row.kind === 'cell' && cellLabel(row.cell).startsWith(start))];
}

/** Index of a cell's row, -1 if it is not listed. */
export function rowOfCell(rows: readonly ListRow[], cell: CellName | undefined): number {
  return rows.findIndex(row => row.kind === 'cell' && sameCell(row.cell, cell));
}

/** The cell so many steps from a row, headings not counted; stops at the ends. */
export function stepCell(rows: readonly ListRow[], from: number, steps: number): CellName | undefined {
  const direction = Math.sign(steps);
  let left = Math.abs(steps);
  let found: CellName | undefined;
  for (let index = from + direction; index >= 0 && index < rows.length && left > 0; index += direction) {
    const row = rows[index];
    if (row.kind !== 'cell') continue;
    found = row.cell;
    left--;
  }
  return found;
}

function allCells({ layers, units }: CellShape): CellName[] {
  const cells: CellName[] = [];
  for (let layer = 1; layer <= layers; layer++)
    for (let index = 0; index < units; index++) cells.push({ layer, index });
  return cells;
}
