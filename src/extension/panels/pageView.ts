import * as vscode from 'vscode';
import { assets } from '../../protocol/assets.ts';
import { Channel, type Guard, type Handlers, type Kinded, type Speech } from '../../protocol/channel.ts';
import { withPlainWords } from '../plain/plainMessage.ts';
import { pageHtml, pageRoots } from './pageHtml.ts';

/** What a page says: that it is `ready` first of all, and whatever it likes after that. */
export type PageSpeech = Speech<Kinded, object, Kinded>;

/** What went between a page and its panel, for tests. A request is told of twice: as it comes, and with its answer. */
export type Exchange = { told: Kinded } | { asked: Kinded } | { asked: Kinded; answer: unknown };

/** For a page that tells and never asks. */
export function refuseRequests(): { problem: string } {
  return { problem: 'this page asks nothing' };
}

interface ViewOptions {
  extensionDirectory: vscode.Uri;
  /** Of the page. */
  name: string;
  /** Looks at what the page says. */
  guard: Pick<Guard, 'request' | 'event'>;
  /** Told of what was refused. */
  log: Pick<vscode.LogOutputChannel, 'warn'>;
  exchanged: (exchange: Exchange) => void;
}

/** A page in its panel, and the channel to it. `Out` is what the host says, `In` what the page says. */
export class PageView<Out extends Speech<never, object, Kinded>, In extends PageSpeech> {
  readonly panel: vscode.WebviewPanel;
  readonly #channel: Channel<Out, In>;
  readonly #exchanged: (exchange: Exchange) => void;
  readonly #received = new vscode.EventEmitter<unknown>();
  #listener: (event: In['event']) => void = () => {};
  /** The page has loaded and listens. */
  #isReady = false;

  constructor(panel: vscode.WebviewPanel, { extensionDirectory, name, guard, log, exchanged }: ViewOptions) {
    this.panel = panel;
    this.#exchanged = exchanged;
    const { webview } = panel;
    this.#channel = new Channel<Out, In>(
      {
        // What goes to a page that is not there is of no use to the one that comes.
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a webview has no origin to name
        post: message => this.#isReady && void webview.postMessage(withPlainWords(message)),
        listen: listener => this.#received.event(listener),
      },
      {
        ...guard,
        answer: () => ({ problem: 'nothing was asked' }),
        refused: problem => log.warn(`The page ${name}: a message was left out, since ${problem}.`),
      },
    );
    this.#channel.hear(event => this.#heard(event));
    panel.iconPath = vscode.Uri.joinPath(extensionDirectory, assets.icon);
    webview.options = { enableScripts: true, localResourceRoots: pageRoots(extensionDirectory) };
    webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    panel.onDidChangeViewState(() => {
      // A hidden page is thrown away; shown again, it loads anew and says that it is ready.
      if (!panel.visible) this.#forgetPage();
    });
    panel.onDidDispose(() => this.#forgetPage());
    webview.html = pageHtml(webview, extensionDirectory, name);
  }

  /** Whether there is somebody who sees what is told. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Nothing is told while the page is not ready. */
  tell(event: Out['event']): void {
    if (!this.#isReady) return;
    this.#channel.tell(event);
    this.#exchanged({ told: event });
  }

  /** Hears what the page tells, `ready` included. */
  hear(listener: (event: In['event']) => void): void {
    this.#listener = listener;
  }

  serve(handlers: Handlers<In>): void {
    type Handler = (request: Kinded, signal: AbortSignal) => unknown;
    const told = Object.entries<Handler>(handlers as unknown as Record<string, Handler>).map(
      ([kind, handler]) => [
        kind,
        async (asked: Kinded, signal: AbortSignal) => {
          this.#exchanged({ asked });
          const answer = await handler(asked, signal);
          this.#exchanged({ asked, answer });
          return answer;
        },
      ],
    );
    this.#channel.serve(Object.fromEntries(told) as Handlers<In>);
  }

  /** What the page sent, or a test in its place. */
  receive(message: unknown): void {
    this.#received.fire(message);
  }

  #heard(event: In['event']): void {
    if (event.kind === 'ready') {
      this.#forgetPage();
      this.#isReady = true;
    }
    this.#exchanged({ told: event });
    this.#listener(event);
  }

  #forgetPage(): void {
    this.#isReady = false;
    this.#channel.renew();
  }
}
