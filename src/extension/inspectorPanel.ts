import * as vscode from 'vscode';
import type { CellName, HostToWebview, WebviewToHost } from '../protocol/inspector.ts';
import type { DocumentState } from '../protocol/modelMessages.ts';
import { readPalette, writePalette } from './configuration.ts';
import { documentLanguage } from './documentLanguage.ts';
import type { DocumentMirror, MirroredEdit } from './documentMirror.ts';
import { normalisedOffset, normalisedText, positionOf } from './documentText.ts';
import { inspectorHtml, inspectorRoots } from './inspectorHtml.ts';
import type { ModelService, ModelState } from './modelService.ts';
import type { TrainingController } from './trainingController.ts';

export interface InspectorParts {
  extensionDirectory: vscode.Uri;
  model: ModelService;
  mirror: DocumentMirror;
  training: TrainingController;
  log: vscode.LogOutputChannel;
}

/** Kinds of requests of which only the newest counts. */
type Newest = 'values' | 'labels' | 'hover' | 'ranking';

/** One inspector beside the editor: shows what the active editor shows, and follows its cursor and edits. */
export class InspectorPanel {
  static readonly viewType = 'cellscope.inspector';

  readonly #panel: vscode.WebviewPanel;
  readonly #parts: InspectorParts;
  readonly #newest = new Map<Newest, AbortController>();
  readonly #subscriptions: vscode.Disposable[];
  readonly #disposed = new vscode.EventEmitter<void>();
  readonly onDidDispose = this.#disposed.event;
  readonly #exchanged = new vscode.EventEmitter<HostToWebview | WebviewToHost>();
  /** Every message in either direction, for tests. */
  readonly onDidExchange = this.#exchanged.event;
  #document: vscode.TextDocument | undefined;
  /** The page has loaded and listens. */
  #ready = false;
  /** What was last sent about the model, so that it is not sent again for nothing. */
  #modelSent = '';
  #cursorTimer: ReturnType<typeof setTimeout> | undefined;
  #cell: CellName | undefined;
  /** That the newest ranking is for. */
  #feature = '';
  /** The document that the user was told of that it has no labels. */
  #unlabelled: number | undefined;

  constructor(panel: vscode.WebviewPanel, parts: InspectorParts) {
    this.#panel = panel;
    this.#parts = parts;
    this.#document = documentToShow();
    panel.iconPath = vscode.Uri.joinPath(parts.extensionDirectory, 'media', 'icon.svg');
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: inspectorRoots(parts.extensionDirectory),
    };
    const { model, mirror, training } = parts;
    this.#subscriptions = [
      panel.onDidDispose(() => this.#dispose()),
      panel.onDidChangeViewState(() => {
        // A hidden page is thrown away; shown again, it loads anew and says that it is ready.
        if (!panel.visible) this.#ready = false;
      }),
      panel.webview.onDidReceiveMessage((message: WebviewToHost) => this.#receive(message)),
      model.onDidChangeState(() => this.#sendModel()),
      model.onProgress(event => {
        const { document, share } = event;
        if (event.event === 'reading')
          this.#post({ kind: 'reading', document, version: event.version, share });
        else if (document === this.#state()?.document)
          this.#post({ kind: 'rankingProgress', feature: this.#feature, share });
      }),
      training.onDidChangeState(() => this.#sendModel()),
      mirror.onDidEdit(edit => this.#sendEdit(edit)),
      mirror.onDidDrop(document => {
        if (document === this.#document) this.#sendDocument();
      }),
      vscode.window.onDidChangeActiveTextEditor(editor => this.#follow(editor)),
      vscode.window.onDidChangeTextEditorSelection(event => this.#cursorMoved(event.textEditor)),
      vscode.window.onDidChangeTextEditorVisibleRanges(event => this.#cursorMoved(event.textEditor)),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('cellscope.inspector'))
          this.#post({ kind: 'palette', palette: readPalette() });
      }),
    ];
    panel.webview.html = inspectorHtml(panel.webview, parts.extensionDirectory);
  }

  static create(parts: InspectorParts): InspectorPanel {
    const panel = vscode.window.createWebviewPanel(
      InspectorPanel.viewType,
      vscode.l10n.t('Cells'),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      {},
    );
    return new InspectorPanel(panel, parts);
  }

  reveal(): void {
    this.#panel.reveal(undefined, true);
    this.#follow(vscode.window.activeTextEditor);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  /** As if the page had sent it; for tests. */
  receive(message: WebviewToHost): void {
    this.#receive(message);
  }

  #dispose(): void {
    clearTimeout(this.#cursorTimer);
    for (const controller of this.#newest.values()) controller.abort();
    for (const one of this.#subscriptions) one.dispose();
    this.#disposed.fire();
    this.#disposed.dispose();
    this.#exchanged.dispose();
  }

  #post(message: HostToWebview): void {
    if (!this.#ready) return;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a webview has no origin to name
    void this.#panel.webview.postMessage(message);
    this.#exchanged.fire(message);
  }

  #receive(message: WebviewToHost): void {
    this.#exchanged.fire(message);
    switch (message.kind) {
      case 'ready':
        return this.#start();
      case 'chooseCell':
        this.#cell = message.cell;
        return undefined;
      case 'chooseFeature':
        return void this.#rank(message.feature);
      case 'choosePalette':
        return void writePalette(message.palette);
      case 'needValues':
        return void this.#sendValues(message);
      case 'needLabels':
        return void this.#sendLabels(message);
      case 'hover':
        return void this.#sendHover(message);
      case 'hoverEnd':
        return this.#newest.get('hover')?.abort();
      case 'reveal':
        return void this.#showInEditor(message);
      case 'stopRanking':
        return this.#newest.get('ranking')?.abort();
      case 'train':
        return void vscode.commands.executeCommand('cellscope.train');
    }
  }

  #start(): void {
    this.#ready = true;
    this.#modelSent = '';
    this.#post({ kind: 'palette', palette: readPalette() });
    this.#sendModel();
    this.#sendDocument();
    void this.#parts.model.load();
  }

  #sendModel(): void {
    const { model, training } = this.#parts;
    const message = modelMessage(model.state, training);
    const text = JSON.stringify(message);
    if (!this.#ready || text === this.#modelSent) return;
    const first = !this.#modelSent.includes('"kind":"model"') && message.kind === 'model';
    this.#modelSent = text;
    this.#post(message);
    // The features that can be chosen come with the document, and are known only with a model.
    if (first) this.#sendDocument();
  }

  #follow(editor: vscode.TextEditor | undefined): void {
    if (!editor || !canBeShown(editor.document) || editor.document === this.#document) return;
    this.#document = editor.document;
    this.#sendDocument();
  }

  #sendDocument(): void {
    const document = this.#document;
    if (!this.#ready) return;
    if (!document || document.isClosed) {
      const message = vscode.l10n.t('Open a C or LaTeX file to see its cells.');
      this.#post({ kind: 'noDocument', message });
      return;
    }
    const state = this.#parts.mirror.mirror(document);
    if (!state) {
      const name = vscode.workspace.asRelativePath(document.uri);
      const message = vscode.l10n.t('{0} is too long to inspect. Open a file of less than 4 MB.', name);
      this.#post({ kind: 'noDocument', message });
      return;
    }
    const language = documentLanguage(document);
    const { state: model } = this.#parts.model;
    const tabSize = editorOf(document)?.options.tabSize;
    this.#post({
      kind: 'document',
      ...state,
      name: vscode.workspace.asRelativePath(document.uri),
      language,
      features: model.kind === 'loaded' ? model.model.features[language] : [],
      ...(typeof tabSize === 'number' ? { tabSize } : {}),
      text: normalisedText(document),
    });
    this.#sendCursor(editorOf(document));
  }

  #sendEdit({ document, version, edits }: MirroredEdit): void {
    if (this.#state()?.document === document) this.#post({ kind: 'edits', document, version, edits });
  }

  /** Scrolling and typing bring many of these: the last of a burst will do. */
  #cursorMoved(editor: vscode.TextEditor): void {
    if (editor.document !== this.#document) return;
    clearTimeout(this.#cursorTimer);
    this.#cursorTimer = setTimeout(() => this.#sendCursor(editor), 30);
  }

  #sendCursor(editor: vscode.TextEditor | undefined): void {
    const state = this.#state();
    if (!state || !editor || editor.document !== this.#document) return;
    const { document, selection, visibleRanges } = editor;
    const offset = (position: vscode.Position) => normalisedOffset(document, position);
    const from = visibleRanges[0]?.start ?? selection.active;
    const to = visibleRanges.at(-1)?.end ?? selection.active;
    const visible = { from: offset(from), to: offset(to) };
    this.#post({ kind: 'cursor', ...state, offset: offset(selection.active), visible });
  }

  async #sendValues(wanted: Extract<WebviewToHost, { kind: 'needValues' }>): Promise<void> {
    await this.#answer('values', async signal => {
      const answer = await this.#parts.model.ask({ ...wanted, kind: 'values' }, signal);
      const { document, version, from, cells } = wanted;
      for (const [index, values] of answer?.values.entries() ?? []) {
        const cell = cells[index];
        if (answer && cell && !signal.aborted)
          this.#post({ kind: 'values', document, version, revision: answer.revision, cell, from, values });
      }
    });
  }

  async #sendLabels(wanted: Extract<WebviewToHost, { kind: 'needLabels' }>): Promise<void> {
    await this.#answer('labels', async signal => {
      const answer = await this.#parts.model.ask({ ...wanted, kind: 'labels' }, signal);
      if (!answer || signal.aborted) return;
      const { document, version, feature, from } = wanted;
      this.#post({ kind: 'labels', document, version, feature, from, labels: answer.labels });
      if (answer.isUnlabelled) this.#tellUnlabelled(document);
    });
  }

  /** Once a document: every edit of it would take as long again. */
  #tellUnlabelled(document: number): void {
    if (this.#unlabelled === document) return;
    this.#unlabelled = document;
    const message = vscode.l10n.t(
      'To find out what is inside what in this file takes too long. Its text counts as not labelled: nothing is underlined in it, and no cell is compared with it.',
    );
    this.#post({ kind: 'error', message });
  }

  async #sendHover(wanted: Extract<WebviewToHost, { kind: 'hover' }>): Promise<void> {
    await this.#answer('hover', async signal => {
      const cell = this.#cell ? { cell: this.#cell } : {};
      const answer = await this.#parts.model.ask({ ...wanted, ...cell, kind: 'hover' }, signal);
      const { document, version } = wanted;
      if (answer && !signal.aborted) this.#post({ kind: 'hover', document, version, ...cell, ...answer });
    });
  }

  async #rank(feature: string): Promise<void> {
    const document = this.#state()?.document;
    if (document === undefined) return;
    this.#feature = feature;
    let ended = true;
    await this.#answer('ranking', async signal => {
      const folders = (vscode.workspace.workspaceFolders ?? []).map(folder => folder.uri.fsPath);
      const ranking = await this.#parts.model.ask({ kind: 'rank', document, feature, folders }, signal);
      if (!ranking || signal.aborted) return;
      ended = false;
      this.#post({ kind: 'ranking', feature, ...ranking });
    });
    if (ended) this.#post({ kind: 'rankingEnded', feature });
  }

  /** Does what a request asks for, in place of the older request of its kind; an error is told to the user. */
  async #answer(kind: Newest, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const older = this.#newest.get(kind);
    const controller = new AbortController();
    this.#newest.set(kind, controller);
    if (this.#parts.model.state.kind !== 'loaded') return;
    try {
      const done = work(controller.signal);
      // Only now, so that the new request may go on with what the older one has begun.
      older?.abort();
      await done;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#parts.log.warn(`Inspector, ${kind}: ${message}`);
      if (!controller.signal.aborted) this.#post({ kind: 'error', message });
    }
  }

  async #showInEditor(place: Extract<WebviewToHost, { kind: 'reveal' }>): Promise<void> {
    const document = this.#document;
    const state = this.#state();
    if (!document || state?.document !== place.document || state.version !== place.version) return;
    const position = positionOf(document, place.offset);
    await vscode.window.showTextDocument(document, {
      viewColumn: editorOf(document)?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Selection(position, position),
    });
  }

  #state(): DocumentState | undefined {
    return this.#document && this.#parts.mirror.stateOf(this.#document);
  }
}

function modelMessage(state: ModelState, training: TrainingController): HostToWebview {
  const running = training.state.phase !== 'idle';
  if (state.kind === 'loaded') {
    const { cellType, layers, units, step, revision, validationBitsPerChar } = state.model;
    const measured = validationBitsPerChar === undefined ? {} : { validationBitsPerChar };
    return { kind: 'model', revision, cellType, layers, units, step, training: running, ...measured };
  }
  if (state.kind === 'unreadable') return { kind: 'noModel', message: state.message, canTrain: !running };
  if (running) return firstTraining(training);
  const missing = state.kind === 'missing';
  const message = missing
    ? vscode.l10n.t('No model has been trained on this workspace yet.')
    : vscode.l10n.t('Looking for the model…');
  return { kind: 'noModel', message, canTrain: missing };
}

function firstTraining({ state }: TrainingController): HostToWebview {
  const message = vscode.l10n.t(
    'The first model is being trained; its cells appear with its first checkpoint.',
  );
  const share = 'progress' in state && state.progress ? { share: state.progress.share } : {};
  return { kind: 'noModel', message, canTrain: false, ...share };
}

function canBeShown(document: vscode.TextDocument): boolean {
  return ['file', 'untitled'].includes(document.uri.scheme);
}

/** The active editor's document; when something else is active, such as a panel, the first one in sight. */
function documentToShow(): vscode.TextDocument | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const editors = activeTextEditor ? [activeTextEditor, ...visibleTextEditors] : visibleTextEditors;
  return editors.find(editor => canBeShown(editor.document))?.document;
}

function editorOf(document: vscode.TextDocument): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (activeTextEditor?.document === document) return activeTextEditor;
  return visibleTextEditors.find(editor => editor.document === document);
}
