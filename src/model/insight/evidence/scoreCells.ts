import type { ReadControl } from '../../base/readControl.ts';
import type { CellHistograms } from './cellHistograms.ts';
import { canBeScored, CellScorer } from './cellScore.ts';
import type { CountedLayer } from './countCells.ts';
import type { FeatureName } from '../labels/features.ts';
import { charactersOf, type LabelClasses, type Selection } from './labelClasses.ts';
import { INSIDE, OUTSIDE } from './labelCodes.ts';
import { byScore, type CellScore, type RankedCell, type SecondFeature } from './ranking.ts';

/** Cells that are scored between two turns for other events: some milliseconds. */
const SLICE_CELLS = 16;

/** Characters of a second feature, where the first one is not: with fewer there is nothing to be seen. */
const LEAST_SECOND_CHARACTERS = 100;

/** Another feature, looked at where the first one is not. */
interface SecondLook {
  feature: FeatureName;
  selection: Selection;
  baseRate: number;
}

/** Scores all cells for the feature of a number; none if it never, or always, holds. Undefined when aborted. */
export async function scoreCells(
  layers: readonly CountedLayer[],
  options: { features: readonly FeatureName[]; feature: number; classes: LabelClasses; control: ReadControl },
): Promise<RankedCell[] | undefined> {
  const { classes, features, feature, control } = options;
  const selection = classes.select(feature);
  if (!canBeScored(selection)) return [];
  const seconds = secondLooks(features, feature, classes);
  const scorer = new CellScorer();
  const cells: RankedCell[] = [];
  for (const { layer, quantities } of layers)
    for (let index = 0; index < quantities[0].histograms.cellCount; index++) {
      const [best, other] = quantities
        .map(({ quantity, histograms }) => ({
          quantity,
          score: scoreCell(scorer, histograms, { index, selection, seconds }),
        }))
        .toSorted((a, b) => byScore(a.score, b.score));
      const { quantity, score } = best;
      cells.push({ layer, index, quantity, ...score, ...(other && { other: other.score }) });
      if (cells.length % SLICE_CELLS > 0) continue;
      await control.yieldToEvents();
      if (control.signal.aborted) return undefined;
    }
  return cells;
}

function secondLooks(features: readonly FeatureName[], first: number, classes: LabelClasses): SecondLook[] {
  return features.flatMap((feature, i) => {
    if (i === first) return [];
    const selection = classes.select(i, first);
    const inside = charactersOf(selection, INSIDE);
    if (inside < LEAST_SECOND_CHARACTERS || !canBeScored(selection)) return [];
    return [{ feature, selection, baseRate: inside / (inside + charactersOf(selection, OUTSIDE)) }];
  });
}

function scoreCell(
  scorer: CellScorer,
  histograms: CellHistograms,
  { index, selection, seconds }: { index: number; selection: Selection; seconds: readonly SecondLook[] },
): CellScore {
  const score = scorer.score(histograms, index, selection);
  let second: SecondFeature | undefined;
  for (const { feature, selection: outsideFirst, baseRate } of seconds) {
    const { f1, gain, direction } = scorer.featureScore(histograms, index, outsideFirst);
    if (gain > (second?.gain ?? -1)) second = { feature, f1, gain, direction, baseRate };
  }
  return { ...score, ...(second && { second }) };
}
