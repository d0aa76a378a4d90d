import type { CellName } from './cellName.ts';
import { BIN_COUNT, binOf } from './valueBins.ts';

/** How well one cell follows a feature. */
export interface CellScore extends CellName {
  /**
   * Area under the ROC curve in the better direction: the chance that the cell's values tell a place inside from one
   * outside. 0.5 is chance, 1 is perfect.
   */
  auroc: number;
  /** Of the value with the label (point-biserial), -1..1; its sign is the cell's direction. */
  correlation: number;
}

/** Label of a row that is not counted. */
export const NOT_COUNTED = 2;

/**
 * Rows that wait to be counted together. The counts of one cell fit into the first-level cache and those of all do not,
 * so that counting row by row would wait for memory at every value.
 */
const WAITING_ROWS = 4096;

/** What has been seen of the cells of one layer, together with some features. It does not grow with the text. */
export class CellStatistics {
  private readonly cellCount: number;
  private readonly features: readonly FeatureCounts[];
  /** Values (cells, WAITING_ROWS), of which the first `waiting` in each row count. */
  private readonly values: Float32Array;
  private readonly bins = new Uint16Array(WAITING_ROWS);
  private waiting = 0;

  constructor(cellCount: number, featureCount: number) {
    this.cellCount = cellCount;
    this.values = new Float32Array(cellCount * WAITING_ROWS);
    this.features = Array.from({ length: featureCount }, () => new FeatureCounts(cellCount));
  }

  /** values is (rows, cells); labels has, for each feature, 0, 1 or NOT_COUNTED for each row. */
  add(values: Float32Array, labels: readonly Uint8Array[]): void {
    const rows = values.length / this.cellCount;
    for (let first = 0; first < rows;) {
      const end = Math.min(rows, first + WAITING_ROWS - this.waiting);
      this.keep(values, labels, first, end);
      if (this.waiting === WAITING_ROWS) this.countWaiting();
      first = end;
    }
  }

  /** Rows that were counted for a feature. */
  counted(feature: number): number {
    this.countWaiting();
    const { rows } = this.features[feature];
    return rows[0] + rows[1];
  }

  /** Of these, the rows inside the feature. */
  inside(feature: number): number {
    this.countWaiting();
    return this.features[feature].rows[1];
  }

  /** One score a cell, their layer being `layer`; none when the feature never or always held. */
  scores(feature: number, layer: number): CellScore[] {
    this.countWaiting();
    return this.features[feature].scores(layer);
  }

  private keep(values: Float32Array, labels: readonly Uint8Array[], first: number, end: number): void {
    const { cellCount, waiting } = this;
    for (let cell = 0; cell < cellCount; cell++) {
      let to = cell * WAITING_ROWS + waiting;
      for (let row = first; row < end; row++) this.values[to++] = values[row * cellCount + cell];
    }
    for (const [i, feature] of this.features.entries())
      feature.waiting.set(labels[i].subarray(first, end), waiting);
    this.waiting += end - first;
  }

  private countWaiting(): void {
    const { bins, waiting } = this;
    for (let cell = 0; cell < this.cellCount; cell++) {
      const values = this.values.subarray(cell * WAITING_ROWS, cell * WAITING_ROWS + waiting);
      for (let row = 0; row < waiting; row++) bins[row] = binOf(values[row]);
      for (const feature of this.features) feature.countCell(cell, values, bins);
    }
    for (const feature of this.features) feature.countRows(waiting);
    this.waiting = 0;
  }
}

/** What has been seen of all cells together with one feature. */
class FeatureCounts {
  /** Rows outside and inside the feature. */
  readonly rows: [outside: number, inside: number] = [0, 0];
  /** The labels of the rows that wait to be counted. */
  readonly waiting = new Uint8Array(WAITING_ROWS);
  private readonly cellCount: number;
  /** (cells, BIN_COUNT, 2): how often a value fell into a bin outside and inside the feature. */
  private readonly counts: Uint32Array;
  /** Per cell: of the values, of their squares, and of the values inside the feature. */
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  private readonly insideSums: Float64Array;

  constructor(cellCount: number) {
    this.cellCount = cellCount;
    this.counts = new Uint32Array(cellCount * BIN_COUNT * 2);
    this.sums = new Float64Array(cellCount);
    this.squares = new Float64Array(cellCount);
    this.insideSums = new Float64Array(cellCount);
  }

  /** Counts one cell's waiting values, whose bins are given. */
  countCell(cell: number, values: Float32Array, bins: Uint16Array): void {
    const labels = this.waiting;
    const counts = this.counts.subarray(cell * BIN_COUNT * 2, (cell + 1) * BIN_COUNT * 2);
    let sum = 0;
    let squares = 0;
    let insideSum = 0;
    for (let row = 0; row < values.length; row++) {
      const label = labels[row];
      if (label === NOT_COUNTED) continue;
      const value = values[row];
      counts[2 * bins[row] + label]++;
      sum += value;
      squares += value * value;
      insideSum += value * label;
    }
    this.sums[cell] += sum;
    this.squares[cell] += squares;
    this.insideSums[cell] += insideSum;
  }

  countRows(waiting: number): void {
    for (const label of this.waiting.subarray(0, waiting))
      if (label !== NOT_COUNTED) this.rows[label as 0 | 1]++;
  }

  scores(layer: number): CellScore[] {
    if (this.rows[0] === 0 || this.rows[1] === 0) return [];
    return Array.from({ length: this.cellCount }, (_, index) => {
      const area = this.areaUnderCurve(index);
      return { layer, index, auroc: Math.max(area, 1 - area), correlation: this.correlation(index) };
    });
  }

  /** The share of pairs of places, one outside and one inside, whose inside value is the greater; ties count half. */
  private areaUnderCurve(cell: number): number {
    const first = cell * BIN_COUNT * 2;
    let below = 0;
    let pairs = 0;
    for (let bin = 0; bin < BIN_COUNT; bin++) {
      const outside = this.counts[first + 2 * bin];
      const inside = this.counts[first + 2 * bin + 1];
      pairs += inside * (below + outside / 2);
      below += outside;
    }
    return pairs / (this.rows[0] * this.rows[1]);
  }

  private correlation(cell: number): number {
    const [outside, inside] = this.rows;
    const total = outside + inside;
    const mean = this.sums[cell] / total;
    const variance = this.squares[cell] / total - mean * mean;
    const share = inside / total;
    const covariance = this.insideSums[cell] / total - mean * share;
    const scale = Math.sqrt(variance * share * (1 - share));
    return scale > 0 ? covariance / scale : 0;
  }
}

/** Sorts scores, the cell that follows best first. */
export function bestFirst(scores: readonly CellScore[]): CellScore[] {
  return scores.toSorted(
    (a, b) =>
      b.auroc - a.auroc ||
      Math.abs(b.correlation) - Math.abs(a.correlation) ||
      a.layer - b.layer ||
      a.index - b.index,
  );
}
