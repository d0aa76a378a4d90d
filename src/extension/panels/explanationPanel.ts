import * as vscode from 'vscode';
import {
  checkExplanationPageEvent,
  type ExplanationEvent,
  type FromExplanationPage,
  type FromExplanationPanel,
} from '../../protocol/explanation.ts';
import { plainLine } from '../../protocol/plainText.ts';
import { Newest } from '../../protocol/newest.ts';
import type { OfferWatch } from '../completion/offerWatch.ts';
import type { Explained, SuggestionExplainer } from '../completion/suggestionExplainer.ts';
import { type PageView, refuseRequests } from './pageView.ts';
import { columnBeside } from './panelColumns.ts';
import type { PanelPage } from './panelHost.ts';

interface ExplanationParts {
  explainer: SuggestionExplainer;
  watch: OfferWatch;
  log: vscode.LogOutputChannel;
}

type View = PageView<FromExplanationPanel, FromExplanationPage>;

const messages = {
  nothing:
    'Nothing was suggested yet. Type in a file of a language that the model has learnt, then come back here.',
  unknown:
    'Where this suggestion came from is not known: the model that made it has no memory of the workspace, or the text has changed since. Train on the workspace, or come back after the next suggestion.',
};

export function explanationPage(
  parts: ExplanationParts,
): PanelPage<FromExplanationPanel, FromExplanationPage> {
  return {
    name: 'explanation',
    title: 'Last Suggestion',
    guard: { request: refuseRequests, event: checkExplanationPageEvent },
    open: view => new ExplanationPanel(view, parts),
  };
}

/** Explains the suggestion that was last on screen, and then each one that is taken. */
class ExplanationPanel {
  readonly #view: View;
  readonly #parts: ExplanationParts;
  readonly #newest = new Newest();
  readonly #subscription: vscode.Disposable;
  #explained: Explained | undefined;

  constructor(view: View, parts: ExplanationParts) {
    this.#view = view;
    this.#parts = parts;
    this.#subscription = parts.watch.onDidTake(() => void this.#explain());
    view.hear(event => {
      if (event.kind === 'ready') void this.#explain();
      else void this.#reveal(event.kind === 'showPlace' ? this.#explained?.place : this.#explained?.source);
    });
  }

  revealed(): void {
    void this.#explain();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#newest.stop();
  }

  async #explain(): Promise<void> {
    await this.#newest.run(async signal => {
      const explained = await this.#parts.explainer.explain(signal);
      if (signal.aborted) return;
      this.#explained = typeof explained === 'string' ? undefined : explained;
      this.#view.tell(eventOf(explained));
    });
  }

  async #reveal(place: vscode.Location | undefined): Promise<void> {
    if (!place) return;
    const { start } = place.range;
    try {
      await vscode.window.showTextDocument(place.uri, {
        viewColumn: columnBeside(this.#view.panel, place.uri),
        selection: new vscode.Range(start, start),
      });
    } catch (error) {
      this.#parts.log.warn(`It cannot be shown: ${String(error)}`);
    }
  }
}

function eventOf(explained: Explained | keyof typeof messages): ExplanationEvent {
  if (typeof explained === 'string') return { kind: 'noExplanation', message: messages[explained] };
  const { place, characters, probability, source } = explained;
  return {
    kind: 'explanation',
    place: named(place),
    characters,
    ...(probability !== undefined && { probability }),
    ...(source && { source: named(source) }),
  };
}

function named({ uri, range }: vscode.Location): { name: string; line: number } {
  return { name: plainLine(vscode.workspace.asRelativePath(uri)), line: range.start.line + 1 };
}
