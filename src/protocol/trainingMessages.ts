/** The messages between the extension host and the training worker. One worker serves one training run. */
import type { Figures } from '../model/training/figures.ts';
import type { TrainingSettings } from '../model/files/trainingSettings.ts';
import type { TrainingEvent } from '../model/training/trainingEvent.ts';
import type { StartingModel } from '../model/training/start/startFromModel.ts';
import type { TrainingStart } from '../model/training/trainingStart.ts';
import type { Speech } from './channel.ts';
import type { EngineChoice, EngineNotice, TensorflowPlaces } from './engineChoice.ts';

/** What `train` needs to know. */
export interface TrainRequest {
  kind: 'train';
  /** Files of all of them are one corpus. `path` is absolute; `exclude` are globs of files to leave out. */
  folders: { path: string; exclude: string[] }[];
  /** Globs of files to take besides C and LaTeX. */
  include: string[];
  settings: TrainingSettings;
  /** Absolute path of the folder that holds the model. */
  modelDirectory: string;
  /**
   * 'resume' goes on with the run that was not finished; 'update' goes on from what the model has learnt, with the files
   * as they are now, and replaces it at its end if it is not worse; 'restart' replaces what is there.
   */
  start: TrainingStart['mode'];
  /** What the user has chosen of the network's shape: the rest may be that of a model that the run goes on from. */
  asked: StartingModel['asked'];
  /** Where the model lies that a run begins with which begins anew; without it the weights are fresh. */
  starterDirectory?: string;
  engine: EngineChoice;
  /** 0: one less than the machine has cores, at least one. */
  threads: number;
  tensorflow: TensorflowPlaces;
  /** For what is learnt of the files beside the network, MB. */
  memory: number;
}

export type { Figures, TrainingSettings };

type TrainingRequest = TrainRequest | { kind: 'pause' } | { kind: 'continue' };

interface TrainingAnswers {
  /** Answered when the run has ended; cancelling the request ends it after a last checkpoint. */
  train: TrainingOutcome;
  pause: void;
  continue: void;
}

/** How a run ended. */
export type TrainingOutcome = Omit<Extract<TrainingEvent, { event: 'done' }>, 'event'>;

export type TrainingProgress = Omit<Extract<TrainingEvent, { event: 'progress' }>, 'event'>;

export type TrainingWorkerEvent =
  /**
   * What is going to train, such as 'native-avx512, 2 threads'; the notices say why it is not what was asked for, if it
   * is not.
   */
  | { event: 'engine'; name: string; notices: EngineNotice[] }
  /** What the run tells; its end is the answer to `train`. */
  | Exclude<TrainingEvent, { event: 'done' }>;

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
