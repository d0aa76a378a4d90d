/** What the page that shows trainings and its panel say to each other. */
import type { Speech } from './channel.ts';
import {
  type Check,
  type Checked,
  checkMessage,
  fields,
  isBytes,
  isCount,
  isFlag,
  listOf,
  numberFrom,
  oneOf,
  optional,
  textOf,
} from './fieldChecks.ts';
import type { CurvesHad, RunCurves, RunOutline } from './runs.ts';

/** A run as the page shows it. */
export interface ShownRun extends RunOutline {
  /** Of all folders. */
  id: string;
  /** The key of its folder. */
  folder: string;
}

export interface ShownFolder {
  key: string;
  /** Empty for that of the workspace. */
  name: string;
  /** What cannot be read there. */
  problems: string[];
}

/** What this window does. */
export interface TrainingNow {
  phase: 'idle' | 'reading' | 'running' | 'paused' | 'finishing' | 'stopping';
  /** Of the reading, the training, or of what is made after it, 0..1, and how long all takes yet; undefined until it is known. */
  share?: number;
  secondsLeft?: number;
  /** There is a run that was stopped and can be gone on with. */
  canResume: boolean;
  /** Another window or a terminal trains this workspace's model. */
  trainedElsewhere: boolean;
}

export type TrainingViewEvent =
  /** The newest first in each folder. */
  { kind: 'runs'; folders: ShownFolder[]; runs: ShownRun[] } | ({ kind: 'training' } & TrainingNow);

export type TrainingPageEvent =
  | { kind: 'ready' }
  | { kind: 'train' }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'stop' }
  /** The user is to choose a model's folder whose runs are to be shown, too. */
  | { kind: 'addFolder' }
  | { kind: 'removeFolder'; folder: string }
  /** All points of some runs as CSV: the user is asked where to. */
  | { kind: 'saveCsv'; runs: string[] }
  /** A picture of what is shown: likewise. */
  | { kind: 'savePng'; bytes: Uint8Array };

export interface CurvesRequest {
  kind: 'curves';
  id: string;
  had: CurvesHad;
}

interface PageAnswers {
  curves: RunCurves;
}

export type FromTrainingPage = Speech<CurvesRequest, PageAnswers, TrainingPageEvent>;
export type FromTrainingPanel = Speech<never, object, TrainingViewEvent>;

/** More of each is not of this program. */
const MOST_RUNS = 1000;
const MOST_POINTS = 1_000_000;
const MOST_BYTES = 64 << 20;

const isText = textOf({ most: 4096 });
const isId = textOf({ most: 100 });
const isAmount = numberFrom(0, Number.MAX_VALUE);
const isShare = numberFrom(0, 1);
const isRevision = isCount;

const isRun: Check<ShownRun> = fields<ShownRun>({
  id: isId,
  folder: isId,
  run: isCount,
  started: isAmount,
  kind: oneOf('training', 'update'),
  standing: oneOf('training', 'finished', 'stopped', 'failed', 'interrupted'),
  settings: fields<ShownRun['settings']>({
    cell: oneOf('rnn', 'lstm', 'gru'),
    numLayers: isCount,
    hiddenSize: isCount,
    seqLength: isCount,
    batchSize: isCount,
    learningRate: isAmount,
  }),
  budget: (value): value is ShownRun['budget'] =>
    fields<{ seconds: number }>({ seconds: isAmount })(value) ||
    fields<{ epochs: number }>({ epochs: isAmount })(value),
  engine: isText,
  files: isCount,
  characters: isCount,
  symbols: isCount,
  parameters: isCount,
  step: isCount,
  seconds: isAmount,
  share: isShare,
  bestBits: optional(isAmount),
  lastBits: optional(isAmount),
  stamp: isText,
});

const isFolder: Check<ShownFolder> = fields<ShownFolder>({
  key: isId,
  name: isText,
  problems: listOf(isText, { most: MOST_RUNS }),
});

const isDoubles: Check<Float64Array> = (value): value is Float64Array =>
  value instanceof Float64Array && value.length <= MOST_POINTS;

const isHad = fields<Omit<CurvesHad, 'revision'>>({
  points: isCount,
  validations: isCount,
  samples: isCount,
});

const areCurves: Check<RunCurves> = fields<RunCurves>({
  revision: isRevision,
  from: isHad,
  step: isDoubles,
  seconds: isDoubles,
  trainLoss: isDoubles,
  gradientNorm: isDoubles,
  learningRate: isDoubles,
  charsPerSecond: isDoubles,
  validationStep: isDoubles,
  validationSeconds: isDoubles,
  validationLoss: isDoubles,
  samples: listOf(fields<RunCurves['samples'][number]>({ step: isCount, seconds: isAmount, text: isText }), {
    most: MOST_RUNS,
  }),
  notes: listOf(fields<RunCurves['notes'][number]>({ step: isCount, note: oneOf('blewUp', 'learntEarly') }), {
    most: MOST_RUNS,
  }),
});

export function checkTrainingViewEvent(value: unknown): Checked<TrainingViewEvent> {
  return checkMessage<TrainingViewEvent>(value, {
    runs: { folders: listOf(isFolder, { most: MOST_RUNS }), runs: listOf(isRun, { most: MOST_RUNS }) },
    training: {
      phase: oneOf('idle', 'reading', 'running', 'paused', 'finishing', 'stopping'),
      share: optional(isShare),
      secondsLeft: optional(isAmount),
      canResume: isFlag,
      trainedElsewhere: isFlag,
    },
  });
}

export function checkTrainingPageEvent(value: unknown): Checked<TrainingPageEvent> {
  return checkMessage<TrainingPageEvent>(value, {
    ready: {},
    train: {},
    pause: {},
    resume: {},
    stop: {},
    addFolder: {},
    removeFolder: { folder: isId },
    saveCsv: { runs: listOf(isId, { most: MOST_RUNS }) },
    savePng: { bytes: (bytes): bytes is Uint8Array => isBytes(bytes) && bytes.length <= MOST_BYTES },
  });
}

export function checkCurvesRequest(value: unknown): Checked<CurvesRequest> {
  const isOfCurves = fields<CurvesHad>({
    revision: isRevision,
    points: isCount,
    validations: isCount,
    samples: isCount,
  });
  return checkMessage<CurvesRequest>(value, { curves: { id: isId, had: isOfCurves } });
}

/** Each list of points is as long as the others, and so is each of measurements. */
export function checkCurves(value: unknown): Checked<RunCurves> {
  if (!areCurves(value)) return { problem: 'these are no curves' };
  const { step, seconds, trainLoss, gradientNorm, learningRate, charsPerSecond } = value;
  const { validationStep, validationSeconds, validationLoss } = value;
  const areAlike =
    [seconds, trainLoss, gradientNorm, learningRate, charsPerSecond].every(
      list => list.length === step.length,
    ) && [validationSeconds, validationLoss].every(list => list.length === validationStep.length);
  return areAlike ? { message: value } : { problem: 'its columns are not of the same length' };
}
