import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { assets } from '../../protocol/assets.ts';
import { RemoteError } from '../../protocol/channel.ts';
import type { FromInstaller, ToInstaller } from '../../protocol/installMessages.ts';
import { chooseEngine, readEngine } from '../configuration.ts';
import { plainWindow } from '../plain/plainWindow.ts';
import { WorkerThread } from '../workers/workerThread.ts';

type Outcome = 'installed' | 'cancelled';

/** Where the command puts TensorFlow, and where training looks for it last: the extension's storage for all workspaces. */
export function tensorflowStorage(context: Pick<vscode.ExtensionContext, 'globalStorageUri'>): vscode.Uri {
  return vscode.Uri.joinPath(context.globalStorageUri, 'tensorflow');
}

/** The command that installs TensorFlow. Nothing else in Cellscope opens the network, and this asks first. */
export class TensorflowInstaller {
  readonly #script: string;
  readonly #folder: string;
  readonly #log: vscode.LogOutputChannel;
  #run: { cancel: AbortController; ended: Promise<unknown> } | undefined;

  constructor(extensionDirectory: vscode.Uri, folder: vscode.Uri, log: vscode.LogOutputChannel) {
    this.#script = vscode.Uri.joinPath(extensionDirectory, assets.workers.install).fsPath;
    this.#folder = folder.fsPath;
    this.#log = log;
  }

  /** Resolves when it is installed and the user has been told, when it failed, or when the user does not want it. */
  async install(): Promise<void> {
    if (this.#run) {
      void plainWindow.showInformationMessage('TensorFlow is being installed already.');
      return;
    }
    if (!(await this.#isWanted()) || this.#run) return;
    try {
      if ((await this.#installShown()) === 'cancelled')
        this.#log.info('Installing TensorFlow was cancelled.');
      else this.#tellInstalled();
    } catch (error) {
      this.#tellError(error);
    }
  }

  /** Ends an installation that is under way; resolves when its programs have ended. */
  async dispose(): Promise<void> {
    this.#run?.cancel.abort();
    // How it ended is for the caller of install.
    await this.#run?.ended.catch(() => undefined);
  }

  async #isWanted(): Promise<boolean> {
    const install = 'Install';
    const detail = `Some 110 MB are downloaded, from the npm registry and from storage.googleapis.com, into the storage of this extension: ${this.#folder}. It needs npm. This is the only time that Cellscope opens a network connection.`;
    const question = 'Install TensorFlow.js as a second engine for training?';
    return (await plainWindow.showInformationMessage(question, { modal: true, detail }, install)) === install;
  }

  #installShown(): Thenable<Outcome> {
    return plainWindow.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: 'Installing TensorFlow',
        cancellable: true,
      },
      (progress, token) => this.#installNow(message => progress.report({ message }), token),
    );
  }

  async #installNow(show: (line: string) => void, token: vscode.CancellationToken): Promise<Outcome> {
    this.#log.info(`Installing TensorFlow into ${this.#folder}`);
    const worker = new WorkerThread<ToInstaller, FromInstaller>(new Worker(this.#script), ({ text }) => {
      this.#log.info(text);
      show(text);
    });
    const cancel = new AbortController();
    const subscription = token.onCancellationRequested(() => cancel.abort());
    const ended = worker.channel.ask({ kind: 'install', folder: this.#folder }, cancel.signal);
    this.#run = { cancel, ended };
    try {
      await ended;
      return 'installed';
    } catch (error) {
      if (cancel.signal.aborted) return 'cancelled';
      throw error;
    } finally {
      this.#run = undefined;
      subscription.dispose();
      await worker.dispose();
    }
  }

  #tellInstalled(): void {
    this.#log.info('TensorFlow is installed.');
    if (readEngine() === 'tensorflow') {
      void plainWindow.showInformationMessage(
        'TensorFlow is installed. The next training in Cellscope uses it.',
      );
      return;
    }
    const use = 'Train with TensorFlow';
    const message =
      'TensorFlow is installed. Cellscope uses it when the setting cellscope.engine is tensorflow.';
    void plainWindow.showInformationMessage(message, use).then(choice => {
      if (choice === use) void chooseEngine('tensorflow');
    });
  }

  #tellError(error: unknown): void {
    this.#log.error(error instanceof Error ? error : String(error));
    const text = error instanceof Error ? error.message : String(error);
    const expected = error instanceof RemoteError && error.expected;
    const message = expected ? text : `TensorFlow was not installed: ${text}`;
    const showLog = 'Show Log';
    void plainWindow.showErrorMessage(message, showLog).then(choice => {
      if (choice === showLog) this.#log.show();
    });
  }
}
