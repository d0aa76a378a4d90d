import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { assets } from '../../protocol/assets.ts';
import type { FromRuns, RunCurves, ToRuns } from '../../protocol/runs.ts';
import {
  checkCurvesRequest,
  checkTrainingPageEvent,
  type CurvesRequest,
  type FromTrainingPage,
  type FromTrainingPanel,
  type ShownRun,
  type TrainingNow,
  type TrainingPageEvent,
} from '../../protocol/trainingView.ts';
import { plainWindow } from '../plain/plainWindow.ts';
import { resumable } from '../status/situation.ts';
import type { ModelStore } from '../trainedModel/modelStore.ts';
import type { RunFolder, RunFolders } from '../training/runFolders.ts';
import type { TrainingController } from '../training/trainingController.ts';
import { LazyWorker } from '../workers/lazyWorker.ts';
import { WorkerThread } from '../workers/workerThread.ts';
import type { PageView } from './pageView.ts';
import type { PanelPage } from './panelHost.ts';
import { saveAs } from './saveAs.ts';

/** Between two looks at the folders while the page is shown, ms: as often as a run writes its points. */
const LOOK_MILLISECONDS = 1000;

interface TrainingPanelParts {
  training: TrainingController;
  store: ModelStore;
  folders: RunFolders;
  extensionDirectory: vscode.Uri;
  log: vscode.LogOutputChannel;
}

type View = PageView<FromTrainingPanel, FromTrainingPage>;

const commandOf = {
  train: 'cellscope.train',
  pause: 'cellscope.pauseTraining',
  resume: 'cellscope.resumeTraining',
  stop: 'cellscope.stopTraining',
} as const;

export function trainingPage(parts: TrainingPanelParts): PanelPage<FromTrainingPanel, FromTrainingPage> {
  return {
    name: 'training',
    title: 'Training',
    guard: { request: checkCurvesRequest, event: checkTrainingPageEvent },
    open: view => new TrainingPanel(view, parts),
  };
}

/** Tells its page which runs there are and how the present one goes; brings curves, and saves what is exported. */
class TrainingPanel {
  readonly #view: View;
  readonly #parts: TrainingPanelParts;
  /** Reads histories of runs. */
  readonly #reader: LazyWorker<ToRuns, FromRuns>;
  readonly #subscriptions: vscode.Disposable[];
  readonly #timer: ReturnType<typeof setInterval>;
  #isLooking = false;
  /** What was told last, so that it is not told again for nothing. */
  #told = { runs: '', training: '' };
  /** A run is in one of these folders. */
  #runs: readonly ShownRun[] = [];

  constructor(view: View, parts: TrainingPanelParts) {
    this.#view = view;
    this.#parts = parts;
    const script = vscode.Uri.joinPath(parts.extensionDirectory, assets.workers.runs).fsPath;
    this.#reader = new LazyWorker(() => new WorkerThread(new Worker(script), () => {}));
    const { training, store } = parts;
    this.#subscriptions = [
      training.onDidChangeState(({ phase }) => {
        this.#tellTraining();
        // The last points were written just before.
        if (phase === 'idle') void this.#look();
      }),
      store.onDidChangeStored(() => this.#tellTraining()),
    ];
    this.#timer = setInterval(() => void this.#look(), LOOK_MILLISECONDS);
    view.hear(event => void this.#hear(event));
    view.serve({ curves: request => this.#curves(request) });
  }

  dispose(): void {
    clearInterval(this.#timer);
    void this.#reader.dispose();
    for (const one of this.#subscriptions) one.dispose();
  }

  async #hear(event: TrainingPageEvent): Promise<void> {
    try {
      await this.#do(event);
    } catch (error) {
      this.#tellError(error);
    }
  }

  async #do(event: TrainingPageEvent): Promise<void> {
    switch (event.kind) {
      case 'ready':
        this.#told = { runs: '', training: '' };
        this.#tellTraining();
        await this.#parts.store.look();
        return await this.#look();
      case 'train':
      case 'pause':
      case 'resume':
      case 'stop':
        return void vscode.commands.executeCommand(commandOf[event.kind]);
      case 'addFolder':
        return await this.#addFolder();
      case 'removeFolder':
        await this.#parts.folders.remove(event.folder);
        return await this.#look();
      case 'saveCsv':
        return await this.#saveCsv(event.runs);
      case 'savePng':
        await saveAs('training.png', event.bytes, { Picture: ['png'] });
        return;
    }
  }

  #tellTraining(): void {
    const { training, store } = this.#parts;
    const now = describe(training, store);
    const text = JSON.stringify(now);
    if (!this.#view.isReady || text === this.#told.training) return;
    this.#told.training = text;
    this.#view.tell({ kind: 'training', ...now });
  }

  /** One look at a time: a disk may be slow. */
  async #look(): Promise<void> {
    if (!this.#view.isReady || this.#isLooking) return;
    this.#isLooking = true;
    try {
      const folders = this.#parts.folders.all;
      const directories = folders.map(({ directory }) => directory);
      const found = await this.#reader.channel.ask({ kind: 'look', directories });
      this.#runs = found.flatMap(({ runs }, i) =>
        runs.map(run => ({ ...run, folder: folders[i].key, id: `${folders[i].key}/${run.run}` })),
      );
      const shown = folders.map(({ key, name }, i) => ({ key, name, problems: found[i].problems }));
      const text = JSON.stringify([shown, this.#runs]);
      if (text === this.#told.runs || !this.#view.isReady) return;
      this.#told.runs = text;
      this.#view.tell({ kind: 'runs', folders: shown, runs: [...this.#runs] });
    } catch (error) {
      this.#parts.log.warn(`The histories of runs cannot be read: ${String(error)}`);
    } finally {
      this.#isLooking = false;
    }
  }

  #curves({ id, had }: CurvesRequest): Promise<RunCurves> {
    const { directory, run } = this.#find(id);
    return this.#reader.channel.ask({ kind: 'curves', directory, run, had });
  }

  /** Throws for a run that the page was not told of. */
  #find(id: string): { directory: string; run: number; folder: RunFolder } {
    const found = this.#runs.find(run => run.id === id);
    const folder = found && this.#parts.folders.withKey(found.folder);
    if (!found || !folder) throw new Error('This run is not there any more.');
    return { directory: folder.directory, run: found.run, folder };
  }

  async #addFolder(): Promise<void> {
    const chosen = await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: 'Add Runs',
      title: 'The folder of a model, as it was given to cellscope train --out',
    });
    const directory = chosen?.[0]?.fsPath;
    if (directory === undefined) return;
    const [{ runs, problems }] = await this.#reader.channel.ask({ kind: 'look', directories: [directory] });
    if (runs.length === 0) {
      const message = `There are no curves of a training in ${directory}. Choose the folder of a model that this version of Cellscope has trained.`;
      void plainWindow.showWarningMessage(problems[0] ?? message);
      return;
    }
    await this.#parts.folders.add(directory);
    await this.#look();
  }

  async #saveCsv(ids: readonly string[]): Promise<void> {
    const runs = ids.map(id => {
      const { directory, run, folder } = this.#find(id);
      return { directory, run, name: folder.name === '' ? String(run) : `${folder.name} ${run}` };
    });
    const text = await this.#reader.channel.ask({ kind: 'csv', runs });
    await saveAs('training.csv', new TextEncoder().encode(text), { Table: ['csv'] });
  }

  #tellError(error: unknown): void {
    this.#parts.log.error(error instanceof Error ? error : String(error));
    void plainWindow.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

function describe(training: TrainingController, { stored }: ModelStore): TrainingNow {
  const { state } = training;
  const progress = 'progress' in state ? state.progress : undefined;
  const known = state.phase === 'finishing' ? state.makes : progress;
  const reads = state.phase === 'reading' ? state.reads : undefined;
  return {
    phase: state.phase,
    ...(reads && { share: reads.share }),
    ...(known &&
      Number.isFinite(known.secondsLeft) && { share: known.share, secondsLeft: known.secondsLeft }),
    canResume: resumable({ training: state, stored }) !== undefined,
    trainedElsewhere: stored?.trainedElsewhere === true,
  };
}
