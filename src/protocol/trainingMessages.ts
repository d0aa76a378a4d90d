import type { CellType } from '../model/network/cells/cells.ts';

/** The messages between the extension host and the training worker. One worker serves one training run. */
import type { TrainingNotice } from '../model/training/trainingNotice.ts';
import type { Speech } from './channel.ts';
import type { EngineChoice, EngineNotice, TensorflowPlaces } from './engineChoice.ts';
import type { Quality } from './quality.ts';

/** The training settings as plain data; each field is described where the run reads it. */
export interface TrainingSettingsMessage {
  cell: CellType;
  numLayers: number;
  hiddenSize: number;
  seqLength: number;
  batchSize: number;
  learningRate: number;
  gradClip: number;
  budget: { seconds: number } | { epochs: number };
  seed: number;
}

/** What `train` needs to know. */
export interface TrainRequest {
  kind: 'train';
  /** Files of all of them are one corpus. `path` is absolute; `exclude` are globs of files to leave out. */
  folders: { path: string; exclude: string[] }[];
  /** Globs of files to take besides C and LaTeX. */
  include: string[];
  settings: TrainingSettingsMessage;
  /** Absolute path of the folder that holds the model. */
  modelDirectory: string;
  /**
   * 'resume' goes on with the run that was not finished; 'update' goes on from what the model has learnt, with the files
   * as they are now, and replaces it at its end if it is not worse; 'restart' replaces what is there.
   */
  start: 'restart' | 'resume' | 'update';
  engine: EngineChoice;
  /** 0: one less than the machine has cores, at least one. */
  threads: number;
  tensorflow: TensorflowPlaces;
}

export type TrainingRequest = TrainRequest | { kind: 'pause' } | { kind: 'continue' };

export interface TrainingAnswers {
  /** Answered when the run has ended; cancelling the request ends it after a last checkpoint. */
  train: TrainingOutcome;
  pause: void;
  continue: void;
}

/** How well text that is kept out of training is predicted: always the same text, by the same measure. */
export interface HeldOutFigures {
  /** Left out until there is something to measure. */
  validationBitsPerChar?: number;
  quality?: Quality;
  /** Of the model that an update goes on from. */
  bitsPerCharBefore?: number;
}

export interface TrainingOutcome extends HeldOutFigures {
  reason: 'finished' | 'cancelled';
  /** Of an update that is finished: the former model is kept where the update made it worse. */
  kept?: 'former' | 'updated';
  parameters: number;
  /** Of training, without pauses. */
  seconds: number;
}

/** A file that was left out, and why in words for people. */
export interface SkippedFileMessage {
  path: string;
  reason: string;
}

export interface TrainingProgress extends HeldOutFigures {
  step: number;
  /** Passes over the training text, the one under way included: counts from 1. */
  epoch: number;
  /** Nats per character. */
  trainLoss: number;
  trainBitsPerChar: number;
  charsPerSecond: number;
  secondsLeft: number;
  /** Of the budget, 0..1. */
  share: number;
}

export type TrainingWorkerEvent =
  /**
   * What is going to train, such as 'native-avx512, 2 threads'; the notices say why it is not what was asked for, if it
   * is not.
   */
  | { event: 'engine'; name: string; notices: EngineNotice[] }
  /** The files were read. `skipped` names the first of the `skippedFiles` that were left out. */
  | {
      event: 'corpus';
      files: number;
      characters: number;
      skipped: SkippedFileMessage[];
      skippedFiles: number;
    }
  | ({ event: 'progress' } & TrainingProgress)
  /** Text drawn from the model as it is now. */
  | { event: 'sample'; step: number; text: string }
  /** model.json and its tensors are whole on disk at this step. */
  | { event: 'checkpoint'; step: number }
  /** Something that the user should know; the run goes on. */
  | { event: 'notice'; notice: TrainingNotice }
  /** The model is finished and saved; its cells are being ranked, to be kept with it: 0..1 of that is done. */
  | { event: 'ranking'; share: number };

/** What the worker is started with. */
export interface TrainingWorkerData {
  /** Folder of the built kernels. */
  kernelDirectory: string;
  /** Of Cellscope. */
  version: string;
}

/** What the host and the training worker say. */
export type ToTraining = Speech<TrainingRequest, TrainingAnswers, never>;
export type FromTraining = Speech<never, object, TrainingWorkerEvent>;
