import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { assets } from '../../protocol/assets.ts';
import { type Channel, RemoteError } from '../../protocol/channel.ts';
import type {
  FromLab,
  FromLabPage,
  FromLabPanel,
  LabPageRequest,
  LabWorkerData,
  OpenedLesson,
  ToLab,
} from '../../protocol/lab.ts';
import { checkLabPageEvent, checkLabPageRequest } from '../../protocol/labChecks.ts';
import { readEngine, readIncludeGlobs, readPalette } from '../configuration.ts';
import type { ModelStore } from '../trainedModel/modelStore.ts';
import { workspaceFolders } from '../trainedModel/workspaceFiles.ts';
import type { TrainingController, TrainingState } from '../training/trainingController.ts';
import { LazyWorker } from '../workers/lazyWorker.ts';
import { WorkerThread } from '../workers/workerThread.ts';
import type { LabStates } from './labStates.ts';
import type { PageView } from './pageView.ts';
import type { PanelPage } from './panelHost.ts';
import { saveFigure } from './saveFigure.ts';
import type { SelectedText } from './selectedText.ts';

interface LabParts {
  extensionDirectory: vscode.Uri;
  store: ModelStore;
  training: TrainingController;
  selected: SelectedText;
  states: LabStates;
  log: vscode.LogOutputChannel;
}

type View = PageView<FromLabPanel, FromLabPage>;

/** Phases in which the workspace's training does arithmetic, for which the lab makes room. */
const busy: readonly TrainingState['phase'][] = ['reading', 'running', 'stopping', 'finishing'];

export function labPage(parts: LabParts): PanelPage<FromLabPanel, FromLabPage> {
  return {
    name: 'lab',
    title: 'Lab',
    guard: { request: checkLabPageRequest, event: checkLabPageEvent },
    open: view => new LabPanel(view, parts),
  };
}

/** The lab beside the editor: its worker lives as long as the panel. The page asks the worker; here is what only the host knows. */
class LabPanel {
  readonly #view: View;
  readonly #parts: LabParts;
  readonly #subscriptions: vscode.Disposable[];
  readonly #worker = new LazyWorker(() => this.#start());
  #working: AbortController | undefined;
  #isDisposed = false;

  constructor(view: View, parts: LabParts) {
    this.#view = view;
    this.#parts = parts;
    const { states, training } = parts;
    this.#subscriptions = [
      training.onDidChangeState(() => this.#giveWay()),
      states.onDidAsk(() => this.#showAsked()),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('cellscope.inspector'))
          view.tell({ kind: 'palette', palette: readPalette() });
      }),
    ];
    view.hear(() => {
      view.tell({ kind: 'palette', palette: readPalette() });
      view.tell({ kind: 'waiting', isWaiting: this.#isWaiting });
      this.#showAsked();
    });
    view.serve({
      lessons: request => this.#told(this.#worker.channel.ask(request)),
      open: (request, signal) => this.#told(this.#open(request, signal)),
      look: (request, signal) => this.#told(this.#worker.channel.ask(request, signal)),
      work: () => void this.#work(),
      stop: () => this.#working?.abort(),
      copyLink: ({ state }) => states.copyLink(state),
      saveState: ({ state }) => states.save(state),
      openState: () => states.choose(),
      export: request => saveFigure(request),
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const one of this.#subscriptions) one.dispose();
    void this.#worker.dispose();
  }

  get #isWaiting(): boolean {
    return busy.includes(this.#parts.training.state.phase);
  }

  #start(): WorkerThread<ToLab, FromLab> {
    const path = (asset: string) => vscode.Uri.joinPath(this.#parts.extensionDirectory, asset).fsPath;
    const workerData: LabWorkerData = {
      kernelDirectory: path(assets.kernels),
      sampleDirectory: path(assets.samples),
      modelDirectory: this.#parts.store.directory.fsPath,
      engine: readEngine(),
    };
    const thread = new Worker(path(assets.workers.lab), { workerData });
    const worker = new WorkerThread<ToLab, FromLab>(thread, event => this.#view.tell(event));
    if (this.#isWaiting) this.#tell(worker.channel, 'pause');
    return worker;
  }

  #open(
    { state, anew }: Extract<LabPageRequest, { kind: 'open' }>,
    signal: AbortSignal,
  ): Promise<OpenedLesson> {
    const selection = this.#parts.selected.text();
    const surroundings = {
      folders: workspaceFolders(),
      include: readIncludeGlobs(),
      ...(selection && { selection }),
    };
    return this.#worker.channel.ask({ kind: 'open', state, surroundings, anew: anew === true }, signal);
  }

  async #work(): Promise<void> {
    const working = new AbortController();
    this.#working = working;
    try {
      const look = await this.#worker.channel.ask({ kind: 'work' }, working.signal);
      this.#view.tell({ kind: 'ended', look });
    } catch (error) {
      if (this.#isDisposed) return;
      this.#view.tell({ kind: 'ended', message: this.#problemOf(error) });
    } finally {
      if (this.#working === working) this.#working = undefined;
    }
  }

  /** What goes wrong in it reaches the page in one sentence. */
  async #told<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw new RemoteError({ message: this.#problemOf(error), expected: true });
    }
  }

  /** The log has the rest. */
  #problemOf(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof RemoteError && error.expected) return message;
    this.#parts.log.error(error instanceof Error ? error : message);
    return `This failed, and the log says where (${message}). Start over.`;
  }

  #giveWay(): void {
    this.#view.tell({ kind: 'waiting', isWaiting: this.#isWaiting });
    // Where there is no worker there is nothing to pause.
    const { running } = this.#worker;
    if (running) this.#tell(running, this.#isWaiting ? 'pause' : 'continue');
  }

  #tell(lab: Channel<ToLab, FromLab>, kind: 'pause' | 'continue'): void {
    lab.ask({ kind }).catch((error: unknown) => this.#problemOf(error));
  }

  #showAsked(): void {
    if (!this.#view.isReady) return;
    const state = this.#parts.states.takeAsked();
    if (state) this.#view.tell({ kind: 'show', state });
  }
}
