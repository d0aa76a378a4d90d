import * as vscode from 'vscode';
import type { HostToWebview, WebviewToHost } from '../../protocol/inspector.ts';
import { InspectorPanel, type InspectorParts } from './inspectorPanel.ts';

/** Opens the one inspector, and takes back the one that a reloaded window still shows. */
export class Inspectors implements vscode.WebviewPanelSerializer {
  readonly #parts: InspectorParts;
  readonly #exchanged = new vscode.EventEmitter<HostToWebview | WebviewToHost>();
  readonly onDidExchange = this.#exchanged.event;
  readonly #registration: vscode.Disposable;
  #panel: InspectorPanel | undefined;

  constructor(parts: InspectorParts) {
    this.#parts = parts;
    this.#registration = vscode.window.registerWebviewPanelSerializer(InspectorPanel.viewType, this);
  }

  show(): void {
    if (this.#panel) this.#panel.reveal();
    else this.#adopt(InspectorPanel.create(this.#parts));
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#panel?.dispose();
    this.#adopt(new InspectorPanel(panel, this.#parts));
  }

  /** As if the page had sent it; for tests. */
  receive(message: unknown): void {
    this.#panel?.receive(message);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#panel?.dispose();
    this.#exchanged.dispose();
  }

  #adopt(panel: InspectorPanel): void {
    this.#panel = panel;
    panel.onDidExchange(message => this.#exchanged.fire(message));
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
  }
}
