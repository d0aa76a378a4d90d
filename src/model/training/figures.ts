import { sum } from '../base/sum.ts';
import { type Quality, qualityOf } from './quality.ts';
import type { Measurement } from './run/validation.ts';

/** How well held-out text is predicted, as it is told: all by the measure of `Validation`. */
export interface Figures {
  /** Left out until there is something to measure. */
  validationBitsPerChar?: number;
  /** The same in a word. */
  quality?: Quality;
  /** Of the model that an update goes on from, on the same text. */
  bitsPerCharBefore?: number;
}

/** `before` are the bits of each passage before the update, where the run is one. */
export function figuresOf(measured: Measurement | undefined, before: readonly number[] | undefined): Figures {
  if (!measured) return {};
  const { bitsPerChar, characters } = measured;
  const figures = { validationBitsPerChar: bitsPerChar, quality: qualityOf(bitsPerChar) };
  return before ? { ...figures, bitsPerCharBefore: sum(before) / Math.max(1, sum(characters)) } : figures;
}
