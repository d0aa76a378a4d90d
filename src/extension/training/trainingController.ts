import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { assets } from '../../protocol/assets.ts';
import type {
  FromTraining,
  ToTraining,
  TrainingOutcome,
  TrainingProgress,
  TrainingWorkerEvent,
  TrainRequest,
} from '../../protocol/trainingMessages.ts';
import type { TrainingWorkerData } from '../../protocol/trainingMessages.ts';
import { WorkerThread } from '../workers/workerThread.ts';

/** What training is doing in this window. */
export type TrainingState =
  | { phase: 'idle' }
  /** Looking for files, reading them, and making symbols of them. */
  | { phase: 'reading'; reads?: Reading }
  | { phase: 'running' | 'paused' | 'stopping'; progress: TrainingProgress | undefined }
  /** The network is trained and in use; what goes with it is made. */
  | { phase: 'finishing'; progress: TrainingProgress | undefined; makes: Finishing };

type Reading = Extract<TrainingWorkerEvent, { event: 'reading' | 'preparing' }>;

/** How far that is, 0..1, and how long all of it takes yet. */
type Finishing = Extract<TrainingWorkerEvent, { event: 'learningContexts' | 'ranking' }>;

/** Runs one training at a time in a worker of its own, and tells how it goes. Knows no user interface. */
export class TrainingController {
  readonly #script: string;
  readonly #data: TrainingWorkerData;
  readonly #stateChanged = new vscode.EventEmitter<TrainingState>();
  readonly #happened = new vscode.EventEmitter<TrainingWorkerEvent>();
  readonly onDidChangeState = this.#stateChanged.event;
  /** What the worker tells, as it tells it. */
  readonly onEvent = this.#happened.event;
  #state: TrainingState = { phase: 'idle' };
  #engine: string | undefined;
  #run:
    | { worker: WorkerThread<ToTraining, FromTraining>; cancel: AbortController; outcome: Promise<unknown> }
    | undefined;

  /** `version` is the extension's own. */
  constructor(extensionDirectory: vscode.Uri, version: string) {
    const path = (asset: string) => vscode.Uri.joinPath(extensionDirectory, asset).fsPath;
    this.#script = path(assets.workers.training);
    this.#data = { kernelDirectory: path(assets.kernels), version };
  }

  get state(): TrainingState {
    return this.#state;
  }

  /** What trains now, or has trained last, such as 'native-avx512, 2 threads'; undefined until that is known. */
  get engine(): string | undefined {
    return this.#engine;
  }

  /** Resolves when the run has ended; rejects when it failed. There must be none under way. */
  async train(request: TrainRequest): Promise<TrainingOutcome> {
    if (this.#run) throw new Error('Training is under way already.');
    this.#engine = undefined;
    this.#become({ phase: 'reading' });
    const worker = new WorkerThread<ToTraining, FromTraining>(
      new Worker(this.#script, { workerData: this.#data }),
      event => this.#receive(event),
    );
    const cancel = new AbortController();
    const outcome = worker.channel.ask(request, cancel.signal);
    this.#run = { worker, cancel, outcome };
    try {
      return await outcome;
    } finally {
      this.#run = undefined;
      this.#become({ phase: 'idle' });
      await worker.dispose();
    }
  }

  async pause(): Promise<void> {
    if (this.#state.phase !== 'running') return;
    this.#become({ ...this.#state, phase: 'paused' });
    await this.#run?.worker.channel.ask({ kind: 'pause' });
  }

  async continue(): Promise<void> {
    if (this.#state.phase !== 'paused') return;
    this.#become({ ...this.#state, phase: 'running' });
    await this.#run?.worker.channel.ask({ kind: 'continue' });
  }

  /** Ends the run after a last checkpoint; resolves when it has ended. */
  async stop(): Promise<void> {
    const run = this.#run;
    if (!run) return;
    this.#become({ phase: 'stopping', progress: progressOf(this.#state) });
    run.cancel.abort();
    // How it ended is for the caller of train.
    await run.outcome.catch(() => undefined);
  }

  async dispose(): Promise<void> {
    await this.stop();
    this.#stateChanged.dispose();
    this.#happened.dispose();
  }

  #receive(event: TrainingWorkerEvent): void {
    if (event.event === 'engine') this.#engine = event.name;
    if ((event.event === 'reading' || event.event === 'preparing') && this.#state.phase === 'reading')
      this.#become({ phase: 'reading', reads: event });
    if (event.event === 'corpus' && this.#state.phase === 'reading')
      this.#become({ phase: 'running', progress: undefined });
    if (event.event === 'progress') this.#progress(event);
    if (event.event === 'learningContexts' || event.event === 'ranking') this.#finishing(event);
    this.#happened.fire(event);
  }

  #progress(progress: TrainingProgress): void {
    const { phase } = this.#state;
    if (phase === 'idle' || phase === 'reading' || phase === 'finishing') return;
    this.#become({ phase, progress });
  }

  #finishing(makes: Finishing): void {
    // One who has stopped it is told that, until it has ended.
    if (this.#state.phase === 'stopping') return;
    this.#become({ phase: 'finishing', progress: progressOf(this.#state), makes });
  }

  #become(state: TrainingState): void {
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}

function progressOf(state: TrainingState): TrainingProgress | undefined {
  return 'progress' in state ? state.progress : undefined;
}
