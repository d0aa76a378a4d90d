import * as vscode from 'vscode';
import { describeShare } from './trainingText.ts';
import type { TrainingController } from './trainingController.ts';

const scheme = 'cellscope-sample';
const uri = vscode.Uri.from({ scheme, path: '/Training sample.c' });

/**
 * A read-only document with the text that the model draws while it trains, the newest on top: noise that turns into
 * code as one looks on.
 */
export class TrainingSample implements vscode.TextDocumentContentProvider {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  #samples: string[] = [];

  constructor(training: TrainingController) {
    let share = 0;
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      training.onEvent(event => {
        if (event.event === 'corpus') this.#begin();
        if (event.event === 'progress') ({ share } = event);
        if (event.event === 'sample') this.#add(event.step, share, event.text);
      }),
    ];
  }

  provideTextDocumentContent(): string {
    if (this.#samples.length > 0) return this.#samples.join('\n');
    return `// While a model trains, the text that it draws is shown here.\n`;
  }

  /** The newest sample's text; empty before the first. */
  get latest(): string {
    return this.#samples[0] ?? '';
  }

  async show(): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  dispose(): void {
    for (const one of this.#subscriptions) one.dispose();
    this.#changed.dispose();
  }

  #begin(): void {
    this.#samples = [];
    this.#changed.fire(uri);
  }

  #add(step: number, share: number, text: string): void {
    const heading = `// ---- step ${step.toLocaleString('en')}, ${describeShare(share)} ----`;
    this.#samples = [`${heading}\n${text}\n`, ...this.#samples].slice(0, 50);
    this.#changed.fire(uri);
  }
}
