import type { CellName, CellScore, CellSignal, Quantity, Ranking } from '../../protocol/cells.ts';
import { verdictOf } from '../../protocol/verdict.ts';
import { sameCell } from './cellName.ts';

/** How well one quantity of a cell follows the feature. */
export type ScoredSignal = CellSignal & CellScore;

/** Which quantity of each cell is looked at: the one that follows the feature better, or the same of all cells. */
export type QuantityChoice = 'better' | Quantity;

/** All cells by the chosen quantity, best first. */
export function scoresBy(ranking: Ranking, choice: QuantityChoice): ScoredSignal[] {
  if (choice === 'better') return ranking.cells;
  return ranking.cells
    .map(cell => scoreBy(cell, choice))
    .toSorted((a, b) => b.f1 - a.f1 || b.auroc - a.auroc);
}

/**
 * Whether a ranking that was kept with the model tells which cell follows the feature, and one of the document does not,
 * since it has too little of it: among hundreds of cells one follows a few quotes by chance.
 */
export function tellsMore(kept: Ranking | undefined, ofDocument: Ranking): boolean {
  if (!kept || kept.origin !== 'model' || ofDocument.cells.length === 0) return false;
  if (kept.feature !== ofDocument.feature || kept.revision !== ofDocument.revision) return false;
  return isClear(kept) && !isClear(ofDocument);
}

function isClear(ranking: Ranking): boolean {
  const [best] = ranking.cells;
  return best !== undefined && verdictOf(best, ranking) !== 'unclear';
}

/** The score of one cell by the chosen quantity, and what there is if it has no such; undefined if it is not ranked. */
export function scoreOf(
  ranking: Ranking | undefined,
  cell: CellName,
  choice: QuantityChoice,
): ScoredSignal | undefined {
  const found = ranking?.cells.find(one => sameCell(one, cell));
  return found && scoreBy(found, choice);
}

function scoreBy(cell: Ranking['cells'][number], choice: QuantityChoice): ScoredSignal {
  if (choice === 'better' || choice === cell.quantity || !cell.other) return cell;
  const { layer, index } = cell;
  return { layer, index, quantity: choice, ...cell.other };
}

/** What is shown of a cell: what was chosen if the net has it, else the better quantity, else the memory. */
export function signalOf(
  cell: CellName,
  choice: QuantityChoice,
  known: { ranking: Ranking | undefined; quantities: readonly Quantity[] },
): CellSignal {
  const { layer, index } = cell;
  const { ranking, quantities } = known;
  const wanted = choice === 'better' ? scoreOf(ranking, cell, choice)?.quantity : choice;
  const quantity = wanted && quantities.includes(wanted) ? wanted : quantities.includes('c') ? 'c' : 'h';
  return { layer, index, quantity };
}
