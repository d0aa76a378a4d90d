/** How a model predicts text that it has not learnt from, in words; see `qualityOf`. */
export type Quality = 'poorly' | 'roughly' | 'fairlyWell' | 'well' | 'veryWell';

/**
 * The words for a figure in bits per character. The bounds are what others reach on C and LaTeX: counting pairs of
 * characters 3.8, and zip (gzip -9) 1.8 to 2.0. Measured in docs/decisions.
 */
export function qualityOf(bitsPerChar: number): Quality {
  if (bitsPerChar < 1.5) return 'veryWell';
  if (bitsPerChar < 2) return 'well';
  if (bitsPerChar < 2.8) return 'fairlyWell';
  return bitsPerChar < 3.8 ? 'roughly' : 'poorly';
}
