import type { CellHistograms } from './cellHistograms.ts';
import { OUTSIDE } from './labelCodes.ts';
import { charactersOf, type Selection } from './labelClasses.ts';
import {
  areaUnderCurve,
  bestThreshold,
  f1Of,
  gainOf,
  type Histogram,
  type Judged,
  judge,
  type Threshold,
} from './threshold.ts';
import { BIN_COUNT, lowerEdge, middleOf } from './valueBins.ts';

/**
 * How well the values of a cell tell the places inside a feature from those outside, when every value beyond a threshold
 * is taken for inside. The threshold that one half of the text is judged by was chosen on the other half, for either
 * half, and what came of both is added up.
 */
export interface FeatureScore {
  /** 2 precision recall / (precision + recall), 0..1. */
  f1: number;
  /** How far F1 is above that of taking every place for inside, as a share of the way to 1. */
  gain: number;
  /** Share of the places beyond the threshold that are inside, 0..1. */
  precision: number;
  /** Share of the places inside that are beyond the threshold, 0..1. */
  recall: number;
  /** The best one of all the text, -1..1. */
  threshold: number;
  /** 1: inside is above the threshold; -1: below it. */
  direction: 1 | -1;
}

/** `FeatureScore`, and what can be said without a threshold. */
export interface WholeScore extends FeatureScore {
  /** Area under the ROC curve in the better direction: 0.5 is chance, 1 is perfect. */
  auroc: number;
  /** Of the value with the label (point-biserial), -1..1. */
  correlation: number;
}

/** By 2 * half + label. */
type Counts = readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array];

/** Scores cells one after the other, in room that is taken once. What is selected must have passed `canBeScored`. */
export class CellScorer {
  private readonly counts: Counts = [newCounts(), newCounts(), newCounts(), newCounts()];
  private readonly all: Histogram = { outside: newCounts(), inside: newCounts() };

  score(histograms: CellHistograms, cell: number, selection: Selection): WholeScore {
    const score = this.featureScore(histograms, cell, selection);
    const area = areaUnderCurve(this.all);
    return {
      ...score,
      auroc: Math.max(area, 1 - area),
      correlation: correlation(this.all),
    };
  }

  /** As `score`, without what needs no threshold. */
  featureScore(histograms: CellHistograms, cell: number, selection: Selection): FeatureScore {
    this.sum(histograms.countsOf(cell), selection.targets);
    const threshold = bestThreshold(this.all);
    const judged = this.judgeHalves(selection, threshold);
    const f1 = f1Of(judged);
    const outside = charactersOf(selection, OUTSIDE);
    return {
      f1,
      gain: gainOf(f1, judged.inside / (judged.inside + outside)),
      precision: judged.hits === 0 ? 0 : judged.hits / (judged.hits + judged.falseAlarms),
      recall: judged.hits / judged.inside,
      threshold: lowerEdge(threshold.border),
      direction: threshold.direction,
    };
  }

  /** Each half by the threshold that is best on the other. */
  private judgeHalves({ isHalved }: Selection, threshold: Threshold): Judged {
    if (!isHalved) return judge(this.all, threshold);
    const [a, b] = [
      { outside: this.counts[0], inside: this.counts[1] },
      { outside: this.counts[2], inside: this.counts[3] },
    ];
    const [onA, onB] = [judge(a, bestThreshold(b)), judge(b, bestThreshold(a))];
    return {
      hits: onA.hits + onB.hits,
      falseAlarms: onA.falseAlarms + onB.falseAlarms,
      inside: onA.inside + onB.inside,
    };
  }

  /** Adds up the counts of the classes that are selected. */
  private sum(classCounts: Uint32Array, targets: Int8Array): void {
    for (const counts of this.counts) counts.fill(0);
    for (const [i, target] of targets.entries()) {
      if (target < 0) continue;
      const counts = this.counts[target];
      for (let bin = 0, from = i * BIN_COUNT; bin < BIN_COUNT; bin++) counts[bin] += classCounts[from + bin];
    }
    const [outsideA, insideA, outsideB, insideB] = this.counts;
    for (let bin = 0; bin < BIN_COUNT; bin++) {
      this.all.outside[bin] = outsideA[bin] + outsideB[bin];
      this.all.inside[bin] = insideA[bin] + insideB[bin];
    }
  }
}

/** Whether there are places of both kinds in all that is there. */
export function canBeScored({ characters, isHalved }: Selection): boolean {
  return characters.every((count, target) => count > 0 || (target >= 2 && !isHalved));
}

function newCounts(): Uint32Array {
  return new Uint32Array(BIN_COUNT);
}

const middles = Float64Array.from({ length: BIN_COUNT }, (_, bin) => middleOf(bin));

/** Least variance that is no rounding. */
const LEAST_VARIANCE = 1e-13;

/** Of the value with the label, each value taken for the middle of its bin. */
function correlation({ outside, inside }: Histogram): number {
  let [insideCount, total, insideSum, sum, squares] = [0, 0, 0, 0, 0];
  for (let bin = 0; bin < BIN_COUNT; bin++) {
    const count = outside[bin] + inside[bin];
    const value = middles[bin];
    insideCount += inside[bin];
    total += count;
    insideSum += inside[bin] * value;
    sum += count * value;
    squares += count * value * value;
  }
  const mean = sum / total;
  const variance = squares / total - mean * mean;
  const share = insideCount / total;
  const covariance = insideSum / total - mean * share;
  return variance > LEAST_VARIANCE ? covariance / Math.sqrt(variance * share * (1 - share)) : 0;
}
