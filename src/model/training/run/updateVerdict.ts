import { sum } from '../../base/sum.ts';
import type { Measurement } from './validation.ts';

/** Standard errors that a difference must exceed to be more than chance: 1 in 40 by chance alone. */
const STANDARD_ERRORS = 2;
/** Bits per character that nobody would notice, however sure they are. */
const NOTICEABLE = 0.005;

/**
 * Whether held-out text is predicted worse after an update than before it, beyond what chance does. Both have read the
 * same passages, so that only the differences count, passage by passage: what is hard in one is hard for both. The
 * mean is a ratio of sums, and so is its standard error (Cochran, Sampling Techniques, 1977, section 6.4).
 */
export function isWorse(before: readonly number[], after: Pick<Measurement, 'bits' | 'characters'>): boolean {
  const { bits, characters } = after;
  const count = bits.length;
  // One passage alone has no spread: nothing can be said.
  if (before.length !== count || count < 2) return false;
  const differences = bits.map((value, i) => value - before[i]);
  const total = sum(characters);
  const mean = sum(differences) / total;
  const squares = sum(differences.map((value, i) => (value - mean * characters[i]) ** 2));
  const standardError = Math.sqrt((count / (count - 1)) * squares) / total;
  return mean > Math.max(NOTICEABLE, STANDARD_ERRORS * standardError);
}
