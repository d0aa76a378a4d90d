import * as vscode from 'vscode';
import type { CompleteRequest, SuggestionOutcome } from '../../protocol/modelMessages.ts';
import { NewestRequest } from '../../protocol/newest.ts';
import type { DocumentState } from '../../protocol/textPlaces.ts';
import { documentLanguage } from '../documents/documentLanguage.ts';
import type { DocumentMirror } from '../documents/documentMirror.ts';
import { normalisedOffset } from '../documents/documentText.ts';
import type { ModelService } from '../trainedModel/modelService.ts';
import { DocumentManners, type Manners } from './documentManners.ts';
import type { OfferWatch } from './offerWatch.ts';
import { ProviderRegistration } from './providerRegistration.ts';
import { Rival } from './rival.ts';
import { showingDelay } from '../../model/suggest/pace/showingDelay.ts';
import { areAlike, itemsFor, textBefore } from './suggestionItems.ts';
import { type Wait, waitByTimer } from './wait.ts';

/** What the model suggests. */
type Suggestion = Extract<SuggestionOutcome, { text: string }>;

interface ProviderParts {
  model: ModelService;
  mirror: DocumentMirror;
  watch: OfferWatch;
  log: vscode.LogOutputChannel;
}

/**
 * Ghost text from the model, whose worker decides what is worth showing; here it is put into the editor's terms, and
 * shown when the user is likely to look. The newest request wins.
 */
export class CompletionProvider implements vscode.InlineCompletionItemProvider {
  readonly #parts: ProviderParts;
  readonly #newest = new NewestRequest<SuggestionOutcome>();
  readonly #manners = new DocumentManners();
  readonly #rival = new Rival();
  readonly #registration: ProviderRegistration;
  /** How something that was found is held back until it is shown; tests take another one. */
  wait: Wait = waitByTimer;
  /** How often it was asked, and whether it had an answer to the last question. */
  #asked = 0;
  #hasAnswered = false;
  /** Until then nothing is suggested that was not asked for, in milliseconds of performance.now(). */
  #snoozedUntil = 0;

  constructor(parts: ProviderParts) {
    this.#parts = parts;
    this.#registration = new ProviderRegistration(parts.model, this);
  }

  /** Whether the editor asks for suggestions. */
  get isRegistered(): boolean {
    return this.#registration.isRegistered;
  }

  get asked(): number {
    return this.#asked;
  }

  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** Suggests nothing for so many milliseconds but what is asked for. */
  snooze(milliseconds: number): void {
    this.#snoozedUntil = performance.now() + milliseconds;
  }

  /**
   * Where nothing is worth showing this is said at once: the editor holds back its own list until all providers have
   * answered. Only with something in hand the pause is waited for, which ends when the text changes or another provider
   * was faster: then the editor cancels.
   */
  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const asked = performance.now();
    this.#asked++;
    this.#hasAnswered = false;
    const settings = this.#manners.of(document);
    const isInvoked = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    if (!settings.enabled || !hasOneCursor(document)) return [];
    if (!(await this.#covers(document)) || token.isCancellationRequested) return [];
    const state = this.#parts.mirror.mirror(document);
    if (!state) return [];
    const offset = normalisedOffset(document, position);
    if (!isInvoked && !this.#isWelcome(settings, state, offset)) return [];
    const request: CompleteRequest = {
      kind: 'complete',
      ...state,
      offset,
      manner: settings.manner,
      hidesList: settings.hidesList,
      indentation: indentationIn(document),
      isInvoked,
      waited: performance.now() - asked,
    };
    const suggestion = await this.#suggest(request, token);
    if (!suggestion) return [];
    const texts = [suggestion.text, ...suggestion.alternatives];
    const items = itemsFor(
      document,
      position,
      { texts, replaces: suggestion.replaces },
      context.selectedCompletionInfo,
    );
    if (items.length === 0) return [];
    await this.#untilShown(request, { settings, asked, saves: suggestion.saves }, token);
    if (token.isCancellationRequested) this.#learnWhyCancelled(document, position, state);
    if (token.isCancellationRequested || !isCurrent(this.#parts.mirror.stateOf(document), state)) return [];
    this.#hasAnswered = true;
    this.#tellShown(document, position, request, { texts, probability: suggestion.probability });
    return items;
  }

  dispose(): void {
    this.#newest.stop();
    this.#registration.dispose();
    this.#manners.dispose();
  }

  async #covers(document: vscode.TextDocument): Promise<boolean> {
    const state = await this.#parts.model.load();
    return state.kind === 'loaded' && state.model.languages.includes(documentLanguage(document));
  }

  /** Whether something may be suggested that was not asked for. What is on screen stays there. */
  #isWelcome(
    { manner, besideOthers, hasOthers }: Manners,
    { document }: DocumentState,
    offset: number,
  ): boolean {
    const { watch } = this.#parts;
    if (watch.hasJustUndone(document) || performance.now() < this.#snoozedUntil) return false;
    if (watch.isShowing(document, offset)) return true;
    return manner !== 'onRequest' && !(hasOthers && besideOthers === 'onRequest');
  }

  async #untilShown(
    { document, offset, isInvoked }: CompleteRequest,
    found: { settings: Manners; asked: number; saves: number },
    token: vscode.CancellationToken,
  ): Promise<void> {
    const { watch } = this.#parts;
    const { settings, asked, saves } = found;
    // Also where the worker has come to know better meanwhile: a gap would be worse than another text.
    const isAlong = watch.isShowing(document, offset);
    if (isInvoked || isAlong) return;
    const isBesideOthers = settings.hasOthers && settings.besideOthers === 'auto';
    const delay = showingDelay({
      isInvoked,
      isAlong,
      hasJustTaken: watch.hasJustTaken(document),
      sinceKey: watch.sinceKey,
      sinceAsked: performance.now() - asked,
      pause: watch.pause,
      saves,
      isBesideOthers: isBesideOthers && !this.#rival.seemsAbsent,
    });
    await this.wait(delay, token);
    if (isBesideOthers && delay > 0 && !token.isCancellationRequested) this.#rival.waitedFor();
  }

  /** The editor cancels when something is written, when the cursor goes elsewhere, and when another one was faster. */
  #learnWhyCancelled(document: vscode.TextDocument, position: vscode.Position, state: DocumentState): void {
    // News of an edit may be right behind.
    setImmediate(() => {
      const isAtCursor = editorOf(document)?.selection.active.isEqual(position) === true;
      if (isAtCursor && isCurrent(this.#parts.mirror.stateOf(document), state)) this.#rival.won();
    });
  }

  #tellShown(
    document: vscode.TextDocument,
    position: vscode.Position,
    { document: number, offset, manner, isInvoked }: CompleteRequest,
    found: { texts: readonly string[]; probability: number },
  ): void {
    const { watch, model, log } = this.#parts;
    const of = {
      manner: isInvoked ? ('onRequest' as const) : manner,
      language: documentLanguage(document),
    };
    watch.shown({ document: number, offset, before: textBefore(document, position), ...found }, of);
    model.ask({ kind: 'suggestionShown', document: number }).catch((error: unknown) => {
      log.warn(`A suggestion is not known to be shown: ${String(error)}`);
    });
  }

  /** What the model suggests; the log says why it suggests nothing. */
  async #suggest(request: CompleteRequest, token: vscode.CancellationToken): Promise<Suggestion | undefined> {
    const { document, version, offset, isInvoked } = request;
    const { model, log } = this.#parts;
    const key = [document, version, offset, isInvoked].join();
    try {
      const outcome = await this.#newest.ask(key, token, signal => model.ask(request, signal));
      if (!outcome) return undefined;
      const time = `${outcome.milliseconds.toFixed(1)} ms`;
      if ('text' in outcome) {
        log.trace(`Found ${JSON.stringify(outcome.text)}, ${time}`);
        return outcome;
      }
      log.trace(`No suggestion: ${outcome.reason}, ${time}`);
    } catch (error) {
      log.warn(`No suggestion: ${error instanceof Error ? error.message : String(error)}`);
    }
    return undefined;
  }
}

/** Whether a document is still as it was. */
function isCurrent(now: DocumentState | undefined, { document, version }: DocumentState): boolean {
  return now?.document === document && now.version === version;
}

/** Several cursors count as one where the text around them is the same, so that one suggestion is right for all. */
function hasOneCursor(document: vscode.TextDocument): boolean {
  const editor = editorOf(document);
  return !editor || editor.selections.length === 1 || areAlike(document, editor.selections);
}

/** How the editor indents a new line of a document that it shows. */
function indentationIn(document: vscode.TextDocument): string | undefined {
  const editor = editorOf(document);
  if (!editor) return undefined;
  const { insertSpaces, tabSize } = editor.options;
  return insertSpaces === true ? ' '.repeat(Number(tabSize) || 4) : '\t';
}

function editorOf(document: vscode.TextDocument): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (activeTextEditor?.document === document) return activeTextEditor;
  return visibleTextEditors.find(each => each.document === document);
}
