import { isTally, nothingCounted, sumOf, type Tally, type Totals } from '../../protocol/statistics.ts';

/** Whose suggestions are counted together. */
export type TallyKey = Pick<Tally, 'manner' | 'language'>;

/** What was counted, and since when, in milliseconds since 1970. */
export interface Statistics {
  tallies: readonly Tally[];
  since?: number;
}

/** Statistics with more counted under one key. */
export function counted(
  statistics: Statistics,
  key: TallyKey,
  more: Partial<Totals>,
  now: number,
): Statistics {
  const { manner, language } = key;
  const isIt = (each: Tally) => each.manner === manner && each.language === language;
  const before = statistics.tallies.find(isIt) ?? nothingCounted;
  const after = { ...sumOf([before, { ...nothingCounted, ...more }]), manner, language };
  const others = statistics.tallies.filter(each => !isIt(each));
  return { tallies: [...others, after], since: statistics.since ?? now };
}

/** What was kept between sessions, as far as it is what it should be. */
export function readStatistics(stored: unknown): Statistics {
  if (typeof stored !== 'object' || stored === null) return { tallies: [] };
  const { tallies, since } = stored as Partial<Record<keyof Statistics, unknown>>;
  return {
    tallies: Array.isArray(tallies) ? tallies.filter(isTally) : [],
    ...(typeof since === 'number' && Number.isFinite(since) && { since }),
  };
}
