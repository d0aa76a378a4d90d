import * as vscode from 'vscode';
import { parseLockHolder } from '../protocol/lockHolder.ts';

/** What lies in the model's folder, as far as the host needs to know. */
export type StoredModel = 'missing' | 'finished' | 'unfinished';

/** The folder that holds this workspace's model: the extension's own storage, not the workspace. */
export class ModelStore {
  readonly directory: vscode.Uri;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #watcher: vscode.FileSystemWatcher | undefined;

  constructor(context: Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>) {
    this.directory = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'model');
  }

  /** Starts to tell of changes, of this window's own training and of another window's. */
  async watch(): Promise<void> {
    if (this.#watcher) return;
    const pattern = new vscode.RelativePattern(this.directory, 'model.json');
    this.#watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const tell = () => this.#changed.fire();
    this.#watcher.onDidCreate(tell);
    this.#watcher.onDidChange(tell);
    this.#watcher.onDidDelete(tell);
    // A folder that is not there yet would be watched by looking at it every few seconds.
    await vscode.workspace.fs.createDirectory(this.directory);
  }

  /** Only looks whether a run is left to resume: whether the model can be used is the worker's to say. */
  async look(): Promise<StoredModel> {
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.directory, 'model.json'));
      const { training } = JSON.parse(new TextDecoder().decode(bytes)) as {
        training?: { finished?: unknown };
      };
      return training?.finished === false ? 'unfinished' : 'finished';
    } catch (error) {
      // A damaged file is there all the same; what is wrong with it is told when it is loaded.
      return error instanceof vscode.FileSystemError ? 'missing' : 'finished';
    }
  }

  /** Whether a living process holds the lock that a trainer takes, this one or another. */
  async isBeingTrained(): Promise<boolean> {
    try {
      // Signal 0 only asks whether the process is there.
      return process.kill(await this.#trainingProcess(), 0);
    } catch {
      return false;
    }
  }

  /** Takes away the lock of a thread of this process that died while it trained. There must be none that trains. */
  async removeDeadLock(): Promise<void> {
    const own = await this.#trainingProcess().then(
      pid => pid === process.pid,
      () => false,
    );
    if (own) await vscode.workspace.fs.delete(this.#lock);
  }

  get #lock(): vscode.Uri {
    return vscode.Uri.joinPath(this.directory, 'training.lock');
  }

  async #trainingProcess(): Promise<number> {
    const holder = parseLockHolder(new TextDecoder().decode(await vscode.workspace.fs.readFile(this.#lock)));
    if (!holder) throw new Error('There is no lock of a training.');
    return holder.pid;
  }

  dispose(): void {
    this.#watcher?.dispose();
    this.#changed.dispose();
  }
}
