import type { HistoryEntry } from '../../files/modelJson.ts';

/** Validations kept in the history: past them every other one is dropped. */
const MAX_ENTRIES = 400;

/** The history with one more validation, which takes the place of an earlier one at the same step. */
export function addToHistory(history: readonly HistoryEntry[], entry: HistoryEntry): HistoryEntry[] {
  const others = history.filter(({ step }) => step !== entry.step);
  const kept = others.length < MAX_ENTRIES ? others : others.filter((_, index) => index % 2 === 1);
  return [...kept, entry];
}
