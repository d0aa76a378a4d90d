import type { CellSignal } from '../../protocol/cells.ts';
import type { TextEdit, TextRange } from '../../protocol/textPlaces.ts';
import { signalLabel } from './cellName.ts';
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

  window(cell: CellSignal): RangeWindow<Float32Array> | undefined {
    return this.#cells.get(signalLabel(cell))?.window;
  }

  put(cell: CellSignal, from: number, values: Float32Array): void {
    const label = signalLabel(cell);
    const known = this.#cells.get(label);
    let largest = known?.largest ?? 0;
    for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
    this.#cells.delete(label);
    const window = known?.window.with(from, values) ?? new RangeWindow(from, values);
    this.#cells.set(label, { window, largest });
    for (const oldest of this.#cells.keys()) {
      if (this.#cells.size <= keptCells) break;
      this.#cells.delete(oldest);
    }
  }

  covers(cell: CellSignal, range: TextRange): boolean {
    return this.window(cell)?.covers(range) ?? false;
  }

  /** What of a range has no right values of a cell; undefined if all of it has. */
  missing(cell: CellSignal, range: TextRange): TextRange | undefined {
    const window = this.window(cell);
    return window ? window.missing(range) : range;
  }

  /** The |value| that gets the full colour when the scale is fitted to the cell. */
  scale(cell: CellSignal): number {
    const largest = this.#cells.get(signalLabel(cell))?.largest ?? 1;
    return scales.find(scale => largest <= scale) ?? 1;
  }

  edit(edit: TextEdit): void {
    for (const known of this.#cells.values()) known.window = known.window.edited(edit, Number.NaN);
  }

  /** Another model: all values go, but those on the screen stay to be seen until new ones come. */
  modelChanged(shown: CellSignal | undefined): void {
    const known = shown && this.#cells.get(signalLabel(shown));
    this.#cells.clear();
    if (shown && known) this.#cells.set(signalLabel(shown), { window: known.window.stale(), largest: 0 });
  }

  clear(): void {
    this.#cells.clear();
  }
}
