import type { CellName, TextEdit, TextRange } from '../../protocol/inspector.ts';
import { cellLabel } from './cellName.ts';
import { RangeWindow } from './rangeWindow.ts';

/** Cells whose values are kept: enough to flip back and forth, little enough to forget about memory. */
const keptCells = 48;

/** The largest value that takes the full colour, by the largest value seen: steps, so that it seldom changes. */
const scales = [0.1, 0.2, 0.3, 0.5, 1];

interface KnownCell {
  window: RangeWindow<Float32Array>;
  /** Largest |value| seen of this cell in this text. */
  largest: number;
}

/** The values of the cells that were shown lately, for the stretch of text around the visible one. */
export class CellValues {
  /** In the order of last use. */
  readonly #cells = new Map<string, KnownCell>();

  window(cell: CellName): RangeWindow<Float32Array> | undefined {
    return this.#cells.get(cellLabel(cell))?.window;
  }

  put(cell: CellName, from: number, values: Float32Array): void {
    const label = cellLabel(cell);
    let largest = this.#cells.get(label)?.largest ?? 0;
    for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
    this.#cells.delete(label);
    this.#cells.set(label, { window: new RangeWindow(from, values), largest });
    for (const oldest of this.#cells.keys()) {
      if (this.#cells.size <= keptCells) break;
      this.#cells.delete(oldest);
    }
  }

  covers(cell: CellName, range: TextRange): boolean {
    return this.window(cell)?.covers(range) ?? false;
  }

  /** The |value| that gets the full colour when the scale is fitted to the cell. */
  scale(cell: CellName): number {
    const largest = this.#cells.get(cellLabel(cell))?.largest ?? 1;
    return scales.find(scale => largest <= scale) ?? 1;
  }

  edit(edit: TextEdit): void {
    for (const known of this.#cells.values()) known.window = known.window.edited(edit, Number.NaN);
  }

  /** Another model: all values go, but those on the screen stay to be seen until new ones come. */
  modelChanged(shown: CellName | undefined): void {
    const known = shown && this.#cells.get(cellLabel(shown));
    this.#cells.clear();
    if (shown && known) this.#cells.set(cellLabel(shown), { window: known.window.stale(), largest: 0 });
  }

  clear(): void {
    this.#cells.clear();
  }
}
