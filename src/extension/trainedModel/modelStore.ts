import { hostname } from 'node:os';
import * as vscode from 'vscode';
import { type LockHolder, parseLockHolder } from '../../protocol/lockHolder.ts';
import {
  type ModelOutline,
  parseModelOutline,
  type UnfinishedRun,
  unfinishedRun,
} from '../../protocol/modelOutline.ts';
import { FreshLook } from '../plain/freshLook.ts';
import { moveModel, workspaceDirectory, workspacePlaces } from './modelPlace.ts';

/** What lies in the model's folder, as far as the host needs to know. */
export interface StoredModel {
  /** A model is there; whether it can be used is the worker's to say. */
  exists: boolean;
  unfinished?: UnfinishedRun;
  /** Another process trains it, such as that of another window. */
  trainedElsewhere: boolean;
}

/** Of an update that is not finished: see src/model/files/pendingUpdate.ts. */
const UPDATE_JSON = 'update-model.json';
/** Longer files are not read here: they hold up the editor. */
const MAX_BYTES = 32 << 20;
/** A lock of another machine that was not touched for so long is that of a process which is gone. */
const STALE_MS = 120_000;

/** The folder that holds this workspace's model: one for all windows, in the extension's own storage. */
export class ModelStore {
  readonly directory: vscode.Uri;
  readonly #parent: vscode.Uri;
  readonly #places: readonly string[];
  readonly #moved: Promise<void>;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Files were written or removed, by this window or by another process. */
  readonly onDidChange = this.#changed.event;
  readonly #looked = new vscode.EventEmitter<StoredModel>();
  /** There is something else to be said of what is stored. */
  readonly onDidChangeStored = this.#looked.event;
  readonly #looks = new FreshLook(() => this.#look());
  #stored: StoredModel | undefined;
  #watcher: vscode.FileSystemWatcher | undefined;

  constructor({
    storageUri,
    globalStorageUri,
  }: Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>) {
    this.#places = workspacePlaces(vscode.workspace);
    this.#parent = workspaceDirectory(globalStorageUri, this.#places);
    this.directory = vscode.Uri.joinPath(this.#parent, 'model');
    const earlier = vscode.Uri.joinPath(storageUri ?? globalStorageUri, 'model');
    // What cannot be moved is left where it is; there is nothing to be done about it.
    this.#moved = moveModel(earlier, this.directory).catch(() => {});
  }

  /** As last looked at; undefined before that. */
  get stored(): StoredModel | undefined {
    return this.#stored;
  }

  /** Starts to tell of changes, of this window's own training and of another window's. */
  async watch(): Promise<void> {
    await this.#moved;
    if (this.#watcher) return;
    const pattern = new vscode.RelativePattern(this.directory, `{model.json,${UPDATE_JSON},training.lock}`);
    this.#watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const tell = (file: vscode.Uri) => {
      // The lock says nothing of the model.
      if (!file.path.endsWith('.lock')) this.#changed.fire();
      void this.look();
    };
    this.#watcher.onDidCreate(tell);
    // Also of the lock, which is made first and filled then.
    this.#watcher.onDidChange(tell);
    this.#watcher.onDidDelete(tell);
    // A folder that is not there yet would be watched by looking at it every few seconds.
    await vscode.workspace.fs.createDirectory(this.directory);
  }

  look(): Promise<StoredModel> {
    return this.#looks.ask();
  }

  async #look(): Promise<StoredModel> {
    await this.#moved;
    const [model, update, trainedElsewhere] = await Promise.all([
      this.#describe('model.json'),
      this.#describe(UPDATE_JSON),
      this.isBeingTrained(),
    ]);
    const unfinished = unfinishedRun(model, update);
    const stored: StoredModel = {
      exists: model !== undefined,
      ...(unfinished && { unfinished }),
      trainedElsewhere,
    };
    const isNews = JSON.stringify(stored) !== JSON.stringify(this.#stored);
    this.#stored = stored;
    if (isNews) this.#looked.fire(stored);
    return stored;
  }

  /** Whether a living process other than this one holds the lock that a trainer takes. */
  async isBeingTrained(): Promise<boolean> {
    await this.#moved;
    const holder = await this.#lockHolder();
    if (!holder || holder.pid === process.pid) return false;
    if (holder.host !== hostname()) return Date.now() - holder.touched < STALE_MS;
    try {
      // Signal 0 only asks whether the process is there.
      return process.kill(holder.pid, 0);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  }

  /** Takes away the lock of a thread of this process that died while it trained. There must be none that trains. */
  async removeDeadLock(): Promise<void> {
    if ((await this.#lockHolder())?.pid === process.pid) await vscode.workspace.fs.delete(this.#lock);
  }

  /** Notes beside the model whose it is: the folder's name does not say so. */
  async sign(): Promise<void> {
    await this.#moved;
    const note = new TextEncoder().encode(`${JSON.stringify({ workspace: this.#places }, undefined, 1)}\n`);
    await vscode.workspace.fs.writeFile(this.#note, note);
  }

  /** To be called when the model was removed: nothing says whose it was any more. */
  async forget(): Promise<void> {
    try {
      await vscode.workspace.fs.delete(this.#note, { useTrash: false });
    } catch (error) {
      if (!(error instanceof vscode.FileSystemError && error.code === 'FileNotFound')) throw error;
    }
    await this.look();
  }

  dispose(): void {
    this.#watcher?.dispose();
    this.#changed.dispose();
    this.#looked.dispose();
  }

  get #note(): vscode.Uri {
    return vscode.Uri.joinPath(this.#parent, 'workspace.json');
  }

  get #lock(): vscode.Uri {
    return vscode.Uri.joinPath(this.directory, 'training.lock');
  }

  /** Undefined where there is no such file; empty for one that says nothing, which is there all the same. */
  async #describe(name: string): Promise<ModelOutline | undefined> {
    const found = await readRegularFile(vscode.Uri.joinPath(this.directory, name));
    return found && parseModelOutline(found.text);
  }

  async #lockHolder(): Promise<(LockHolder & { touched: number }) | undefined> {
    const found = await readRegularFile(this.#lock);
    const holder = found && parseLockHolder(found.text);
    return holder && { ...holder, touched: found.touched };
  }
}

/** Undefined when there is none. No text of what is no plain file (it might never end) or very long. */
async function readRegularFile(uri: vscode.Uri): Promise<{ text: string; touched: number } | undefined> {
  const { fs } = vscode.workspace;
  try {
    const { type, size, mtime } = await fs.stat(uri);
    const isPlain = type === vscode.FileType.File && size <= MAX_BYTES;
    const text = isPlain ? new TextDecoder().decode(await fs.readFile(uri)) : '';
    return { text, touched: mtime };
  } catch {
    return undefined;
  }
}
