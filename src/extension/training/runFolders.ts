import { createHash } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ModelStore } from '../trainedModel/modelStore.ts';

/** A folder whose runs are shown. */
export interface RunFolder {
  /** What the page knows it by. */
  key: string;
  directory: string;
  /** Empty for that of this workspace. */
  name: string;
}

/** In the workspace's state: the folders that the user has added, as paths. */
const ADDED = 'training.runFolders';
const MOST_FOLDERS = 20;

/** The workspace's own model and those that the user has added, such as from a terminal. */
export class RunFolders {
  readonly #store: Pick<ModelStore, 'directory'>;
  readonly #state: vscode.Memento;

  constructor(store: Pick<ModelStore, 'directory'>, state: vscode.Memento) {
    this.#store = store;
    this.#state = state;
  }

  get all(): RunFolder[] {
    const own = { key: 'workspace', directory: this.#store.directory.fsPath, name: '' };
    const added = this.#added.map(directory => ({
      key: keyOf(directory),
      directory,
      name: path.basename(directory),
    }));
    return [own, ...added];
  }

  withKey(key: string): RunFolder | undefined {
    return this.all.find(folder => folder.key === key);
  }

  async add(directory: string): Promise<void> {
    if (this.all.some(folder => folder.directory === directory)) return;
    await this.#state.update(ADDED, [...this.#added, directory].slice(-MOST_FOLDERS));
  }

  async remove(key: string): Promise<void> {
    await this.#state.update(
      ADDED,
      this.#added.filter(directory => keyOf(directory) !== key),
    );
  }

  get #added(): string[] {
    const kept = this.#state.get<unknown>(ADDED);
    return Array.isArray(kept) ? kept.filter(directory => typeof directory === 'string') : [];
  }
}

/** The same for the same folder, whatever others there are. A page need not know where it is. */
function keyOf(directory: string): string {
  return createHash('sha256').update(directory).digest('hex').slice(0, 16);
}
