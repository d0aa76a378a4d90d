import type { Budget, TrainingSettings } from './trainingSettings.ts';

/** Points that a run keeps: past them each two that follow each other become one. */
export const MOST_POINTS = 20_000;
/** Measurements and samples that a run keeps: past them half of them go, and the others are evenly spread. */
const MOST_VALIDATIONS = 4000;
const MOST_SAMPLES = 200;
/** UTF-16 units of a sample that are kept. */
const SAMPLE_LENGTH = 2000;
const MOST_NOTES = 100;
/** Checkpoints in a row that may fail to be saved before the mark of the one that was is forgotten. */
const MOST_CHECKPOINTS = 200;

/** What a run is, as the first line of its history says. */
export interface RunHeader {
  /** Milliseconds since 1970. */
  started: number;
  kind: 'training' | 'update';
  settings: TrainingSettings;
  /** Such as 'native-avx512, 2 threads'. */
  engine: string;
  /** That are read, held-out ones included. */
  files: number;
  characters: number;
  /** V */
  symbols: number;
  parameters: number;
  /** Seconds of training from one point to the next. */
  interval: number;
  /** Another one whenever the file is written anew: what was read of the one before is then of no use. */
  generation: number;
}

/** The steps from one point to the next, as columns: each list has an item for each point. */
export interface RunPoints {
  /** The last step of each, ascending. */
  step: number[];
  /** In training so far, pauses left out. */
  seconds: number[];
  /** Of the training loss, nats per character: the mean of the steps. */
  trainLoss: number[];
  /** Of all gradients together, before clipping: the mean of the steps. */
  gradientNorm: number[];
  learningRate: number[];
  charsPerSecond: number[];
  /** Of the budget that is used, 0..1. */
  share: number[];
}

export const pointFields = [
  'step',
  'seconds',
  'trainLoss',
  'gradientNorm',
  'learningRate',
  'charsPerSecond',
  'share',
] as const satisfies readonly (keyof RunPoints)[];

export type RunPoint = { readonly [Field in keyof RunPoints]: number };

/** Held-out text as it was predicted after `step`. */
interface RunValidation {
  step: number;
  seconds: number;
  /** Nats per character. */
  loss: number;
}

export interface RunSample {
  step: number;
  seconds: number;
  text: string;
}

/** How a run ended. `step` is that of the weights that are kept. */
export interface RunEnd {
  step: number;
  seconds: number;
  reason: 'finished' | 'cancelled' | 'failed';
}

/** What happened at a step: it went back from there to `backTo`. */
export interface RunNote {
  step: number;
  note: 'blewUp' | 'learntEarly';
}

/** All that is kept of how a run went. Everything is in the order of its steps. */
export interface RunHistory {
  header: RunHeader;
  points: RunPoints;
  validations: RunValidation[];
  samples: RunSample[];
  notes: RunNote[];
  /** Steps and seconds of checkpoints that were about to be saved. */
  checkpoints: { step: number; seconds: number }[];
  /** Undefined while it goes on, and where its process was killed. */
  end?: RunEnd;
}

/** What is added to a history, a line of its file each. */
export type HistoryEntry =
  | ({ entry: 'point' } & RunPoint)
  | ({ entry: 'validation' } & RunValidation)
  | ({ entry: 'sample' } & RunSample)
  | ({ entry: 'checkpoint' } & RunHistory['checkpoints'][number])
  | ({ entry: 'note' } & RunNote)
  /** The run goes on from an earlier step: what came after it is not what led on. */
  | { entry: 'cut'; step: number }
  /** The run was ended, or its process was, and goes on. */
  | { entry: 'resumed'; budget: Budget }
  | ({ entry: 'end' } & RunEnd);

export function emptyHistory(header: RunHeader): RunHistory {
  return {
    header,
    points: {
      step: [],
      seconds: [],
      trainLoss: [],
      gradientNorm: [],
      learningRate: [],
      charsPerSecond: [],
      share: [],
    },
    validations: [],
    samples: [],
    notes: [],
    checkpoints: [],
  };
}

/**
 * Takes an entry in: whoever writes a history and whoever reads it make the same of the same entries. What is not in the
 * order of the steps is left out.
 */
export function addEntry(history: RunHistory, entry: HistoryEntry): void {
  const { points } = history;
  switch (entry.entry) {
    case 'point':
      if (entry.step > (points.step.at(-1) ?? 0))
        for (const field of pointFields) points[field].push(entry[field]);
      return;
    case 'validation': {
      const { step, seconds, loss } = entry;
      if (step > (history.validations.at(-1)?.step ?? 0)) history.validations.push({ step, seconds, loss });
      return;
    }
    case 'sample': {
      const { step, seconds } = entry;
      const text = entry.text.slice(0, SAMPLE_LENGTH);
      if (step >= (history.samples.at(-1)?.step ?? 0)) history.samples.push({ step, seconds, text });
      return;
    }
    case 'checkpoint':
      history.checkpoints.push({ step: entry.step, seconds: entry.seconds });
      return;
    case 'note':
      history.notes.push({ step: entry.step, note: entry.note });
      return;
    case 'cut':
      return cutAfter(history, entry.step);
    case 'resumed':
      history.header.settings = { ...history.header.settings, budget: entry.budget };
      delete history.end;
      return;
    case 'end': {
      const { step, seconds, reason } = entry;
      history.end = { step, seconds, reason };
      return;
    }
  }
}

function cutAfter({ points, validations, samples, checkpoints }: RunHistory, step: number): void {
  while ((points.step.at(-1) ?? 0) > step) for (const field of pointFields) points[field].pop();
  for (const list of [validations, samples, checkpoints]) while ((list.at(-1)?.step ?? 0) > step) list.pop();
}

/** Whether a history has grown so long that it is to be thinned. */
export function isLong({ points, validations, samples, notes, checkpoints }: RunHistory): boolean {
  return (
    isLongIn(points.step, MOST_POINTS) ||
    isLongIn(validations, MOST_VALIDATIONS) ||
    isLongIn(samples, MOST_SAMPLES) ||
    isLongIn(notes, MOST_NOTES) ||
    isLongIn(checkpoints, MOST_CHECKPOINTS)
  );
}

function isLongIn(list: readonly unknown[], most: number): boolean {
  return list.length >= most;
}

/** The same run in about half as many points; the best measurement stays, and so does the newest of everything. */
export function thinned(history: RunHistory): RunHistory {
  const { header, points, validations, samples, notes, checkpoints, end } = history;
  const arePointsLong = isLongIn(points.step, MOST_POINTS);
  const best = bestValidation(history);
  return {
    header: {
      ...header,
      interval: header.interval * (arePointsLong ? 2 : 1),
      generation: header.generation + 1,
    },
    points: arePointsLong ? pairs(points) : points,
    validations: isLongIn(validations, MOST_VALIDATIONS)
      ? spread(validations, { most: MOST_VALIDATIONS / 2, kept: best })
      : validations,
    samples: isLongIn(samples, MOST_SAMPLES) ? spread(samples, { most: MOST_SAMPLES / 2 }) : samples,
    notes: notes.slice(-MOST_NOTES / 2),
    checkpoints: checkpoints.slice(-MOST_CHECKPOINTS / 2),
    ...(end && { end }),
  };
}

/** Where held-out text was predicted best; undefined before it was measured. */
export function bestValidation({ validations }: Pick<RunHistory, 'validations'>): RunValidation | undefined {
  let best: RunValidation | undefined;
  for (const one of validations) if (!best || one.loss < best.loss) best = one;
  return best;
}

/** So many of them at most, at even distances over the run: the newest of each stretch, and the one that is kept. */
function spread<T extends { step: number }>(
  list: readonly T[],
  { most, kept }: { most: number; kept?: T | undefined },
): T[] {
  // A power of two, so that the next time it is the same or twice as long: else it would be the old ones that go.
  const stretch = 2 ** Math.ceil(Math.log2(list[list.length - 1].step / most));
  const stretchOf = (item: T | undefined) => (item ? Math.ceil(item.step / stretch) : -1);
  return list.filter((item, i) => item === kept || stretchOf(item) !== stretchOf(list[i + 1]));
}

/** Each two points as one: where they end, and the means of what was between. */
function pairs(points: RunPoints): RunPoints {
  const count = Math.floor(points.step.length / 2);
  const last = (values: readonly number[]) => Array.from({ length: count }, (_, i) => values[2 * i + 1]);
  const mean = (values: readonly number[]) =>
    Array.from({ length: count }, (_, i) => (values[2 * i] + values[2 * i + 1]) / 2);
  return {
    step: last(points.step),
    seconds: last(points.seconds),
    trainLoss: mean(points.trainLoss),
    gradientNorm: mean(points.gradientNorm),
    learningRate: last(points.learningRate),
    charsPerSecond: mean(points.charsPerSecond),
    share: last(points.share),
  };
}
