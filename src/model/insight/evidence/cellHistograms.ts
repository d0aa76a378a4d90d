import { BIN_COUNT, binOf } from './valueBins.ts';

/** Rows of some values that are counted, and the class of each. */
export interface CountedRows {
  rows: Uint32Array;
  classes: Uint16Array;
}

/**
 * Rows that wait to be counted together. The counts of one cell fit into a cache and those of all do not, so that
 * counting row by row would wait for memory at every value.
 */
const WAITING_ROWS = 4096;

/** How the values of the cells of one layer are spread over the places of each class. It does not grow with the text. */
export class CellHistograms {
  readonly cellCount: number;
  private readonly classCount: number;
  /** (cells, classes, BIN_COUNT) */
  private readonly counts: Uint32Array;
  /** Values (cells, WAITING_ROWS), of which the first `waiting` in each row count, and the classes of those. */
  private readonly values: Float32Array;
  private readonly classes = new Uint16Array(WAITING_ROWS);
  private readonly bins = new Uint16Array(WAITING_ROWS);
  private waiting = 0;

  constructor(cellCount: number, classCount: number) {
    this.cellCount = cellCount;
    this.classCount = classCount;
    this.counts = new Uint32Array(cellCount * classCount * BIN_COUNT);
    this.values = new Float32Array(cellCount * WAITING_ROWS);
  }

  /** values is (rows, cells), of which the rows that are given count. */
  add(values: Float32Array, { rows, classes }: CountedRows): void {
    for (let first = 0; first < rows.length;) {
      const end = Math.min(rows.length, first + WAITING_ROWS - this.waiting);
      this.keep(values, rows.subarray(first, end));
      this.classes.set(classes.subarray(first, end), this.waiting);
      this.waiting += end - first;
      if (this.waiting === WAITING_ROWS) this.finish();
      first = end;
    }
  }

  /** Counts what waits: to be called before what follows is asked for. */
  finish(): void {
    for (let cell = 0; cell < this.cellCount; cell++) this.countCell(cell);
    this.waiting = 0;
  }

  /** (classes, BIN_COUNT) of one cell. */
  countsOf(cell: number): Uint32Array {
    const length = this.classCount * BIN_COUNT;
    return this.counts.subarray(cell * length, (cell + 1) * length);
  }

  private keep(values: Float32Array, rows: Uint32Array): void {
    const { cellCount, waiting } = this;
    for (let cell = 0; cell < cellCount; cell++) {
      const first = cell * WAITING_ROWS + waiting;
      for (let i = 0; i < rows.length; i++) this.values[first + i] = values[rows[i] * cellCount + cell];
    }
  }

  private countCell(cell: number): void {
    const { bins, classes, waiting } = this;
    const counts = this.countsOf(cell);
    const values = this.values.subarray(cell * WAITING_ROWS, cell * WAITING_ROWS + waiting);
    for (let row = 0; row < waiting; row++) bins[row] = binOf(values[row]);
    for (let row = 0; row < waiting; row++) counts[classes[row] * BIN_COUNT + bins[row]]++;
  }
}
