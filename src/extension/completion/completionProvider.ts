import * as vscode from 'vscode';
import type { CompleteRequest, SuggestionOutcome } from '../../protocol/modelMessages.ts';
import type { DocumentState } from '../../protocol/textPlaces.ts';
import { type CompletionSettings, readCompletionSettings } from '../configuration.ts';
import { completionSelector, documentLanguage } from '../documents/documentLanguage.ts';
import type { DocumentMirror } from '../documents/documentMirror.ts';
import { normalisedOffset } from '../documents/documentText.ts';
import type { ModelService, ModelState } from '../trainedModel/modelService.ts';
import { NewestRequest } from '../../protocol/newest.ts';

/** Characters of the line before the cursor that an item repeats: a line may be a whole file long. */
const longestPrefix = 500;

/** What the model suggests. */
type Suggestion = Extract<SuggestionOutcome, { text: string }>;

/**
 * Ghost text from the model, whose worker decides what is shown; here it is put into the editor's terms. The newest
 * request wins. The editor asks only while there is a model that can answer and suggestions are wanted: else it might withhold its word list for an
 * answer that never comes.
 */
export class CompletionProvider implements vscode.InlineCompletionItemProvider {
  readonly #model: ModelService;
  readonly #mirror: DocumentMirror;
  readonly #log: vscode.LogOutputChannel;
  readonly #newest = new NewestRequest<SuggestionOutcome>();
  readonly #settings = new Map<string, CompletionSettings>();
  readonly #subscriptions: vscode.Disposable[];
  #registration: { selector: string; disposable: vscode.Disposable } | undefined;

  constructor(model: ModelService, mirror: DocumentMirror, log: vscode.LogOutputChannel) {
    this.#model = model;
    this.#mirror = mirror;
    this.#log = log;
    this.#subscriptions = [
      model.onDidChangeState(state => this.#modelChanged(state)),
      vscode.workspace.onDidChangeConfiguration(event => this.#configurationChanged(event)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#register()),
    ];
    this.#modelChanged(model.state);
  }

  /** Whether the editor asks for suggestions. */
  get isRegistered(): boolean {
    return this.#registration !== undefined;
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const asked = performance.now();
    const settings = this.#settingsFor(document);
    if (!settings.enabled || !(await this.#covers(document)) || token.isCancellationRequested) return [];
    const state = this.#mirror.mirror(document);
    if (!state) return [];
    const request: CompleteRequest = {
      kind: 'complete',
      ...state,
      offset: normalisedOffset(document, position),
      maxLength: settings.maxLength,
      minimumProbability: settings.minimumProbability,
      temperature: settings.temperature,
      indentation: indentationIn(document),
      isInvoked: context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke,
      waited: performance.now() - asked,
    };
    const suggestion = await this.#suggest(request, token);
    if (!suggestion || !isCurrent(this.#mirror.stateOf(document), state)) return [];
    return itemsFor(document, position, suggestion, context);
  }

  dispose(): void {
    this.#newest.stop();
    this.#registration?.disposable.dispose();
    for (const one of this.#subscriptions) one.dispose();
  }

  async #covers(document: vscode.TextDocument): Promise<boolean> {
    const state = await this.#model.load();
    return state.kind === 'loaded' && state.model.languages.includes(documentLanguage(document));
  }

  /** What the model suggests; the log says why it suggests nothing. */
  async #suggest(request: CompleteRequest, token: vscode.CancellationToken): Promise<Suggestion | undefined> {
    const { document, version, offset, isInvoked } = request;
    const key = [document, version, offset, isInvoked].join();
    try {
      const outcome = await this.#newest.ask(key, token, signal => this.#model.ask(request, signal));
      if (!outcome) return undefined;
      const time = `${outcome.milliseconds.toFixed(1)} ms`;
      if ('text' in outcome) {
        this.#log.trace(`Found ${JSON.stringify(outcome.text)}, ${time}`);
        return outcome;
      }
      this.#log.trace(`No suggestion: ${outcome.reason}, ${time}`);
    } catch (error) {
      this.#log.warn(`No suggestion: ${error instanceof Error ? error.message : String(error)}`);
    }
    return undefined;
  }

  /** Kept, since asking the editor on every key costs more than all the rest of it. */
  #settingsFor(document: vscode.TextDocument): CompletionSettings {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const key = `${document.languageId} ${folder?.index ?? ''}`;
    let settings = this.#settings.get(key);
    if (!settings) {
      settings = readCompletionSettings(document);
      this.#settings.set(key, settings);
    }
    return settings;
  }

  #configurationChanged(event: vscode.ConfigurationChangeEvent): void {
    if (!event.affectsConfiguration('cellscope')) return;
    this.#settings.clear();
    this.#register();
  }

  #modelChanged(state: ModelState): void {
    // While it is looked for, whoever asks makes it be found: after the worker died there is nobody else who would.
    if (state.kind !== 'unknown') this.#register();
  }

  /** Registers for the documents that can be answered for now, or not at all. */
  #register(): void {
    const { state } = this.#model;
    const learnt = state.kind === 'loaded' ? state.model.languages : [];
    const filters = completionSelector(learnt, isWantedAnywhere);
    const selector = JSON.stringify(filters);
    if (this.#registration?.selector === selector) return;
    this.#registration?.disposable.dispose();
    this.#registration =
      filters.length === 0
        ? undefined
        : { selector, disposable: vscode.languages.registerInlineCompletionItemProvider(filters, this) };
  }
}

/** Whether a document is still as it was. */
function isCurrent(now: DocumentState | undefined, { document, version }: DocumentState): boolean {
  return now?.document === document && now.version === version;
}

/** Whether suggestions are on for a language in one of the folders at least. */
function isWantedAnywhere(languageId: string): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const scopes = folders.length > 0 ? folders.map(({ uri }) => ({ uri, languageId })) : [{ languageId }];
  return scopes.some(scope => readCompletionSettings(scope).enabled);
}

/** How the editor indents a new line of a document that it shows. */
function indentationIn(document: vscode.TextDocument): string | undefined {
  const editor = vscode.window.visibleTextEditors.find(each => each.document === document);
  if (!editor) return undefined;
  const { insertSpaces, tabSize } = editor.options;
  return insertSpaces === true ? ' '.repeat(Number(tabSize) || 4) : '\t';
}

/**
 * An item that replaces the line up to the cursor by itself, as the editor asks for, and what is typed twice after it.
 * None when the list of completions is open and ghost text would not go on from what is selected there.
 */
function itemsFor(
  document: vscode.TextDocument,
  position: vscode.Position,
  { text, replaces }: Suggestion,
  context: vscode.InlineCompletionContext,
): vscode.InlineCompletionItem[] {
  const line = document.lineAt(position.line).text;
  const start = Math.max(0, position.character - longestPrefix);
  const before = line.slice(start, position.character);
  const range = new vscode.Range(position.with({ character: start }), position.translate(0, replaces));
  const item = new vscode.InlineCompletionItem(before + text, range);
  return agreesWith(context.selectedCompletionInfo, document, before + text) ? [item] : [];
}

/** While the list of completions is open, ghost text must go on from what is selected there. */
function agreesWith(
  selected: vscode.SelectedCompletionInfo | undefined,
  document: vscode.TextDocument,
  insertText: string,
): boolean {
  if (!selected) return true;
  const before = document.getText(
    new vscode.Range(selected.range.start.with({ character: 0 }), selected.range.start),
  );
  return insertText.startsWith(before + selected.text);
}
