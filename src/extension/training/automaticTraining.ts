import * as vscode from 'vscode';
import { readIncludeGlobs, trainsWhenIdle } from '../configuration.ts';
import type { ModelService } from '../trainedModel/modelService.ts';
import type { ModelStore } from '../trainedModel/modelStore.ts';
import { workspaceFolders } from '../trainedModel/workspaceFiles.ts';
import type { Machine } from './machine.ts';
import type { TrainCommand } from './trainCommand.ts';
import type { TrainingController } from './trainingController.ts';

/** Nobody has touched the window for so long, ms, and as long the machine has had little else to do. */
const IDLE = 60_000;
/** Of its processors: more is work that somebody waits for. */
const MOST_LOAD = 0.3;
/** Less of the text that has changed is not worth a training. */
const LEAST_CHANGE = 0.1;

interface AutomaticParts {
  training: TrainingController;
  trainCommand: TrainCommand;
  model: ModelService;
  store: ModelStore;
  log: vscode.LogOutputChannel;
  machine: Machine;
}

/**
 * Trains by itself while nobody works, if the user wants that: on one core, without a word, until the first key. What
 * was stopped so goes on when the machine is idle again.
 */
export class AutomaticTraining {
  /** Tests say what the machine does. */
  machine: Machine;
  readonly #parts: Omit<AutomaticParts, 'machine'>;
  readonly #subscriptions: vscode.Disposable[];
  readonly #timer: ReturnType<typeof setInterval>;
  #touchedAt: number;
  /** When the files were last looked through: nothing has changed since but by who touches the window. */
  #lookedAt = -Infinity;
  #isRunning = false;

  constructor({ machine, ...parts }: AutomaticParts) {
    this.machine = machine;
    this.#parts = parts;
    this.#touchedAt = machine.now();
    const { window, workspace } = vscode;
    this.#subscriptions = [
      workspace.onDidChangeTextDocument(
        ({ document }) => document.uri.scheme !== 'output' && this.#touched(),
      ),
      window.onDidChangeTextEditorSelection(
        ({ textEditor }) => textEditor.document.uri.scheme !== 'output' && this.#touched(),
      ),
      window.onDidChangeActiveTextEditor(() => this.#touched()),
    ];
    this.#timer = setInterval(() => void this.consider(), IDLE);
  }

  dispose(): void {
    clearInterval(this.#timer);
    for (const one of this.#subscriptions) one.dispose();
  }

  /** Begins if all is as it should be; resolves when what it began has ended. */
  async consider(): Promise<void> {
    if (!trainsWhenIdle()) return;
    const { trainCommand, log } = this.#parts;
    try {
      if (!(await this.#mayBegin())) return;
      const start = await this.#start();
      if (!start || !this.#isUntouched()) return;
      log.info('The machine is idle: training by itself, until the first key');
      // Not around all of this: it is considered again while a training runs, which is to be stopped all the same.
      this.#isRunning = true;
      await trainCommand.trainUnasked(start).finally(() => (this.#isRunning = false));
    } catch (error) {
      log.warn(`Not trained by itself: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #touched(): void {
    this.#touchedAt = this.machine.now();
    if (this.#isRunning) void this.#parts.training.stop();
  }

  #isUntouched(): boolean {
    return this.machine.now() - this.#touchedAt >= IDLE;
  }

  async #mayBegin(): Promise<boolean> {
    const { training } = this.#parts;
    // Asked each time, so that it is the load of the last minute.
    const isBusy = this.machine.load() > MOST_LOAD;
    if (!vscode.workspace.isTrusted || workspaceFolders().length === 0) return false;
    if (isBusy || !this.#isUntouched() || training.state.phase !== 'idle') return false;
    return !(await this.machine.isOnBattery());
  }

  /** How to begin; undefined where there is nothing to do. */
  async #start(): Promise<'resume' | 'update' | 'restart' | undefined> {
    const { model, store, trainCommand } = this.#parts;
    const { exists, unfinished, trainedElsewhere } = await store.look();
    if (trainedElsewhere) return undefined;
    // What the user began he goes on with himself.
    if (unfinished) return trainCommand.isUnasked ? 'resume' : undefined;
    if (this.#lookedAt >= this.#touchedAt) return undefined;
    this.#lookedAt = this.machine.now();
    if ((await model.load()).kind !== 'loaded') return undefined;
    const files = { folders: workspaceFolders(), include: readIncludeGlobs() };
    const share = await model.ask({ kind: 'changedShare', ...files });
    if (share <= LEAST_CHANGE) return undefined;
    return exists ? 'update' : 'restart';
  }
}
