import * as vscode from 'vscode';
import type { Language } from '../../protocol/languages.ts';
import type { DocumentState } from '../../protocol/textPlaces.ts';
import { documentLanguage } from '../documents/documentLanguage.ts';
import { type DocumentMirror, longestDocument } from '../documents/documentMirror.ts';
import { normalisedText } from '../documents/documentText.ts';
import { type OpeningFile, openingUri, readOpeningFile } from './openingFile.ts';

/** The text to show and what it is; `state` names the worker's copy of it. */
export interface ShownText {
  state: DocumentState;
  uri: vscode.Uri;
  language: Language;
  /** Columns from one tab stop to the next. */
  tabSize: number;
  text: string;
}

/**
 * What an inspector shows: the document of the active editor or, while the editor is still opening a large file, that
 * file as it is on disk. When something else is active, such as the panel itself, it stays what it was.
 */
export class ShownFile {
  readonly #mirror: DocumentMirror;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Another text is to be shown. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  #document: vscode.TextDocument | undefined;
  #opening: { file: OpeningFile; state: DocumentState; tabSize: number } | undefined;
  /** Being read from disk. */
  #reading: vscode.Uri | undefined;

  constructor(mirror: DocumentMirror) {
    this.#mirror = mirror;
    this.#document = documentToShow();
    this.#subscriptions = [
      mirror.onDidDrop(document => {
        if (document === this.#document) this.#changed.fire();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.follow()),
      vscode.window.tabGroups.onDidChangeTabs(() => void this.#foresee()),
    ];
  }

  /** Undefined too while the editor has not brought it. */
  get document(): vscode.TextDocument | undefined {
    return this.#opening ? undefined : this.#document;
  }

  get uri(): vscode.Uri | undefined {
    return this.#opening?.file.uri ?? this.#document?.uri;
  }

  /** What the worker has of it; undefined before it was read. */
  get state(): DocumentState | undefined {
    return this.#opening?.state ?? (this.#document && this.#mirror.stateOf(this.#document));
  }

  /** The text; undefined for one that is too long. */
  read(document: vscode.TextDocument): ShownText | undefined {
    const state = this.#mirror.mirror(document);
    if (!state) return undefined;
    const language = documentLanguage(document);
    return {
      state,
      uri: document.uri,
      language,
      tabSize: tabSizeOf(document),
      text: normalisedText(document),
    };
  }

  /** The file that is being opened, if there is one. */
  get opening(): ShownText | undefined {
    if (!this.#opening) return undefined;
    const { file, state, tabSize } = this.#opening;
    const { uri, kinds, text } = file;
    return { state, uri, language: kinds.language, tabSize, text };
  }

  /** Shows what the active editor shows. */
  follow(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (!document) return void this.#foresee();
    if (!canBeShown(document) || (document === this.#document && !this.#opening)) return;
    const ahead = this.#opening;
    this.#opening = undefined;
    this.#document = document;
    const state = this.#mirror.mirror(document);
    const isShown =
      ahead && ahead.state.document === state?.document && ahead.tabSize === tabSizeOf(document);
    if (ahead && !isShown) this.#mirror.forgetAhead();
    if (!isShown) this.#changed.fire();
  }

  dispose(): void {
    this.#reading = undefined;
    for (const one of this.#subscriptions) one.dispose();
    this.#changed.dispose();
    if (this.#opening) this.#mirror.forgetAhead();
  }

  async #foresee(): Promise<void> {
    const uri = openingUri(vscode.window.tabGroups.activeTabGroup.activeTab);
    const isKnown = uri?.toString() === (this.#reading ?? this.#opening?.file.uri)?.toString();
    if (!uri || isKnown) return;
    this.#reading = uri;
    const file = await readOpeningFile(uri, longestDocument);
    if (this.#reading !== uri) return;
    this.#reading = undefined;
    const wanted = openingUri(vscode.window.tabGroups.activeTabGroup.activeTab);
    if (!file || wanted?.toString() !== uri.toString()) return;
    const tabSize = vscode.workspace.getConfiguration('editor', uri).get('tabSize', 4);
    this.#opening = { file, state: this.#mirror.mirrorAhead(file), tabSize };
    this.#changed.fire();
  }
}

function canBeShown(document: vscode.TextDocument): boolean {
  return ['file', 'untitled'].includes(document.uri.scheme);
}

/**
 * The active editor's document; when something else is active, such as a panel, the first one in sight; when none is, such
 * as behind the walkthrough, one in a tab whose cells can be compared with something.
 */
function documentToShow(): vscode.TextDocument | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const editors = activeTextEditor ? [activeTextEditor, ...visibleTextEditors] : visibleTextEditors;
  const inSight = editors.find(editor => canBeShown(editor.document))?.document;
  return inSight ?? vscode.workspace.textDocuments.find(isBehind);
}

function isBehind(document: vscode.TextDocument): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  const isInTab = tabs.some(
    ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === document.uri.toString(),
  );
  return isInTab && canBeShown(document) && documentLanguage(document) !== 'other';
}

/** The editor that shows a document, if one does. */
export function editorOf(document: vscode.TextDocument): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (activeTextEditor?.document === document) return activeTextEditor;
  return visibleTextEditors.find(editor => editor.document === document);
}

function tabSizeOf(document: vscode.TextDocument): number {
  const tabSize = editorOf(document)?.options.tabSize;
  return typeof tabSize === 'number' ? tabSize : 4;
}
