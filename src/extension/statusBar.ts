import * as vscode from 'vscode';
import { plainLine } from '../protocol/plainText.ts';
import { readCompletionSettings } from './configuration.ts';
import { documentLanguage } from './documentLanguage.ts';
import type { ModelService } from './modelService.ts';
import type { TrainingController } from './trainingController.ts';
import { describeProgress, describeShare } from './trainingText.ts';

/** The one status-bar item: how training goes, or whether suggestions are on. A click opens a menu. */
export class StatusBar {
  readonly #item: vscode.StatusBarItem;
  readonly #training: TrainingController;
  readonly #model: ModelService;
  readonly #subscriptions: vscode.Disposable[];

  constructor(training: TrainingController, model: ModelService) {
    this.#training = training;
    this.#model = model;
    this.#item = vscode.window.createStatusBarItem('cellscope.status', vscode.StatusBarAlignment.Right, 100);
    this.#item.name = 'Cellscope';
    this.#item.command = 'cellscope.showMenu';
    const update = () => this.#update();
    this.#subscriptions = [
      training.onDidChangeState(update),
      model.onDidChangeState(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('cellscope.completion')) update();
      }),
    ];
    update();
  }

  /** As shown; undefined while hidden. */
  get text(): string {
    return this.#item.text;
  }

  /** What it says when the pointer rests on it. */
  get tooltip(): string {
    const { tooltip } = this.#item;
    return typeof tooltip === 'string' ? tooltip : '';
  }

  dispose(): void {
    for (const one of this.#subscriptions) one.dispose();
    this.#item.dispose();
  }

  #update(): void {
    const shown = this.#trainingText() ?? this.#modelText();
    if (!shown) {
      this.#item.hide();
      return;
    }
    this.#item.text = shown.text;
    const tooltip = plainLine(shown.tooltip);
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: `Cellscope: ${tooltip}` };
    this.#item.show();
  }

  #trainingText(): { text: string; tooltip: string } | undefined {
    const { state, engine } = this.#training;
    const { l10n } = vscode;
    const progress = 'progress' in state ? state.progress : undefined;
    const share = progress ? ` ${describeShare(progress.share)}` : '';
    const details = (engine ? ` (${engine})` : '') + (progress ? `: ${describeProgress(progress)}` : '');
    return {
      idle: undefined,
      reading: { text: '$(sync~spin) Cellscope', tooltip: l10n.t('Reading the files to train on') },
      running: { text: `$(sync~spin) Cellscope${share}`, tooltip: l10n.t('Training') + details },
      paused: { text: `$(debug-pause) Cellscope${share}`, tooltip: l10n.t('Training is paused') + details },
      stopping: { text: `$(sync~spin) Cellscope${share}`, tooltip: l10n.t('Saving the model') },
    }[state.phase];
  }

  /** Only beside documents that suggestions are made in: elsewhere it would be clutter. */
  #modelText(): { text: string; tooltip: string } | undefined {
    const document = vscode.window.activeTextEditor?.document;
    const { state } = this.#model;
    if (!document || (documentLanguage(document) === 'other' && state.kind !== 'loaded')) return undefined;
    if (state.kind === 'unreadable') return { text: '$(warning) Cellscope', tooltip: state.message };
    if (state.kind === 'unknown')
      return { text: '$(circle-outline) Cellscope', tooltip: vscode.l10n.t('Looking for the model') };
    if (state.kind === 'missing')
      return {
        text: `$(circle-outline) ${vscode.l10n.t('Cellscope: train')}`,
        tooltip: vscode.l10n.t('No model yet: train one on this workspace'),
      };
    if (!state.model.languages.includes(documentLanguage(document))) return undefined;
    return readCompletionSettings(document).enabled
      ? { text: '$(pulse) Cellscope', tooltip: vscode.l10n.t('Suggestions are on') }
      : { text: '$(circle-slash) Cellscope', tooltip: vscode.l10n.t('Suggestions are off') };
  }
}
