/** Says in one closed word how well a cell follows a feature. Pure, so that the terminal and the webview agree. */
import type { CellScore, Measured } from './cells.ts';

/**
 * 'follows' and 'weakly' say how well; 'none': not so that one could see it; 'unclear': there is too little of the
 * feature in the text to tell.
 */
export type Verdict = 'follows' | 'weakly' | 'none' | 'unclear';

/** Gains over taking every place for inside. The best of the cells of an untrained network comes to 0.1. */
const FOLLOWS = 0.6;
const WEAKLY = 0.3;

/** Of the feature in the text: one of a thousand cells follows a few of them by chance. */
const LEAST_STRETCHES = 10;

/** How well a cell follows a feature; for its second feature there is no count of stretches. */
export function verdictOf(
  { gain }: Pick<CellScore, 'gain'>,
  measured?: Pick<Measured, 'stretches' | 'chosenOn'>,
): Verdict {
  if (measured && (measured.stretches < LEAST_STRETCHES || measured.chosenOn === 'sameText'))
    return 'unclear';
  if (gain >= FOLLOWS) return 'follows';
  return gain >= WEAKLY ? 'weakly' : 'none';
}
