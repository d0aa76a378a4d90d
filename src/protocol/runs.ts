/** Histories of runs: the messages between the host and the worker that reads them, and what a page shows of a run. */
import type { RunNote, RunSample } from '../model/files/runHistory.ts';
import type { Budget, TrainingSettings } from '../model/files/trainingSettings.ts';
import type { Speech } from './channel.ts';

/** How a run stands: `interrupted` is one whose process ended without a word. */
export type RunStanding = 'training' | 'finished' | 'stopped' | 'failed' | 'interrupted';

/** What is known of a run without its curves. */
export interface RunOutline {
  /** Its number in its folder, from 1. */
  run: number;
  /** Milliseconds since 1970. */
  started: number;
  kind: 'training' | 'update';
  standing: RunStanding;
  settings: Pick<
    TrainingSettings,
    'cell' | 'numLayers' | 'hiddenSize' | 'seqLength' | 'batchSize' | 'learningRate'
  >;
  budget: Budget;
  engine: string;
  files: number;
  characters: number;
  /** V */
  symbols: number;
  parameters: number;
  /** So far. */
  step: number;
  /** In training so far. */
  seconds: number;
  /** Of the budget that is used, 0..1. */
  share: number;
  /** Of held-out text, bits per character: the best and the last measurement; undefined before the first. */
  bestBits?: number;
  lastBits?: number;
  /** Another one whenever there is something new to be had. */
  stamp: string;
}

/** How much of a run's curves somebody has: of another revision nothing of it is of use. */
export interface CurvesHad {
  revision: number;
  points: number;
  validations: number;
  samples: number;
}

/** What is new of a run's curves. Lists of points are columns, an item for each point. */
export interface RunCurves {
  revision: number;
  /** Where in the lists so far the new ones begin: what stood there and behind is replaced. */
  from: Omit<CurvesHad, 'revision'>;
  step: Float64Array;
  /** In training, pauses left out. */
  seconds: Float64Array;
  /** Nats per character. */
  trainLoss: Float64Array;
  gradientNorm: Float64Array;
  learningRate: Float64Array;
  charsPerSecond: Float64Array;
  /** Held-out text: step, seconds and loss in nats per character. */
  validationStep: Float64Array;
  validationSeconds: Float64Array;
  validationLoss: Float64Array;
  samples: RunSample[];
  notes: RunNote[];
}

/** The number fields of `RunCurves` that are lists of points. */
export const curveColumns = [
  'step',
  'seconds',
  'trainLoss',
  'gradientNorm',
  'learningRate',
  'charsPerSecond',
] as const satisfies readonly (keyof RunCurves)[];

export const validationColumns = [
  'validationStep',
  'validationSeconds',
  'validationLoss',
] as const satisfies readonly (keyof RunCurves)[];

export interface FolderRuns {
  /** The newest first. */
  runs: RunOutline[];
  /** What cannot be read, in a sentence each. */
  problems: string[];
}

type RunsRequest =
  | { kind: 'look'; directories: string[] }
  | { kind: 'curves'; directory: string; run: number; had: CurvesHad }
  | { kind: 'csv'; runs: { directory: string; run: number; name: string }[] };

interface RunsAnswers {
  /** Of each directory, in their order. */
  look: FolderRuns[];
  curves: RunCurves;
  csv: string;
}

/** What the host and the worker say. */
export type ToRuns = Speech<RunsRequest, RunsAnswers, never>;
export type FromRuns = Speech<never, object, never>;
