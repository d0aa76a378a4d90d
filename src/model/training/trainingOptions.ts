import type { ContextKernelFactory } from '../contexts/wasmContextKernels.ts';
import type { Storage } from '../files/storage.ts';
import type { Labeller } from '../insight/labels/labeller.ts';
import type { KernelFactory } from '../kernels/wasmKernels.ts';
import type { SourceItem } from '../text/corpus.ts';
import type { TrainingEngine } from './trainingEngine.ts';
import type { TrainingEvent } from './trainingEvent.ts';
import type { TrainingStart } from './trainingStart.ts';

/** How a run is stopped and paused from outside. */
interface TrainingControl {
  /**
   * Aborting it saves a checkpoint and ends the run, also while it is paused. Where the reason is a UserError, the run
   * ends with that and saves nothing.
   */
  signal: AbortSignal;
  /** Resolves at once unless the run is paused, then when it may go on. */
  whenRunning(): Promise<void>;
}

/** Seconds between the things that a run does by the clock. */
export interface TrainingIntervals {
  progress: number;
  checkpoint: number;
  sample: number;
}

/** How long a run bears with a storage that does not take its last checkpoint, as when a disk is full. */
export interface Patience {
  /** Resolves when so much time has passed, or when the signal is aborted. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Until the run gives up by itself; Infinity for where somebody is there to stop it. */
  seconds: number;
}

/** For the history of the run, which is kept beside the model. */
export interface HistoryOptions {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Seconds of training from one point of the curves to the next. */
  pointSeconds?: number;
}

export interface ContextsOptions {
  create: ContextKernelFactory;
  /** Of its table, as `tableMegabytes` allows. */
  megabytes: number;
}

/** What a run is asked for, and all that it needs of the platform. */
export interface TrainingOptions {
  /** Taken one at a time. */
  sources: Iterable<SourceItem> | AsyncIterable<SourceItem>;
  start: TrainingStart;
  storage: Storage;
  /** Of this program, which is named in the files that a run writes. */
  version: string;
  /** Of the network: they measure it on held-out text and draw from it. */
  kernels: KernelFactory;
  /** What trains it: one thread with the same kernels unless given. */
  engine?: TrainingEngine;
  control: TrainingControl;
  /** Milliseconds, from any origin. */
  clock: () => number;
  onEvent: (event: TrainingEvent) => void;
  /** Lets waiting events of the thread be handled; called some twenty times a second. */
  yieldToEvents: () => Promise<void>;
  /** The user's globs, kept in model.json so that the model is evaluated on like files. */
  globs?: readonly string[];
  intervals?: Partial<TrainingIntervals>;
  /** For a storage that does not take the last checkpoint: without it the run fails at once. */
  patience?: Patience;
  /** For the context expert, which learns the files at the end; without them there is none. */
  contexts?: ContextsOptions;
  /** Without it no history is kept. */
  history?: HistoryOptions;
  /** For the ranking that is kept with a model that is finished; without it there is none. */
  labeller?: Labeller;
}
