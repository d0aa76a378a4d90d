import type { FeatureScore, WholeScore } from './cellScore.ts';
import type { CellSignal } from '../quantity.ts';
import type { ChosenOn } from './textHalves.ts';

/** How well a cell follows another feature, looked at where the first one is not. */
export interface SecondFeature extends Pick<FeatureScore, 'f1' | 'gain' | 'direction'> {
  feature: string;
  /** Share of these places that is inside it, 0..1. */
  baseRate: number;
}

/** How well a cell follows a feature. */
export interface CellScore extends WholeScore {
  /** What else it follows best, by gain; absent if the texts have nothing else. */
  second?: SecondFeature;
}

/** How well a cell follows a feature by the quantity that follows it better. */
export interface RankedCell extends CellSignal, CellScore {
  /** By the other quantity, where the cell has two. */
  other?: CellScore;
}

export interface Ranking {
  feature: string;
  /** Every cell of every layer, best first. Empty when the feature never, or always, holds. */
  cells: RankedCell[];
  /** Texts in which the feature was looked for. */
  files: number;
  /** Characters that were counted. */
  characters: number;
  /** Share of the counted characters inside the feature, 0..1. */
  baseRate: number;
  /** How often an inside begins. */
  stretches: number;
  /** Share of all characters that was not counted, 0..1. */
  maskedShare: number;
  chosenOn: ChosenOn;
}

/** Sorts cells, the one that follows best first. */
export function bestFirst(cells: readonly RankedCell[]): RankedCell[] {
  return cells.toSorted((a, b) => byScore(a, b) || a.layer - b.layer || a.index - b.index);
}

/** Negative when the first of two scores is the better one. */
export function byScore(a: WholeScore, b: WholeScore): number {
  return b.f1 - a.f1 || b.auroc - a.auroc || Math.abs(b.correlation) - Math.abs(a.correlation);
}
