import * as vscode from 'vscode';
import { plainLine } from '../../protocol/plainText.ts';
import type { Action } from './actions.ts';
import type { Situation } from './situation.ts';
import type { SituationWatch } from './situationWatch.ts';
import { type StatusText, statusText } from './statusText.ts';

/** The one status-bar item: how training goes, what can be gone on with, or whether suggestions are on. A click opens a menu. */
export class StatusBar {
  readonly #item: vscode.StatusBarItem;
  readonly #subscription: vscode.Disposable;
  #shown: StatusText | undefined;

  constructor(situation: SituationWatch) {
    this.#item = vscode.window.createStatusBarItem('cellscope.status', vscode.StatusBarAlignment.Right, 100);
    this.#item.name = 'Cellscope';
    this.#item.command = 'cellscope.showMenu';
    this.#subscription = situation.onDidChange(now => this.#show(now));
    this.#show(situation.current);
  }

  /** As shown; empty while hidden. */
  get text(): string {
    return this.#shown?.text ?? '';
  }

  /** What it says when the pointer rests on it, a line each. */
  get tooltip(): string {
    return this.#shown ? [this.#shown.title, ...this.#shown.lines].join('\n') : '';
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(situation: Situation): void {
    const shown = statusText(situation);
    if (JSON.stringify(shown) === JSON.stringify(this.#shown)) return;
    this.#shown = shown;
    if (!shown) {
      this.#item.hide();
      return;
    }
    this.#item.text = shown.text;
    this.#item.tooltip = tooltip(shown);
    this.#item.accessibilityInformation = { label: `Cellscope: ${this.tooltip.replaceAll('\n', '. ')}` };
    this.#item.show();
  }
}

/** Text is put in as text: a path or a message could be taken for markup, and for a link to a command. */
function tooltip({ title, lines, actions }: StatusText): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('**', true).appendText(plainLine(title)).appendMarkdown('**');
  for (const line of lines) markdown.appendMarkdown('\n\n').appendText(plainLine(line));
  if (actions.length > 0) markdown.appendMarkdown(`\n\n${actions.map(link).join(' · ')}`);
  markdown.isTrusted = { enabledCommands: actions.map(action => action.command) };
  return markdown;
}

function link({ icon, label, command, argument }: Action): string {
  const query = argument === undefined ? '' : `?${encodeURIComponent(JSON.stringify([argument]))}`;
  return `[$(${icon}) ${label}](command:${command}${query})`;
}
