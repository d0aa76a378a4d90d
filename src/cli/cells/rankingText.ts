import { formatCell } from '../../model/insight/cellName.ts';
import type { CellSignal, Quantity } from '../../model/insight/quantity.ts';
import type { RankedCell, Ranking } from '../../model/insight/evidence/ranking.ts';
import { trivialF1 } from '../../model/insight/evidence/threshold.ts';
import { verdictOf } from '../../protocol/verdict.ts';
import { count, plural } from '../base/output.ts';

/** A cell and what of it, such as '1.17 c'. */
export function formatSignal(signal: CellSignal): string {
  return `${formatCell(signal)} ${signal.quantity}`;
}

export const QUANTITY_NAMES: Record<Quantity, string> = { h: 'h', c: 'tanh(c)' };

/** What a ranking was measured on: '1.4 % of 94,000 characters of 3 files, in 310 stretches; ...'. */
export function describeMeasure(ranking: Omit<Ranking, 'cells'>): string {
  const { files, characters, baseRate, stretches, maskedShare, chosenOn } = ranking;
  const where = `${percent(baseRate)} of ${count(characters)} characters of ${plural(files, 'file')}`;
  const masked =
    maskedShare > 0
      ? `; ${percent(maskedShare)} of the text is not counted, since it is not known what is inside there`
      : '';
  return `${where}, in ${plural(stretches, 'place')}${masked}; thresholds chosen on ${CHOSEN_ON[chosenOn]}`;
}

const CHOSEN_ON: Record<Ranking['chosenOn'], string> = {
  otherFiles: 'other files',
  otherParts: 'other parts of the files',
  sameText: 'the same text, of which there is too little',
};

/** Says in words how well the best cell follows the feature, with the figures behind it. */
export function describeBest(ranking: Ranking): string {
  const [best] = ranking.cells;
  if (!best)
    return ranking.baseRate > 0
      ? 'It is everywhere, so no cell can follow it'
      : 'It is nowhere, so no cell can follow it';
  const figures = `F1 ${best.f1.toFixed(2)}, where taking all for inside has ${trivialF1(ranking.baseRate).toFixed(2)}`;
  switch (verdictOf(best, ranking)) {
    case 'follows':
      return `${formatCell(best)} follows it: ${beyond(best)}, ${figures}`;
    case 'weakly':
      return `${formatCell(best)} follows it weakly: ${beyond(best)}, ${figures}`;
    case 'none':
      return `No cell follows this; the nearest is ${formatCell(best)}: ${beyond(best)}, ${figures}`;
    case 'unclear':
      return `Too little of it to tell; the nearest is ${formatCell(best)}: ${beyond(best)}, ${figures}`;
  }
}

/** What is taken for inside: 'tanh(c) above 0.31'. */
function beyond({ quantity, direction, threshold }: RankedCell): string {
  return `${QUANTITY_NAMES[quantity]} ${direction === 1 ? 'above' : 'below'} ${threshold.toFixed(2)}`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
