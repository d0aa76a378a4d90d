import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { assets } from '../../protocol/assets.ts';
import { RemoteError } from '../../protocol/channel.ts';
import type { FileListMessage, FromFiles, ListFilesRequest, ToFiles } from '../../protocol/filesMessages.ts';
import { readExcludeGlobs, readIncludeGlobs } from '../configuration.ts';
import { type FileListText, fileListText } from './fileListText.ts';
import { plainWindow } from '../plain/plainWindow.ts';
import { WorkerThread } from '../workers/workerThread.ts';

const scheme = 'cellscope-files';
const uri = vscode.Uri.from({ scheme, path: '/Files that are read' });

/** The command that shows which files a training reads and which not: a read-only document, made by a worker. */
export class FileListDocument implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider {
  readonly #script: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registrations: vscode.Disposable[];
  #shown: FileListText = { text: '', links: [] };
  /** Ends the list that is being made. */
  #cancel: AbortController | undefined;

  constructor(extensionDirectory: vscode.Uri, log: vscode.LogOutputChannel) {
    this.#script = vscode.Uri.joinPath(extensionDirectory, assets.workers.files).fsPath;
    this.#log = log;
    this.#registrations = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.languages.registerDocumentLinkProvider({ scheme }, this),
    ];
  }

  provideTextDocumentContent(): string {
    return this.#shown.text;
  }

  provideDocumentLinks(): vscode.DocumentLink[] {
    return this.#shown.links.map(
      ({ line, length, location }) =>
        new vscode.DocumentLink(new vscode.Range(line, 0, line, length), vscode.Uri.file(location)),
    );
  }

  /** Resolves when the list is shown, the user has cancelled it, or was told why there is none. */
  async show(): Promise<void> {
    const request = this.#request();
    if (!request) return;
    try {
      const list = await this.#listShown(request);
      if (!list) return;
      this.#shown = fileListText(list);
      this.#changed.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { preview: true });
    } catch (error) {
      this.#tellError(error);
    }
  }

  dispose(): void {
    this.#cancel?.abort();
    for (const one of this.#registrations) one.dispose();
    this.#changed.dispose();
  }

  #request(): ListFilesRequest | undefined {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(
      ({ uri: place }) => place.scheme === 'file',
    );
    if (folders.length > 0)
      return {
        kind: 'listFiles',
        folders: folders.map(folder => ({ path: folder.uri.fsPath, exclude: readExcludeGlobs(folder) })),
        include: readIncludeGlobs(),
      };
    void plainWindow.showErrorMessage(
      'Cellscope reads the files of a folder on disk, and none is open. Open one first.',
    );
    return undefined;
  }

  #listShown(request: ListFilesRequest): Thenable<FileListMessage | undefined> {
    return plainWindow.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: 'Cellscope is reading the files',
        cancellable: true,
      },
      (_, token) => this.#list(request, token),
    );
  }

  /** Undefined when it was cancelled. */
  async #list(
    request: ListFilesRequest,
    token: vscode.CancellationToken,
  ): Promise<FileListMessage | undefined> {
    // A list that is asked for again is made anew.
    this.#cancel?.abort();
    const cancel = new AbortController();
    this.#cancel = cancel;
    const subscription = token.onCancellationRequested(() => cancel.abort());
    const worker = new WorkerThread<ToFiles, FromFiles>(new Worker(this.#script), () => {});
    // There is nothing to be saved: the worker need not come to where it looks for this.
    cancel.signal.addEventListener('abort', () => void worker.dispose());
    try {
      return await worker.channel.ask(request);
    } catch (error) {
      if (cancel.signal.aborted) return undefined;
      throw error;
    } finally {
      subscription.dispose();
      await worker.dispose();
    }
  }

  #tellError(error: unknown): void {
    this.#log.error(error instanceof Error ? error : String(error));
    const text = error instanceof Error ? error.message : String(error);
    const expected = error instanceof RemoteError && error.expected;
    void plainWindow.showErrorMessage(expected ? text : `The files cannot be listed: ${text}`);
  }
}
