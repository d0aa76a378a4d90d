import * as vscode from 'vscode';
import type { Guard, Kinded, Speech } from '../../protocol/channel.ts';
import { type Exchange, type PageSpeech, PageView } from './pageView.ts';
import { columnOfItsOwn } from './panelColumns.ts';

/** A panel's page. To add one: its folder in src/webview, its words in src/protocol, and one of these. */
export interface PanelPage<Out extends Speech<never, object, Kinded>, In extends PageSpeech> {
  /** Of its folder in src/webview. */
  name: string;
  /** Of the panel's tab. */
  title: string;
  /** Looks at what the page says: nothing of it is trusted. */
  guard: Pick<Guard, 'request' | 'event'>;
  /** Joins a page that opens to what it speaks with; disposed of when it closes. */
  open(view: PageView<Out, In>): Opened;
}

interface Opened extends vscode.Disposable {
  /** The command that opens the panel was called again. */
  revealed?(): void;
}

/** Opens the one panel of a page, and takes back the one that a reloaded window still shows. */
export class PanelHost<Out extends Speech<never, object, Kinded>, In extends PageSpeech>
  implements vscode.WebviewPanelSerializer
{
  readonly #page: PanelPage<Out, In>;
  readonly #parts: { extensionDirectory: vscode.Uri; log: vscode.LogOutputChannel };
  readonly #exchanged = new vscode.EventEmitter<Exchange>();
  /** All that goes between the page and its panel, for tests. */
  readonly onDidExchange = this.#exchanged.event;
  readonly #registration: vscode.Disposable;
  #shown: { view: PageView<Out, In>; opened: Opened } | undefined;

  constructor(
    page: PanelPage<Out, In>,
    parts: { extensionDirectory: vscode.Uri; log: vscode.LogOutputChannel },
  ) {
    this.#page = page;
    this.#parts = parts;
    this.#registration = vscode.window.registerWebviewPanelSerializer(this.#viewType, this);
  }

  show(): void {
    if (this.#shown) {
      this.#shown.view.panel.reveal(undefined, true);
      this.#shown.opened.revealed?.();
      return;
    }
    const column = { viewColumn: columnOfItsOwn(), preserveFocus: true };
    this.#adopt(vscode.window.createWebviewPanel(this.#viewType, this.#page.title, column, {}));
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#shown?.view.panel.dispose();
    this.#adopt(panel);
  }

  /** As if the page had sent it; for tests. */
  receive(message: unknown): void {
    this.#shown?.view.receive(message);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#shown?.view.panel.dispose();
    this.#exchanged.dispose();
  }

  get #viewType(): string {
    return `cellscope.${this.#page.name}`;
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const { name, guard } = this.#page;
    const exchanged = (exchange: Exchange) => this.#exchanged.fire(exchange);
    const view = new PageView<Out, In>(panel, { ...this.#parts, name, guard, exchanged });
    const shown = { view, opened: this.#page.open(view) };
    this.#shown = shown;
    panel.onDidDispose(() => {
      shown.opened.dispose();
      if (this.#shown === shown) this.#shown = undefined;
    });
  }
}
