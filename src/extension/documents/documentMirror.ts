import * as vscode from 'vscode';
import type { TextKinds } from '../../protocol/languages.ts';
import type { DocumentState, TextEdit } from '../../protocol/textPlaces.ts';
import { kindsOfDocument } from './documentLanguage.ts';
import { normalisedEdits, normalisedText } from './documentText.ts';
import type { ModelService } from '../trainedModel/modelService.ts';
import type { OpeningFile } from '../panels/openingFile.ts';

/** Larger documents are not mirrored: even taking their text once would be felt. UTF-16 units. */
export const longestDocument = 4_000_000;

export interface MirroredEdit extends DocumentState {
  edits: TextEdit[];
  /** It undoes an earlier edit, or does it again. */
  isTakenBack: boolean;
}

interface Mirrored extends DocumentState {
  eol: vscode.EndOfLine;
}

interface MirroredAhead extends DocumentState {
  file: OpeningFile;
}

/**
 * Keeps the model worker's copies of open documents up to date. A document's text is read once, when it is first
 * needed; from then on only its changes are sent.
 */
export class DocumentMirror {
  readonly #model: ModelService;
  readonly #log: vscode.LogOutputChannel;
  readonly #mirrored = new Map<vscode.TextDocument, Mirrored>();
  #ahead: MirroredAhead | undefined;
  readonly #edited = new vscode.EventEmitter<MirroredEdit>();
  readonly #dropped = new vscode.EventEmitter<vscode.TextDocument>();
  /** After an edit was sent; every one of a document, in order. */
  readonly onDidEdit = this.#edited.event;
  /** A document must be mirrored anew before it is asked about. */
  readonly onDidDrop = this.#dropped.event;
  readonly #subscriptions: vscode.Disposable[];
  #lastDocument = 0;

  constructor(model: ModelService, log: vscode.LogOutputChannel) {
    this.#model = model;
    this.#log = log;
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument(event => this.#change(event)),
      vscode.workspace.onDidCloseTextDocument(document => this.#drop(document)),
      model.onDidEnd(() => this.#dropAll()),
    ];
  }

  /** The state that the worker's copy has, sending the text if there is none; undefined for one that is too long. */
  mirror(document: vscode.TextDocument): DocumentState | undefined {
    const known = this.#mirrored.get(document);
    if (known) return { document: known.document, version: known.version };
    if (document.isClosed || lengthOf(document) > longestDocument) return undefined;
    const kinds = kindsOfDocument(document);
    const text = normalisedText(document);
    const state = this.#adopt(document, kinds, text) ?? this.#open(document.uri, kinds, text);
    this.#mirrored.set(document, { ...state, eol: document.eol });
    return state;
  }

  /**
   * Mirrors a file that the editor is still opening. The copy becomes that of its document, when it comes and has the
   * same text; there is one such file at a time.
   */
  mirrorAhead(file: OpeningFile): DocumentState {
    this.forgetAhead();
    const state = this.#open(file.uri, file.kinds, file.text);
    this.#ahead = { ...state, file };
    return state;
  }

  /** The file that was being opened is not wanted any more. */
  forgetAhead(): void {
    if (this.#ahead) this.#close(this.#ahead);
    this.#ahead = undefined;
  }

  /** The state of a copy that is there already. */
  stateOf(document: vscode.TextDocument): DocumentState | undefined {
    const known = this.#mirrored.get(document);
    return known && { document: known.document, version: known.version };
  }

  /** The document whose copy has a number; undefined once it is closed. */
  documentOf(number: number): vscode.TextDocument | undefined {
    for (const [document, known] of this.#mirrored) if (known.document === number) return document;
    return undefined;
  }

  dispose(): void {
    for (const one of this.#subscriptions) one.dispose();
    this.#edited.dispose();
    this.#dropped.dispose();
  }

  #open({ scheme, fsPath }: vscode.Uri, kinds: TextKinds, text: string): DocumentState {
    const state = { document: ++this.#lastDocument, version: 1 };
    const file = scheme === 'file' ? { file: fsPath } : {};
    this.#tell(this.#model.ask({ kind: 'openDocument', ...state, ...kinds, ...file, text }));
    return state;
  }

  #close({ document }: DocumentState): void {
    this.#tell(this.#model.ask({ kind: 'closeDocument', document }));
  }

  /** The state of the copy that was made of a document's file ahead; undefined if there is none or it differs. */
  #adopt({ uri }: vscode.TextDocument, kinds: TextKinds, text: string): DocumentState | undefined {
    const ahead = this.#ahead;
    if (ahead?.file.uri.toString() !== uri.toString()) return undefined;
    if (!areEqual(ahead.file.kinds, kinds) || ahead.file.text !== text) {
      this.forgetAhead();
      return undefined;
    }
    this.#ahead = undefined;
    return { document: ahead.document, version: ahead.version };
  }

  #change({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    const known = this.#mirrored.get(document);
    if (!known || contentChanges.length === 0) return;
    // Offsets of a change that also changes the line ends count in neither of the two: take the text anew.
    if (document.eol !== known.eol) {
      this.#drop(document);
      return;
    }
    const edits = normalisedEdits(document.eol, contentChanges);
    known.version++;
    const state = { document: known.document, version: known.version };
    this.#tell(this.#model.ask({ kind: 'editDocument', ...state, edits }));
    this.#edited.fire({ ...state, edits, isTakenBack: reason !== undefined });
  }

  #drop(document: vscode.TextDocument): void {
    const known = this.#mirrored.get(document);
    if (!known) return;
    this.#mirrored.delete(document);
    this.#close(known);
    this.#dropped.fire(document);
  }

  #dropAll(): void {
    const documents = [...this.#mirrored.keys()];
    this.#mirrored.clear();
    this.#ahead = undefined;
    for (const document of documents) this.#dropped.fire(document);
  }

  /** What went wrong with a copy shows when it is asked about; here it is only logged. */
  #tell(sent: Promise<void>): void {
    sent.catch((error: unknown) => this.#log.warn(`Document not mirrored: ${String(error)}`));
  }
}

/** UTF-16 units, without reading the text. */
function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

function areEqual(a: TextKinds, b: TextKinds): boolean {
  return a.language === b.language && a.syntax === b.syntax;
}
