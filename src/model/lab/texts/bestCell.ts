/** Thresholds that are tried, over -1..1. */
const BINS = 64;

/** One cell as a yes-or-no answer: yes where its value is above the threshold, or below it. */
export interface CellRule {
  /** from 0 */
  cell: number;
  threshold: number;
  isAbove: boolean;
  /** By the text that it was chosen on, 0..1. */
  f1: number;
}

/** Counts the values of H cells, each in -1..1, where a label is 0 and where it is 1. */
export class CellTally {
  readonly #hiddenSize: number;
  /** (H, 2, BINS) */
  readonly #counts: Uint32Array;

  constructor(hiddenSize: number) {
    this.#hiddenSize = hiddenSize;
    this.#counts = new Uint32Array(hiddenSize * 2 * BINS);
  }

  /** Takes the values of all cells after one character. */
  add(values: Float32Array, label: number): void {
    for (let cell = 0; cell < this.#hiddenSize; cell++)
      this.#counts[(cell * 2 + label) * BINS + binOf(values[cell])]++;
  }

  /** The best rule of each cell, the best cell first. */
  rules(): CellRule[] {
    const rules = Array.from({ length: this.#hiddenSize }, (_, cell) => this.#ruleOf(cell));
    return rules.toSorted((a, b) => b.f1 - a.f1 || a.cell - b.cell);
  }

  #ruleOf(cell: number): CellRule {
    const no = this.#counts.subarray(cell * 2 * BINS, (cell * 2 + 1) * BINS);
    const yes = this.#counts.subarray((cell * 2 + 1) * BINS, (cell * 2 + 2) * BINS);
    const allNo = no.reduce((sum, count) => sum + count, 0);
    const allYes = yes.reduce((sum, count) => sum + count, 0);
    let best: CellRule = { cell, threshold: 0, isAbove: true, f1: -1 };
    let [noBelow, yesBelow] = [0, 0];
    for (let bin = 0; bin < BINS; bin++) {
      // Between this bin and the ones below it.
      const threshold = (2 * bin) / BINS - 1;
      const above = f1Of({ right: allYes - yesBelow, wrong: allNo - noBelow, missed: yesBelow });
      if (above > best.f1) best = { cell, threshold, isAbove: true, f1: above };
      const below = f1Of({ right: yesBelow, wrong: noBelow, missed: allYes - yesBelow });
      if (below > best.f1) best = { cell, threshold, isAbove: false, f1: below };
      noBelow += no[bin];
      yesBelow += yes[bin];
    }
    return best;
  }
}

/** What a rule says of a value. */
export function answerOf({ threshold, isAbove }: CellRule, value: number): boolean {
  return value >= threshold === isAbove;
}

/** Of answers: how many yes were right, how many wrong, and how many were missed. */
export interface Answers {
  right: number;
  wrong: number;
  missed: number;
}

/** 2 right / (2 right + wrong + missed), the harmonic mean of precision and recall; 0 where there is nothing right. */
export function f1Of({ right, wrong, missed }: Answers): number {
  return right === 0 ? 0 : (2 * right) / (2 * right + wrong + missed);
}

function binOf(value: number): number {
  return Math.min(BINS - 1, Math.max(0, Math.floor(((value + 1) / 2) * BINS)));
}
