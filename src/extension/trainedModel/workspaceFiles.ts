import * as vscode from 'vscode';
import type { WorkspaceFiles } from '../../protocol/modelMessages.ts';
import { readExcludeGlobs, readIncludeGlobs } from '../configuration.ts';
import type { TrainingController } from '../training/trainingController.ts';
import type { ModelService } from './modelService.ts';
import type { ModelStore } from './modelStore.ts';

/** Files are often saved together, and a program that was told to may write some more: ms. */
const SAVED_TOGETHER = 2000;

interface KeptParts {
  model: ModelService;
  store: ModelStore;
  training: TrainingController;
  log: vscode.LogOutputChannel;
}

/**
 * Has the model worker learn what changes in the workspace's files: all of them when a model comes, when a training has
 * ended or the folders are others, and those that are saved as they are.
 */
export class WorkspaceFileWatch {
  readonly #parts: KeptParts;
  readonly #subscriptions: vscode.Disposable[];
  readonly #saved = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** All files are to be looked through, whatever was saved. */
  #isAskedForAll = false;

  constructor(parts: KeptParts) {
    this.#parts = parts;
    const { model, store, training } = parts;
    this.#subscriptions = [
      model.onDidChangeState(() => this.#askForAll()),
      store.onDidChangeStored(({ trainedElsewhere }) => trainedElsewhere || this.#askForAll()),
      training.onDidChangeState(({ phase }) => phase === 'idle' && this.#askForAll()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#askForAll()),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.scheme !== 'file') return;
        this.#saved.add(uri.fsPath);
        this.#askSoon();
      }),
    ];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const one of this.#subscriptions) one.dispose();
  }

  #askForAll(): void {
    this.#isAskedForAll = true;
    this.#askSoon();
  }

  #askSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), SAVED_TOGETHER);
  }

  #ask(): void {
    const { model, training, log } = this.#parts;
    const folders = workspaceFolders();
    // Asked for again when the model comes, and when the training ends.
    if (model.state.kind !== 'loaded' || training.state.phase !== 'idle' || folders.length === 0) return;
    const saved = this.#isAskedForAll ? {} : { saved: [...this.#saved] };
    this.#isAskedForAll = false;
    this.#saved.clear();
    model
      .ask({ kind: 'keepUp', folders, include: readIncludeGlobs(), ...saved })
      .catch((error: unknown) => log.warn(`Files not learnt: ${String(error)}`));
  }
}

/** Those on a disk that can be read. */
export function workspaceFolders(): WorkspaceFiles['folders'] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(folder => ({ path: folder.uri.fsPath, exclude: readExcludeGlobs(folder) }));
}
