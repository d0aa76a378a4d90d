import * as vscode from 'vscode';
import { readCompletionSettings } from '../configuration.ts';
import { completionSelector } from '../documents/documentLanguage.ts';
import type { ModelService, ModelState } from '../trainedModel/modelService.ts';

/**
 * Has the editor ask a provider, for the documents that can be answered for and only while suggestions are wanted: else
 * it might withhold its word list for an answer that never comes.
 */
export class ProviderRegistration {
  readonly #model: ModelService;
  readonly #provider: vscode.InlineCompletionItemProvider;
  readonly #subscriptions: vscode.Disposable[];
  #registered: { selector: string; disposable: vscode.Disposable } | undefined;

  constructor(model: ModelService, provider: vscode.InlineCompletionItemProvider) {
    this.#model = model;
    this.#provider = provider;
    this.#subscriptions = [
      model.onDidChangeState(state => this.#modelChanged(state)),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('cellscope')) this.#register();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#register()),
    ];
    this.#modelChanged(model.state);
  }

  /** Whether the editor asks at all. */
  get isRegistered(): boolean {
    return this.#registered !== undefined;
  }

  dispose(): void {
    this.#registered?.disposable.dispose();
    for (const one of this.#subscriptions) one.dispose();
  }

  #modelChanged(state: ModelState): void {
    // While it is looked for, whoever asks makes it be found: after the worker died there is nobody else who would.
    if (state.kind !== 'unknown') this.#register();
  }

  #register(): void {
    const { state } = this.#model;
    const learnt = state.kind === 'loaded' ? state.model.languages : [];
    const filters = completionSelector(learnt, isWantedAnywhere);
    const selector = JSON.stringify(filters);
    if (this.#registered?.selector === selector) return;
    this.#registered?.disposable.dispose();
    const register = () => vscode.languages.registerInlineCompletionItemProvider(filters, this.#provider);
    this.#registered = filters.length === 0 ? undefined : { selector, disposable: register() };
  }
}

/** Whether suggestions are on for a language in one of the folders at least. */
function isWantedAnywhere(languageId: string): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const scopes = folders.length > 0 ? folders.map(({ uri }) => ({ uri, languageId })) : [{ languageId }];
  return scopes.some(scope => readCompletionSettings(scope).enabled);
}
