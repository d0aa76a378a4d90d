import type { ShownFolder, ShownRun, TrainingNow } from '../../protocol/trainingView.ts';
import type { ChartRange } from '../kit/chartLines.ts';
import type { KeptCurves } from './keptCurves.ts';

/** What the curves are drawn over. */
export const axes = ['step', 'seconds', 'characters'] as const;
export type Axis = (typeof axes)[number];

/** Each run in charts of its own, or all in the same. */
export const arrangements = ['beside', 'over'] as const;
export type Arrangement = (typeof arrangements)[number];

/** Runs that are shown at once: there are so many colours. */
export const MOST_SHOWN = 6;

export interface TrainingState {
  folders: readonly ShownFolder[];
  /** The newest first in each folder. Undefined until they were looked for. */
  runs: readonly ShownRun[] | undefined;
  /** Runs that the user has chosen, by their ids; the last two of the workspace while he has not. */
  picked: readonly string[] | undefined;
  training: TrainingNow;
  axis: Axis;
  arrangement: Arrangement;
  /** The part of the axis that is looked at; all of it without one. */
  view: ChartRange | undefined;
  areNumbersShown: boolean;
  curves: Readonly<Record<string, KeptCurves>>;
  /** Undefined while all goes well. */
  problem: string | undefined;
}

export const initialState: TrainingState = {
  folders: [],
  runs: undefined,
  picked: undefined,
  training: { phase: 'idle', canResume: false, trainedElsewhere: false },
  axis: 'step',
  arrangement: 'beside',
  view: undefined,
  areNumbersShown: false,
  curves: {},
  problem: undefined,
};

/** The runs that are shown, in the order of the list. */
export function shownRuns({ runs = [], picked }: Pick<TrainingState, 'runs' | 'picked'>): ShownRun[] {
  const chosen = picked && runs.filter(({ id }) => picked.includes(id));
  if (chosen && chosen.length > 0) return chosen.slice(0, MOST_SHOWN);
  // The present run and the one before it.
  const [first] = runs;
  return first ? runs.filter(({ folder }) => folder === first.folder).slice(0, 2) : [];
}

/** What the user has chosen after other runs have come: one that begins is shown, too. */
export function pickedWith(
  { runs: before, picked }: Pick<TrainingState, 'runs' | 'picked'>,
  runs: readonly ShownRun[],
): readonly string[] | undefined {
  if (!picked || !before) return picked;
  const known = new Set(before.map(({ id }) => id));
  const begun = runs.filter(({ id, standing }) => standing === 'training' && !known.has(id));
  return [...begun.map(({ id }) => id), ...picked].slice(0, MOST_SHOWN);
}

function knownOf<T extends string>(all: readonly T[], value: unknown): T | undefined {
  return all.find(one => one === value);
}

/** What VS Code keeps for the page; anything else than what was kept is as if nothing was. */
export function readSaved(saved: unknown): Partial<Pick<TrainingState, 'axis' | 'arrangement' | 'picked'>> {
  if (typeof saved !== 'object' || saved === null) return {};
  const { axis, arrangement, picked } = saved as Record<string, unknown>;
  const savedAxis = knownOf(axes, axis);
  const savedArrangement = knownOf(arrangements, arrangement);
  const isIds = Array.isArray(picked) && picked.every(id => typeof id === 'string');
  return {
    ...(savedAxis && { axis: savedAxis }),
    ...(savedArrangement && { arrangement: savedArrangement }),
    ...(isIds && { picked: picked.slice(0, MOST_SHOWN) }),
  };
}
