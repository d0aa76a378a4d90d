import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { assets } from '../../protocol/assets.ts';
import { type AnswerTo, RemoteError } from '../../protocol/channel.ts';
import type {
  FromModel,
  LoadedModel,
  ModelAnswers,
  ModelProgress,
  ModelRequest,
  ModelWorkerData,
  ModelWorkerEvent,
  ToModel,
} from '../../protocol/modelMessages.ts';
import { noticeText } from '../../protocol/noticeText.ts';
import { readEngine, readMemory } from '../configuration.ts';
import { FreshLook } from '../plain/freshLook.ts';
import type { ModelStore } from './modelStore.ts';
import { WorkerThread } from '../workers/workerThread.ts';

/** What is known of the model. */
export type ModelState =
  | { kind: 'unknown' }
  | { kind: 'missing' }
  | { kind: 'loaded'; model: LoadedModel }
  /** It is there but cannot be used; the message says why and what to do. */
  | { kind: 'unreadable'; message: string };

type ModelThread = WorkerThread<ToModel, FromModel>;

/** Deaths after which the worker is not started again by itself. */
const maxRestarts = 3;

/** What a window that closes waits at most until what was learnt is kept, ms: the editor does not wait for long. */
const mostToSettle = 2000;

/** Owns the model worker: starts it when the model is first needed, and again if it should die. */
export class ModelService {
  readonly #paths: { script: string } & Omit<ModelWorkerData, 'engine' | 'memory'>;
  readonly #store: ModelStore;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<ModelState>();
  readonly #ended = new vscode.EventEmitter<void>();
  readonly #progressed = new vscode.EventEmitter<ModelProgress>();
  readonly #learnt = new vscode.EventEmitter<number | undefined>();
  readonly onDidChangeState = this.#changed.event;
  /** How far the workspace's files are learnt, 0..1, when that begins anew; undefined when it is over. */
  readonly onDidLearn = this.#learnt.event;
  /** The worker died or was ended: the next one knows no documents. */
  readonly onDidEnd = this.#ended.event;
  readonly onProgress = this.#progressed.event;
  readonly #looks = new FreshLook(() => this.#look());
  readonly #subscriptions: vscode.Disposable[];
  #client: ModelThread | undefined;
  #state: ModelState = { kind: 'unknown' };
  #learning: number | undefined;
  #reload: ReturnType<typeof setTimeout> | undefined;
  #deaths = 0;
  #disposed = false;

  constructor(extensionDirectory: vscode.Uri, store: ModelStore, log: vscode.LogOutputChannel) {
    const path = (asset: string) => vscode.Uri.joinPath(extensionDirectory, asset).fsPath;
    this.#paths = {
      script: path(assets.workers.model),
      modelDirectory: store.directory.fsPath,
      starterDirectory: path(assets.starter),
      kernelDirectory: path(assets.kernels),
    };
    this.#store = store;
    this.#log = log;
    this.#subscriptions = [
      store.onDidChange(() => this.#reloadSoon()),
      vscode.workspace.onDidChangeConfiguration(event => {
        const settings = ['cellscope.engine', 'cellscope.completion.memory'];
        if (settings.some(name => event.affectsConfiguration(name))) void this.#restart();
      }),
    ];
  }

  get state(): ModelState {
    return this.#state;
  }

  /** As `onDidLearn` told last. */
  get learning(): number | undefined {
    return this.#learning;
  }

  /** Asks the worker; see ModelRequest. */
  async ask<R extends ModelRequest>(request: R, signal?: AbortSignal): Promise<AnswerTo<ModelAnswers, R>> {
    return await this.#worker().channel.ask(request, signal);
  }

  /** The state once the model was looked for; never rejects. */
  load(): Promise<ModelState> {
    if (this.#state.kind !== 'unknown') return Promise.resolve(this.#state);
    return this.#looks.running ?? this.refresh();
  }

  /** Looks for the model again. */
  refresh(): Promise<ModelState> {
    return this.#looks.ask();
  }

  /** Deletes what is stored of the model, and nothing else that is in its folder. */
  async delete(): Promise<void> {
    await this.ask({ kind: 'deleteModel' });
    await this.refresh();
  }

  /** Throws away an update that was stopped; the model stays. None may be under way. */
  async discardUpdate(): Promise<void> {
    await this.ask({ kind: 'discardUpdate' });
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    clearTimeout(this.#reload);
    for (const one of this.#subscriptions) one.dispose();
    for (const emitter of [this.#changed, this.#ended, this.#progressed, this.#learnt]) emitter.dispose();
    if (this.#client) await endOf(this.#client);
  }

  async #look(): Promise<ModelState> {
    await this.#store.watch();
    const state = await this.#askForModel();
    const isNews = JSON.stringify(state) !== JSON.stringify(this.#state);
    this.#state = state;
    if (!isNews || this.#disposed) return state;
    if (state.kind === 'loaded') {
      const { isStarter, cellType, layers, units, step } = state.model;
      const which = isStarter ? 'Starter model' : 'Model';
      this.#log.info(`${which} loaded: ${cellType}, ${layers} x ${units} cells, step ${step}`);
    }
    this.#changed.fire(state);
    return state;
  }

  async #askForModel(): Promise<ModelState> {
    try {
      const model = await this.ask({ kind: 'load' });
      if (model.state === 'missing') return { kind: 'missing' };
      this.#deaths = 0;
      return { kind: 'loaded', model };
    } catch (error) {
      this.#log.error(error instanceof Error ? error : String(error));
      const message = error instanceof Error ? error.message : String(error);
      return { kind: 'unreadable', message };
    }
  }

  /** A checkpoint is several files: one look after the last of them. */
  #reloadSoon(): void {
    if (this.#state.kind === 'unknown') return;
    clearTimeout(this.#reload);
    this.#reload = setTimeout(() => void this.refresh(), 200);
  }

  #worker(): ModelThread {
    if (this.#client) return this.#client;
    if (this.#disposed || this.#deaths > maxRestarts)
      throw new RemoteError({
        message:
          'What suggests and inspects has failed again and again. Reload the window; Cellscope: Show Log tells why.',
        expected: true,
      });
    const { script, ...paths } = this.#paths;
    const workerData: ModelWorkerData = { ...paths, engine: readEngine(), memory: readMemory() };
    const client: ModelThread = new WorkerThread(new Worker(script, { workerData }), event =>
      this.#receive(event),
    );
    this.#client = client;
    void client.ended.then(() => this.#died(client));
    return client;
  }

  #receive(event: ModelWorkerEvent): void {
    switch (event.kind) {
      case 'kernels':
        this.#log.info(`Suggestions and the inspector run on ${event.name}`);
        if (event.nativeProblem !== undefined)
          this.#log.warn(`Native kernels do not run here: ${event.nativeProblem}`);
        return;
      case 'learning':
        this.#learning = event.share;
        this.#learnt.fire(event.share);
        return;
      case 'contexts':
        this.#log.warn(noticeText(event.notice));
        return;
      case 'noStarter':
        this.#log.warn(
          `The starter model that comes with Cellscope cannot be used; install Cellscope again to get it back. ${event.problem}`,
        );
        return;
      case 'rankingProgress':
      case 'reading':
        this.#progressed.fire(event);
    }
  }

  #died(client: ModelThread): void {
    if (this.#disposed || this.#client !== client) return;
    this.#deaths++;
    this.#log.error(
      'What suggests and inspects has ended unexpectedly, and is started again when it is needed.',
    );
    this.#forgetWorker();
  }

  /** With the kernels that are wanted now. */
  async #restart(): Promise<void> {
    await this.#looks.running;
    const client = this.#client;
    if (!client || this.#disposed) return;
    this.#forgetWorker();
    await endOf(client);
    await this.refresh();
  }

  #forgetWorker(): void {
    this.#client = undefined;
    this.#state = { kind: 'unknown' };
    this.#learning = undefined;
    this.#ended.fire();
    this.#changed.fire(this.#state);
  }
}

/** Ends a worker, once it has kept what it has learnt; what is not kept is learnt again. */
async function endOf(client: ModelThread): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeIsUp = new Promise<void>(resolve => {
    timer = setTimeout(resolve, mostToSettle);
  });
  await Promise.race([client.channel.ask({ kind: 'settle' }).catch(() => {}), timeIsUp]);
  clearTimeout(timer);
  await client.dispose();
}
