import { namesInProse } from '../../protocol/languages.ts';
import * as vscode from 'vscode';
import type { CellSignal, HostToWebview, WebviewToHost } from '../../protocol/inspector.ts';
import { readPalette, writePalette } from '../configuration.ts';
import type { DocumentMirror, MirroredEdit } from '../documents/documentMirror.ts';
import { normalisedOffset, positionOf } from '../documents/documentText.ts';
import { inspectorHtml, inspectorRoots } from './inspectorHtml.ts';
import { modelMessage } from './modelMessage.ts';
import type { ModelService } from '../trainedModel/modelService.ts';
import { readPageMessage } from './pageMessage.ts';
import { columnBeside, columnOfItsOwn } from './panelColumns.ts';
import { withPlainWords } from '../plain/plainMessage.ts';
import { editorOf, ShownFile, type ShownText } from './shownFile.ts';
import { textParts } from './textParts.ts';
import type { TrainingController } from '../training/trainingController.ts';
import { ValuesAhead } from './valuesAhead.ts';

export interface InspectorParts {
  extensionDirectory: vscode.Uri;
  model: ModelService;
  mirror: DocumentMirror;
  training: TrainingController;
  log: vscode.LogOutputChannel;
}

/** Kinds of requests of which only the newest counts. */
type Newest = 'values' | 'labels' | 'hover' | 'ranking';

/** The rest of a large text waits no longer for the first colours, ms. */
const mostPatience = 4000;

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
  readonly #shown: ShownFile;
  /** The page has loaded and listens. */
  #ready = false;
  /** What was last sent about the model, so that it is not sent again for nothing. */
  #modelSent = '';
  #cursorTimer: ReturnType<typeof setTimeout> | undefined;
  #cell: CellSignal | undefined;
  readonly #ahead = new ValuesAhead();
  /** The parts of the shown text that the page has not got yet. */
  #moreText: Extract<HostToWebview, { kind: 'moreText' }>[] = [];
  #moreTextTimer: ReturnType<typeof setTimeout> | undefined;
  /** That the newest ranking is for. */
  #feature = '';
  /** The document that the user was told of that it has no labels. */
  #unlabelled: number | undefined;

  constructor(panel: vscode.WebviewPanel, parts: InspectorParts) {
    this.#panel = panel;
    this.#parts = parts;
    panel.iconPath = vscode.Uri.joinPath(parts.extensionDirectory, 'media', 'icon.svg');
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: inspectorRoots(parts.extensionDirectory),
    };
    const { model, mirror, training } = parts;
    this.#shown = new ShownFile(mirror);
    this.#subscriptions = [
      this.#shown,
      this.#shown.onDidChange(() => this.#sendDocument()),
      panel.onDidDispose(() => this.#dispose()),
      panel.onDidChangeViewState(() => {
        // A hidden page is thrown away; shown again, it loads anew and says that it is ready.
        if (!panel.visible) this.#ready = false;
      }),
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      model.onDidChangeState(() => this.#sendModel()),
      model.onProgress(event => {
        const { document, share } = event;
        if (event.kind === 'reading')
          this.#post({ kind: 'reading', document, version: event.version, share });
        else if (document === this.#shown.state?.document)
          this.#post({ kind: 'rankingProgress', document, feature: this.#feature, share });
      }),
      training.onDidChangeState(() => this.#sendModel()),
      mirror.onDidEdit(edit => this.#sendEdit(edit)),
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
      { viewColumn: columnOfItsOwn(), preserveFocus: true },
      {},
    );
    return new InspectorPanel(panel, parts);
  }

  reveal(): void {
    this.#panel.reveal(undefined, true);
    this.#shown.follow();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  /** What the page sent, or a test in its place. */
  receive(value: unknown): void {
    const { model, log } = this.#parts;
    const read = readPageMessage(value, model.state.kind === 'loaded' ? model.state.model : undefined);
    if ('message' in read) this.#receive(read.message);
    else log.warn(`Inspector: a message of the page was left out, since ${read.problem}.`);
  }

  #dispose(): void {
    clearTimeout(this.#cursorTimer);
    clearTimeout(this.#moreTextTimer);
    for (const controller of this.#newest.values()) controller.abort();
    for (const one of this.#subscriptions) one.dispose();
    this.#disposed.fire();
    this.#disposed.dispose();
    this.#exchanged.dispose();
  }

  #post(message: HostToWebview): void {
    if (!this.#ready) return;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a webview has no origin to name
    void this.#panel.webview.postMessage(withPlainWords(message));
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
        return void this.#needValues(message);
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

  #sendDocument(): void {
    if (!this.#ready) return;
    const { document, opening } = this.#shown;
    if (opening) return this.#sendText(opening);
    if (!document || document.isClosed) {
      const message = vscode.l10n.t('Open a {0} file to see its cells.', namesInProse('or'));
      return this.#post({ kind: 'noDocument', message });
    }
    const text = this.#shown.read(document);
    if (text) return this.#sendText(text);
    const name = vscode.workspace.asRelativePath(document.uri);
    const message = vscode.l10n.t('{0} is too long to inspect. Open a file of less than 4 MB.', name);
    return this.#post({ kind: 'noDocument', message });
  }

  /** The first part reaches behind what the editor shows: the page can go there before it has the rest. */
  #sendText({ state, uri, language, tabSize, text }: ShownText): void {
    const { state: model } = this.#parts.model;
    const cursor = this.#cursorMessage();
    const [first = '', ...rest] = textParts(text, Math.max(cursor?.offset ?? 0, cursor?.visible.to ?? 0));
    this.#post({
      kind: 'document',
      ...state,
      name: vscode.workspace.asRelativePath(uri),
      language,
      features: model.kind === 'loaded' ? model.model.features[language] : [],
      tabSize,
      text: first,
      length: text.length,
    });
    if (cursor) this.#post(cursor);
    this.#moreText = rest.map(part => ({ kind: 'moreText', document: state.document, text: part }));
    // Without a model no colours will be asked for.
    const patience = model.kind === 'loaded' ? mostPatience : 0;
    clearTimeout(this.#moreTextTimer);
    this.#moreTextTimer = setTimeout(() => this.#sendMoreText(), patience);
  }

  /** The rest of a large text comes behind the colours of what is seen of it, which would have to queue up else. */
  #sendMoreText(): void {
    for (const part of this.#moreText.splice(0)) this.#post(part);
  }

  #sendEdit(edit: MirroredEdit): void {
    const { document, version, edits } = edit;
    if (this.#shown.state?.document !== document) return;
    this.#sendMoreText();
    this.#post({ kind: 'edits', document, version, edits });
    const wish = this.#ready && this.#panel.visible && this.#ahead.after(edit, this.#cell);
    if (wish) this.#ahead.asked(wish, this.#sendValues(wish));
  }

  /** Scrolling and typing bring many of these: the last of a burst will do. */
  #cursorMoved(editor: vscode.TextEditor): void {
    if (editor.document !== this.#shown.document) return;
    clearTimeout(this.#cursorTimer);
    this.#cursorTimer = setTimeout(() => {
      const message = this.#cursorMessage();
      if (!message) return;
      this.#sendMoreText();
      this.#post(message);
    }, 30);
  }

  #cursorMessage(): Extract<HostToWebview, { kind: 'cursor' }> | undefined {
    const { state, document } = this.#shown;
    const editor = document && editorOf(document);
    if (!state || !editor) return undefined;
    const { selection, visibleRanges } = editor;
    const offset = (position: vscode.Position) => normalisedOffset(document, position);
    const from = visibleRanges[0]?.start ?? selection.active;
    const to = visibleRanges.at(-1)?.end ?? selection.active;
    const visible = { from: offset(from), to: offset(to) };
    return { kind: 'cursor', ...state, offset: offset(selection.active), visible };
  }

  async #needValues(wanted: Extract<WebviewToHost, { kind: 'needValues' }>): Promise<void> {
    this.#ahead.wished(wanted);
    if (!(await this.#ahead.answers(wanted))) await this.#sendValues(wanted);
  }

  /** Whether they were sent. */
  async #sendValues(wanted: Extract<WebviewToHost, { kind: 'needValues' }>): Promise<boolean> {
    let sent = false;
    await this.#answer('values', async signal => {
      const answer = await this.#parts.model.ask({ ...wanted, kind: 'values' }, signal);
      const { document, version, from, cells } = wanted;
      for (const [index, values] of answer?.values.entries() ?? []) {
        const cell = cells[index];
        if (!answer || !cell || signal.aborted) continue;
        this.#post({ kind: 'values', document, version, revision: answer.revision, cell, from, values });
        sent = true;
      }
    });
    // In any case: an older question is answered by a newer one, which is soon here.
    this.#sendMoreText();
    return sent;
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
    const document = this.#shown.state?.document;
    if (document === undefined) return;
    this.#feature = feature;
    let ended = true;
    await this.#answer('ranking', async signal => {
      const folders = (vscode.workspace.workspaceFolders ?? []).map(folder => folder.uri.fsPath);
      const { model } = this.#parts;
      // Both at once: the one that was kept is there before the other has begun.
      const [, ranking] = await Promise.all([
        model.ask({ kind: 'keptRanking', document, feature }, signal).then(kept => {
          if (kept && !signal.aborted) this.#post({ kind: 'ranking', document, ...kept });
        }),
        model.ask({ kind: 'rank', document, feature, folders }, signal),
      ]);
      if (!ranking || signal.aborted) return;
      ended = false;
      this.#post({ kind: 'ranking', document, ...ranking });
    });
    if (ended) this.#post({ kind: 'rankingEnded', document, feature });
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
    const { document, state } = this.#shown;
    if (!document || state?.document !== place.document || state.version !== place.version) return;
    const position = positionOf(document, place.offset);
    await vscode.window.showTextDocument(document, {
      viewColumn: columnBeside(this.#panel, document.uri),
      selection: new vscode.Selection(position, position),
    });
  }
}
