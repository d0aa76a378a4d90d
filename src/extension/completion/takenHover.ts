import * as vscode from 'vscode';
import { plainLine } from '../../protocol/plainText.ts';
import type { Explained, SuggestionExplainer } from './suggestionExplainer.ts';

/**
 * Says where the text came from that was taken last, when the pointer rests on it. Ghost text itself has a hover of the
 * editor's, which extensions have no part in.
 */
export class TakenHover implements vscode.HoverProvider {
  readonly #explainer: SuggestionExplainer;
  readonly #registration: vscode.Disposable;

  constructor(explainer: SuggestionExplainer) {
    this.#explainer = explainer;
    this.#registration = vscode.languages.registerHoverProvider({ pattern: '**' }, this);
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const taken = this.#explainer.taken;
    if (taken?.uri.toString() !== document.uri.toString() || !taken.range.contains(position))
      return undefined;
    const cancel = new AbortController();
    const subscription = token.onCancellationRequested(() => cancel.abort());
    const explained = await this.#explainer.explain(cancel.signal);
    subscription.dispose();
    return typeof explained === 'string' ? undefined : new vscode.Hover(words(explained), taken.range);
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

function words({ characters, source }: Explained): vscode.MarkdownString {
  const net = characters.reduce((sum, each) => sum + each.net, 0) / Math.max(1, characters.length);
  const shares = `${Math.round(100 * net)} % from the network, ${Math.round(100 * (1 - net))} % from the memory of the workspace`;
  const markdown = new vscode.MarkdownString(`Suggested by Cellscope: ${shares}. `);
  if (source) {
    const { uri, range } = source;
    const line = range.start.line + 1;
    // A name is put in as text: it could be taken for markup.
    markdown.appendMarkdown('Copied from [');
    markdown.appendText(plainLine(`${vscode.workspace.asRelativePath(uri)}, line ${line}`));
    markdown.appendMarkdown(`](${uri.with({ fragment: `L${line}` }).toString()}). `);
  }
  markdown.appendMarkdown('[Explain](command:cellscope.explainSuggestion)');
  markdown.isTrusted = { enabledCommands: ['cellscope.explainSuggestion'] };
  return markdown;
}
