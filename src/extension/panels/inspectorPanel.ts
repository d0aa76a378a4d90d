import { namesInProse } from '../../protocol/languages.ts';
import * as vscode from 'vscode';
import type { AnswerTo } from '../../protocol/channel.ts';
import type { FromPage, FromPanel, HostEvent, PageEvent } from '../../protocol/inspector.ts';
import { checkPageEvent } from '../../protocol/inspectorChecks.ts';
import type { ModelAnswers, ModelRequest } from '../../protocol/modelMessages.ts';
import { Newest } from '../../protocol/newest.ts';
import { readPalette, writePalette } from '../configuration.ts';
import type { DocumentMirror, MirroredEdit } from '../documents/documentMirror.ts';
import { normalisedOffset, positionOf } from '../documents/documentText.ts';
import type { ModelService } from '../trainedModel/modelService.ts';
import type { TrainingController } from '../training/trainingController.ts';
import { modelMessage } from './modelMessage.ts';
import { readPageRequest } from './pageRequest.ts';
import type { PageView } from './pageView.ts';
import { columnBeside } from './panelColumns.ts';
import type { PanelPage } from './panelHost.ts';
import { editorOf, ShownFile, type ShownText } from './shownFile.ts';
import { textParts } from './textParts.ts';
import { ValuesAhead } from './valuesAhead.ts';

interface InspectorParts {
  model: ModelService;
  mirror: DocumentMirror;
  training: TrainingController;
  log: vscode.LogOutputChannel;
  /** Somebody has a cell of the model before him, coloured beside what he asked it to follow. */
  sawFeature: () => void;
}

type View = PageView<FromPanel, FromPage>;
type ValuesRequest = Extract<ModelRequest, { kind: 'values' }>;

/** The rest of a large text waits no longer for the first colours, ms. */
const mostPatience = 4000;

export function inspectorPage(parts: InspectorParts): PanelPage<FromPanel, FromPage> {
  return {
    name: 'inspector',
    title: 'Cells',
    guard: {
      request: value => {
        const { state } = parts.model;
        return readPageRequest(value, state.kind === 'loaded' ? state.model : undefined);
      },
      event: checkPageEvent,
    },
    open: view => new InspectorPanel(view, parts),
  };
}

/**
 * One inspector beside the editor: shows what the active editor shows, and follows its cursor and edits. The page asks
 * the model itself; here is what only the host knows.
 */
class InspectorPanel {
  readonly #view: View;
  readonly #parts: InspectorParts;
  readonly #subscriptions: vscode.Disposable[];
  readonly #shown: ShownFile;
  /** What was last sent about the model, so that it is not sent again for nothing. */
  #modelSent = '';
  #cursorTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #ahead = new ValuesAhead();
  readonly #newestAhead = new Newest();
  /** The parts of the shown text that the page has not got yet. */
  #moreText: Extract<HostEvent, { kind: 'moreText' }>[] = [];
  #moreTextTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(view: View, parts: InspectorParts) {
    this.#view = view;
    this.#parts = parts;
    const { model, mirror, training } = parts;
    this.#shown = new ShownFile(mirror);
    this.#subscriptions = [
      this.#shown,
      this.#shown.onDidChange(() => this.#sendDocument()),
      model.onDidChangeState(() => this.#sendModel()),
      model.onProgress(event => view.tell(event)),
      training.onDidChangeState(() => this.#sendModel()),
      mirror.onDidEdit(edit => this.#sendEdit(edit)),
      vscode.window.onDidChangeTextEditorSelection(event => this.#cursorMoved(event.textEditor)),
      vscode.window.onDidChangeTextEditorVisibleRanges(event => this.#cursorMoved(event.textEditor)),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('cellscope.inspector'))
          view.tell({ kind: 'palette', palette: readPalette() });
      }),
    ];
    view.hear(event => this.#hear(event));
    view.serve({
      values: (request, signal) => this.#values(request, signal),
      labels: async (request, signal) => {
        const labels = await this.#passOn(request, signal);
        if (labels) this.#parts.sawFeature();
        return labels;
      },
      hover: (request, signal) => this.#passOn(request, signal),
      influence: (request, signal) => this.#passOn(request, signal),
      keptRanking: (request, signal) => this.#passOn(request, signal),
      rank: (request, signal) => {
        const folders = (vscode.workspace.workspaceFolders ?? []).map(folder => folder.uri.fsPath);
        return this.#passOn({ ...request, folders }, signal);
      },
    });
  }

  revealed(): void {
    this.#shown.follow();
  }

  dispose(): void {
    clearTimeout(this.#cursorTimer);
    clearTimeout(this.#moreTextTimer);
    this.#newestAhead.stop();
    for (const one of this.#subscriptions) one.dispose();
  }

  #hear(event: PageEvent): void {
    switch (event.kind) {
      case 'ready':
      case 'sendAgain':
        return this.#sendAll();
      case 'choosePalette':
        return void writePalette(event.palette);
      case 'reveal':
        return void this.#showInEditor(event);
      case 'train':
        return void vscode.commands.executeCommand('cellscope.train');
    }
  }

  #sendAll(): void {
    this.#modelSent = '';
    this.#view.tell({ kind: 'palette', palette: readPalette() });
    this.#sendModel();
    this.#sendDocument();
    void this.#parts.model.load();
  }

  #sendModel(): void {
    const { model, training } = this.#parts;
    const message = modelMessage(model.state, training);
    const text = JSON.stringify(message);
    if (!this.#view.isReady || text === this.#modelSent) return;
    const first = !this.#modelSent.includes('"kind":"model"') && message.kind === 'model';
    this.#modelSent = text;
    this.#view.tell(message);
    // The features that can be chosen come with the document, and are known only with a model.
    if (first) this.#sendDocument();
  }

  #sendDocument(): void {
    if (!this.#view.isReady) return;
    const { document, opening } = this.#shown;
    if (opening) return this.#sendText(opening);
    if (!document || document.isClosed) {
      const message = `Open a ${namesInProse('or')} file to see its cells.`;
      return this.#view.tell({ kind: 'noDocument', message });
    }
    const text = this.#shown.read(document);
    if (text) return this.#sendText(text);
    const name = vscode.workspace.asRelativePath(document.uri);
    const message = `${name} is too long to inspect. Open a file of less than 4 MB.`;
    return this.#view.tell({ kind: 'noDocument', message });
  }

  /** The first part reaches behind what the editor shows: the page can go there before it has the rest. */
  #sendText({ state, uri, language, tabSize, text }: ShownText): void {
    const { state: model } = this.#parts.model;
    const cursor = this.#cursorEvent();
    const [first = '', ...rest] = textParts(text, Math.max(cursor?.offset ?? 0, cursor?.visible.to ?? 0));
    this.#view.tell({
      kind: 'document',
      ...state,
      name: vscode.workspace.asRelativePath(uri),
      language,
      features: model.kind === 'loaded' ? model.model.features[language] : [],
      tabSize,
      text: first,
      length: text.length,
    });
    if (cursor) this.#view.tell(cursor);
    this.#moreText = rest.map(part => ({ kind: 'moreText', document: state.document, text: part }));
    // Without a model no colours will be asked for.
    const patience = model.kind === 'loaded' ? mostPatience : 0;
    clearTimeout(this.#moreTextTimer);
    this.#moreTextTimer = setTimeout(() => this.#sendMoreText(), patience);
  }

  /** The rest of a large text comes behind the colours of what is seen of it, which would have to queue up else. */
  #sendMoreText(): void {
    for (const part of this.#moreText.splice(0)) this.#view.tell(part);
  }

  #sendEdit(edit: MirroredEdit): void {
    const { document, version, edits } = edit;
    if (this.#shown.state?.document !== document) return;
    this.#sendMoreText();
    this.#view.tell({ kind: 'edits', document, version, edits });
    const foreseen = this.#view.isReady && this.#ahead.after(edit);
    if (foreseen) void this.#sendAhead(foreseen);
  }

  async #sendAhead(request: ValuesRequest): Promise<void> {
    const { document, version, from, cells } = request;
    const asked = this.#newestAhead.run(signal => this.#passOn(request, signal));
    // What goes wrong is told when the page asks for it.
    const answer = await this.#ahead.foresee(
      request,
      asked.catch(() => undefined),
    );
    const [values] = answer?.values ?? [];
    const [cell] = cells;
    if (answer && values && cell)
      this.#view.tell({
        kind: 'valuesAhead',
        document,
        version,
        revision: answer.revision,
        cell,
        from,
        values,
      });
  }

  async #values(request: ValuesRequest, signal: AbortSignal): Promise<ModelAnswers['values']> {
    this.#ahead.asked(request);
    const foreseen = this.#ahead.answerTo(request);
    try {
      const found = await foreseen;
      if (found) return found;
      const asked = this.#passOn(request, signal);
      // Only now, so that it may go on with what that has begun.
      this.#newestAhead.stop();
      return await asked;
    } finally {
      // In any case: an older question is answered by a newer one, which is soon here.
      this.#sendMoreText();
    }
  }

  /** Asks the session what the page asked; it says nothing while there is no model. */
  async #passOn<R extends ModelRequest>(
    request: R,
    signal: AbortSignal,
  ): Promise<AnswerTo<ModelAnswers, R> | undefined> {
    const { model, log } = this.#parts;
    if (model.state.kind !== 'loaded') return undefined;
    try {
      return await model.ask(request, signal);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.warn(`Inspector, ${request.kind}: ${message}`);
      throw error;
    }
  }

  /** Scrolling and typing bring many of these: the last of a burst will do. */
  #cursorMoved(editor: vscode.TextEditor): void {
    if (editor.document !== this.#shown.document) return;
    clearTimeout(this.#cursorTimer);
    this.#cursorTimer = setTimeout(() => {
      const event = this.#cursorEvent();
      if (!event) return;
      this.#sendMoreText();
      this.#view.tell(event);
    }, 30);
  }

  #cursorEvent(): Extract<HostEvent, { kind: 'cursor' }> | undefined {
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

  async #showInEditor(place: Extract<PageEvent, { kind: 'reveal' }>): Promise<void> {
    const { document, state } = this.#shown;
    if (!document || state?.document !== place.document || state.version !== place.version) return;
    const position = positionOf(document, place.offset);
    await vscode.window.showTextDocument(document, {
      viewColumn: columnBeside(this.#view.panel, document.uri),
      selection: new vscode.Selection(position, position),
    });
  }
}
