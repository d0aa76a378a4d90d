import * as vscode from 'vscode';
import type { EditorText } from '../../protocol/lab.ts';

/** In UTF-16 units; lessons look at short texts, and a long one holds the editor up on its way. */
const longest = 1_000_000;

/** What is selected in the text editor that was last in use: the focus may be in a panel by now. */
export class SelectedText {
  #editor = vscode.window.activeTextEditor;
  readonly #subscription: vscode.Disposable;

  constructor() {
    this.#subscription = vscode.window.onDidChangeActiveTextEditor(editor => {
      if (editor) this.#editor = editor;
    });
  }

  /** The selection, or the whole document where nothing is selected; undefined without an editor. */
  text(): EditorText | undefined {
    const { visibleTextEditors } = vscode.window;
    const editor = visibleTextEditors.find(one => one === this.#editor) ?? visibleTextEditors[0];
    if (!editor) return undefined;
    const { document, selection } = editor;
    const text = document.getText(selection.isEmpty ? undefined : selection).replaceAll('\r\n', '\n');
    return { path: vscode.workspace.asRelativePath(document.uri), text: text.slice(0, longest) };
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
