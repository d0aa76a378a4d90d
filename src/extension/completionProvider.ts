import * as vscode from 'vscode';
import type { Suggestion } from '../protocol/modelMessages.ts';
import { type CompletionSettings, readCompletionSettings } from './configuration.ts';
import { completionSelector, documentLanguage } from './documentLanguage.ts';
import type { DocumentMirror } from './documentMirror.ts';
import { normalisedOffset } from './documentText.ts';
import { fitSuggestion } from './fitSuggestion.ts';
import type { ModelService } from './modelService.ts';
import { NewestRequest } from './newestRequest.ts';
import { plainWindow } from './plainWindow.ts';
import { TypingAlong } from './typingAlong.ts';

/** Characters of the line before the cursor that an item repeats: a line may be a whole file long. */
const longestPrefix = 500;

/** Ghost text from the model: the newest request wins, and a suggestion stands while it is typed along. */
export class CompletionProvider implements vscode.InlineCompletionItemProvider {
  readonly #model: ModelService;
  readonly #mirror: DocumentMirror;
  readonly #log: vscode.LogOutputChannel;
  readonly #along = new TypingAlong();
  readonly #newest = new NewestRequest<Suggestion | undefined>();
  readonly #settings = new Map<string, CompletionSettings>();
  readonly #subscriptions: vscode.Disposable[];
  #registration: vscode.Disposable;
  #offered = false;

  constructor(model: ModelService, mirror: DocumentMirror, log: vscode.LogOutputChannel) {
    this.#model = model;
    this.#mirror = mirror;
    this.#log = log;
    this.#registration = this.#register();
    this.#subscriptions = [
      mirror.onDidEdit(({ document, edits }) => this.#along.edited(document, edits)),
      mirror.onDidDrop(() => this.#along.forget()),
      vscode.workspace.onDidChangeConfiguration(event => this.#configurationChanged(event)),
    ];
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const settings = this.#settingsFor(document);
    if (!settings.enabled || !(await this.#covers(document, context)) || token.isCancellationRequested)
      return [];
    const text = await this.#suggest(document, position, settings, token);
    const item = text === undefined ? undefined : itemFor(document, position, text);
    return item && agreesWith(context.selectedCompletionInfo, document, item) ? [item] : [];
  }

  dispose(): void {
    this.#newest.stop();
    this.#registration.dispose();
    for (const one of this.#subscriptions) one.dispose();
  }

  #register(): vscode.Disposable {
    return vscode.languages.registerInlineCompletionItemProvider(completionSelector(), this);
  }

  async #covers(document: vscode.TextDocument, context: vscode.InlineCompletionContext): Promise<boolean> {
    const state = await this.#model.load();
    if (state.kind === 'missing' && context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke)
      this.#offerTraining();
    return state.kind === 'loaded' && state.model.languages.includes(documentLanguage(document));
  }

  /** Whoever asks for a suggestion where none can be made is told why, once. */
  #offerTraining(): void {
    if (this.#offered) return;
    this.#offered = true;
    const train = vscode.l10n.t('Train');
    const message = vscode.l10n.t(
      'Cellscope has no model of this workspace yet. Training one takes about two minutes.',
    );
    void plainWindow.showInformationMessage(message, train).then(choice => {
      if (choice === train) void vscode.commands.executeCommand('cellscope.train');
    });
  }

  async #suggest(
    document: vscode.TextDocument,
    position: vscode.Position,
    { maxLength, minimumProbability, temperature }: CompletionSettings,
    token: vscode.CancellationToken,
  ): Promise<string | undefined> {
    const state = this.#mirror.mirror(document);
    if (!state) return undefined;
    const offset = normalisedOffset(document, position);
    const shown = this.#along.rest(state.document, offset);
    if (shown !== undefined) return shown;

    const request = {
      kind: 'complete',
      ...state,
      offset,
      maxLength,
      minimumProbability,
      temperature,
    } as const;
    const key = `${state.document} ${state.version} ${offset}`;
    try {
      const suggestion = await this.#newest.ask(key, token, signal => this.#model.ask(request, signal));
      if (!suggestion?.text) return undefined;
      this.#along.show(state.document, offset, suggestion.text);
      const { text, milliseconds } = suggestion;
      this.#log.trace(`Suggested ${JSON.stringify(text)}, ${milliseconds.toFixed(1)} ms`);
      return text;
    } catch (error) {
      this.#log.warn(`No suggestion: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
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
    this.#along.forget();
    if (!event.affectsConfiguration('cellscope.files.include')) return;
    this.#registration.dispose();
    this.#registration = this.#register();
  }
}

/** An item that replaces the line up to the cursor by itself, as the editor asks for, and what is typed twice after it. */
function itemFor(
  document: vscode.TextDocument,
  position: vscode.Position,
  suggestion: string,
): vscode.InlineCompletionItem | undefined {
  const line = document.lineAt(position.line).text;
  const fitted = fitSuggestion(suggestion, line.slice(position.character));
  if (!fitted) return undefined;
  const start = Math.max(0, position.character - longestPrefix);
  const before = line.slice(start, position.character);
  const range = new vscode.Range(position.with({ character: start }), position.translate(0, fitted.replaces));
  return new vscode.InlineCompletionItem(before + fitted.text, range);
}

/** While the list of completions is open, ghost text must go on from what is selected there. */
function agreesWith(
  selected: vscode.SelectedCompletionInfo | undefined,
  document: vscode.TextDocument,
  item: vscode.InlineCompletionItem,
): boolean {
  if (!selected) return true;
  const before = document.getText(
    new vscode.Range(selected.range.start.with({ character: 0 }), selected.range.start),
  );
  return (item.insertText as string).startsWith(before + selected.text);
}
