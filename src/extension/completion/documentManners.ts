import * as vscode from 'vscode';
import {
  type CompletionSettings,
  editorCompletionSettings,
  readCompletionSettings,
} from '../configuration.ts';
import { otherProvidersSettings, servedByOthers } from './otherProviders.ts';

/** How a document is suggested in. */
export interface Manners extends CompletionSettings {
  /** Another extension suggests in it, too. */
  hasOthers: boolean;
}

const settings = ['cellscope', ...editorCompletionSettings, ...otherProvidersSettings];

/** How documents are suggested in; kept, since asking the editor on every key costs more than all the rest of it. */
export class DocumentManners {
  readonly #kept = new Map<string, Manners>();
  readonly #subscriptions: vscode.Disposable[];

  constructor() {
    this.#subscriptions = [
      vscode.extensions.onDidChange(() => this.#kept.clear()),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (settings.some(section => event.affectsConfiguration(section))) this.#kept.clear();
      }),
    ];
  }

  of(document: vscode.TextDocument): Manners {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const key = `${document.languageId} ${folder?.index ?? ''}`;
    let manners = this.#kept.get(key);
    if (!manners) {
      manners = { ...readCompletionSettings(document), hasOthers: servedByOthers(document) };
      this.#kept.set(key, manners);
    }
    return manners;
  }

  dispose(): void {
    for (const one of this.#subscriptions) one.dispose();
  }
}
