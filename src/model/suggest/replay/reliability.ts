import type { Look } from './tally.ts';

/** Suggestions to which about the same probability was given. */
export interface ReliabilityBin {
  /** Probabilities [from, to), the last bin with 1. */
  from: number;
  to: number;
  shown: number;
  /** The mean of what they were given, in percent: for one who foretells well it is the share that is right. */
  foretoldPercent: number;
  rightPercent: number;
}

const BINS = 10;

/** How often suggestions are right to which a probability was given; bins that hold none are left out. */
export function reliabilityOf(looks: readonly Look[]): ReliabilityBin[] {
  const bins = Array.from({ length: BINS }, (_, i) => ({
    from: i / BINS,
    to: (i + 1) / BINS,
    shown: 0,
    foretold: 0,
    right: 0,
  }));
  for (const { probability, isRight } of looks) {
    if (Number.isNaN(probability)) continue;
    const bin = bins[Math.min(BINS - 1, Math.max(0, Math.floor(probability * BINS)))];
    bin.shown++;
    bin.foretold += probability;
    if (isRight) bin.right++;
  }
  return bins
    .filter(({ shown }) => shown > 0)
    .map(({ from, to, shown, foretold, right }) => ({
      from,
      to,
      shown,
      foretoldPercent: (100 * foretold) / shown,
      rightPercent: (100 * right) / shown,
    }));
}

/** How far the bins are from what they were given, by their sizes, in percent; 0 is perfect. NaN where nothing was shown. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  let error = 0;
  let total = 0;
  for (const { shown, foretoldPercent, rightPercent } of bins) {
    error += shown * Math.abs(foretoldPercent - rightPercent);
    total += shown;
  }
  return error / total;
}
