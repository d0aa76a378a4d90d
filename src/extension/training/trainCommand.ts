import * as vscode from 'vscode';
import type { TrainingOutcome, TrainRequest } from '../../protocol/trainingMessages.ts';
import { assets } from '../../protocol/assets.ts';
import type { Action } from '../status/actions.ts';
import {
  findSettingProblem,
  type Manifest,
  openSetting,
  readAskedShape,
  readEngine,
  readIncludeGlobs,
  readMemory,
  readStart,
  readTensorflowPath,
  readThreads,
  readTrainingSettings,
} from '../configuration.ts';
import { startChoices } from '../status/menuChoices.ts';
import type { ModelService } from '../trainedModel/modelService.ts';
import type { ModelStore } from '../trainedModel/modelStore.ts';
import { plainWindow } from '../plain/plainWindow.ts';
import { pickAction } from '../status/statusMenu.ts';
import { workspaceFolders } from '../trainedModel/workspaceFiles.ts';
import { tensorflowStorage } from '../tensorflow/tensorflowInstaller.ts';
import { tensorflowPlaces } from '../tensorflow/tensorflowPlaces.ts';
import type { TrainingController } from './trainingController.ts';
import { TrainingLog } from './trainingLog.ts';
import { askToResume, tellOutcome } from './trainingNotices.ts';
import { RemoteError } from '../../protocol/channel.ts';

type Start = TrainRequest['start'];

interface TrainCommandParts {
  training: TrainingController;
  model: ModelService;
  store: ModelStore;
  log: vscode.LogOutputChannel;
  context: Pick<vscode.ExtensionContext, 'workspaceState' | 'globalStorageUri' | 'extension'>;
}

/** In the workspace's state: the user ended the last run, so that nobody need be asked about it. */
const stoppedByUser = 'training.stoppedByUser';
/** Likewise: the last run was begun by itself, which nobody need be told or asked about. */
const unasked = 'training.unasked';

/** Training as the user meets it: the questions before it, its progress, and what is said at its end. */
export class TrainCommand {
  readonly #training: TrainingController;
  readonly #model: ModelService;
  readonly #store: ModelStore;
  readonly #log: vscode.LogOutputChannel;
  readonly #context: TrainCommandParts['context'];
  readonly #starterDirectory: string;
  readonly #record: TrainingLog;
  /** From the answer to the question before a run until all is done at its end. */
  #running = false;

  constructor({ training, model, store, log, context }: TrainCommandParts) {
    this.#training = training;
    this.#model = model;
    this.#store = store;
    this.#log = log;
    this.#context = context;
    this.#starterDirectory = vscode.Uri.joinPath(context.extension.extensionUri, assets.starter).fsPath;
    this.#record = new TrainingLog(training, model, log);
  }

  /** `chosen` answers beforehand what would be asked about the model that is there. */
  async train(chosen?: Start): Promise<TrainingOutcome | undefined> {
    if (this.#isUnderWay()) return undefined;
    const folders = this.#folders();
    if (!folders || !this.#settingsAreRight()) return undefined;
    const start = chosen ?? (await this.#chooseStart());
    // While the question was open, another way may have been taken to begin.
    if (!start || this.#isUnderWay()) return undefined;
    return await this.#run(this.#request(start, folders));
  }

  /** Trains while nobody works: on one core, with no question and no message. What stops it may go on with it. */
  async trainUnasked(start: Start): Promise<void> {
    if (this.#running) return;
    const request = { ...this.#request(start, workspaceFolders()), threads: 1 };
    const outcome = await this.#runAlone(request, { isUnasked: true });
    this.#log.info(`Training by itself ${outcome.reason}: ${JSON.stringify(outcome)}`);
  }

  /** The last run was begun by itself. */
  get isUnasked(): boolean {
    return this.#context.workspaceState.get(unasked) === true;
  }

  /** Goes on with a paused run, or with one that a closed window left behind. */
  async resume(): Promise<void> {
    if (this.#training.state.phase === 'paused') await this.#training.continue();
    else if ((await this.#store.look()).unfinished) await this.train('resume');
    else void plainWindow.showInformationMessage('There is no training to resume.');
  }

  /** Ends the run because the user wants it: what was learnt is kept. */
  async stop(): Promise<void> {
    if (this.#training.state.phase === 'idle') return;
    await this.#context.workspaceState.update(stoppedByUser, true);
    await this.#training.stop();
  }

  /** At start-up: a run that was interrupted can be gone on with, unless another window is at it. */
  async offerToResume(): Promise<void> {
    const { unfinished, trainedElsewhere } = await this.#store.look();
    const isStopped = this.#context.workspaceState.get(stoppedByUser) === true;
    if (!unfinished || trainedElsewhere || isStopped || this.isUnasked) return;
    if (await askToResume(unfinished)) await this.train('resume');
  }

  dispose(): void {
    this.#record.dispose();
  }

  /** Says so, if a run is. */
  #isUnderWay(): boolean {
    if (!this.#running) return false;
    void plainWindow.showInformationMessage('Cellscope is training already.');
    return true;
  }

  #folders(): TrainRequest['folders'] | undefined {
    const folders = vscode.workspace.workspaceFolders ?? [];
    if (folders.length === 0) {
      const open = 'Open Folder';
      const message = 'Cellscope trains on the files of a folder, and none is open. Open one first.';
      void plainWindow.showErrorMessage(message, open).then(choice => {
        if (choice === open) void vscode.commands.executeCommand('workbench.action.files.openFolder');
      });
      return undefined;
    }
    const remote = folders.find(folder => folder.uri.scheme !== 'file');
    if (remote) {
      const message = `The folder ${remote.name} is not on a disk that Cellscope can read. Open a copy of it on disk.`;
      void plainWindow.showErrorMessage(message);
      return undefined;
    }
    return workspaceFolders();
  }

  #settingsAreRight(): boolean {
    const problem = findSettingProblem(this.#context.extension.packageJSON as Manifest);
    if (problem === undefined) return true;
    const open = 'Open Settings';
    void plainWindow.showErrorMessage(problem.message, open).then(choice => {
      if (choice === open) void openSetting(problem.setting);
    });
    return false;
  }

  /** Asks only where there is a choice: what is there can be gone on from, or be replaced. */
  async #chooseStart(): Promise<Start | undefined> {
    const stored = await this.#store.look();
    if (!stored.exists) return 'restart';
    const title = stored.unfinished
      ? 'An earlier training was stopped before its end'
      : 'This workspace has a model';
    const chosen = await pickAction(startChoices({ training: this.#training.state, stored }), {
      title,
    });
    return chosen && startOf(chosen);
  }

  #request(start: Start, folders: TrainRequest['folders']): TrainRequest {
    return {
      kind: 'train',
      folders,
      include: readIncludeGlobs(),
      settings: readTrainingSettings(),
      modelDirectory: this.#store.directory.fsPath,
      start,
      asked: readAskedShape(),
      ...(readStart() === 'starter' && { starterDirectory: this.#starterDirectory }),
      engine: readEngine(),
      threads: readThreads(),
      memory: readMemory(),
      tensorflow: tensorflowPlaces({
        settingPath: readTensorflowPath(),
        folders: folders.map(folder => folder.path),
        isTrusted: vscode.workspace.isTrusted,
        storage: tensorflowStorage(this.#context).fsPath,
      }),
    };
  }

  /** What is said at the end may begin another run. */
  async #run(request: TrainRequest): Promise<TrainingOutcome | undefined> {
    try {
      const outcome = await this.#runAlone(request);
      this.#log.info(`Training ${outcome.reason}: ${JSON.stringify(outcome)}`);
      tellOutcome(outcome, this.#record.hasSaved);
      return outcome;
    } catch (error) {
      await this.#tellError(error);
      return undefined;
    }
  }

  async #runAlone(request: TrainRequest, { isUnasked = false } = {}): Promise<TrainingOutcome> {
    this.#running = true;
    try {
      await this.#context.workspaceState.update(stoppedByUser, undefined);
      await this.#context.workspaceState.update(unasked, isUnasked || undefined);
      this.#record.begin(request, { isUnasked });
      await this.#store.sign();
      const outcome = await this.#training.train(request);
      await this.#model.refresh();
      return outcome;
    } catch (error) {
      if (!isExpected(error)) await this.#store.removeDeadLock();
      throw error;
    } finally {
      this.#running = false;
      await this.#store.look();
    }
  }

  /** The run that was stopped cannot go on, but what it has learnt is there. */
  async #offerToUpdate(): Promise<void> {
    const update = 'Update';
    const anew = 'Train Anew';
    const message =
      'Files have changed since the training was stopped, so it cannot go on as it was. Update the model: it learns the files as they are now, starting from what it knows.';
    const choice = await plainWindow.showWarningMessage(message, update, anew);
    if (choice === update) await this.train('update');
    if (choice === anew) await this.train('restart');
  }

  /** What a run has saved before it failed can be gone on from: a thread may have died that lives the next time. */
  async #tellError(error: unknown): Promise<void> {
    this.#log.error(error instanceof Error ? error : String(error));
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof RemoteError && error.reason === 'filesChanged') {
      void this.#offerToUpdate();
      return;
    }
    const message = isExpected(error) ? text : `Training failed: ${text}`;
    const resume = 'Resume';
    const showLog = 'Show Log';
    const canResume = this.#record.hasSaved && (await this.#store.look()).unfinished !== undefined;
    const buttons = canResume ? [resume, showLog] : [showLog];
    void plainWindow.showErrorMessage(message, ...buttons).then(choice => {
      if (choice === resume) void this.train('resume');
      if (choice === showLog) this.#log.show();
    });
  }
}

/** What the user can mend: the worker lives, and has released its lock. */
function isExpected(error: unknown): boolean {
  return error instanceof RemoteError && error.expected;
}

/** Also of what another program passes to the command. */
export function isStart(value: unknown): value is Start {
  return value === 'restart' || value === 'resume' || value === 'update';
}

function startOf({ argument }: Action): Start {
  return isStart(argument) ? argument : 'resume';
}
