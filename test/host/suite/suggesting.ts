import * as vscode from 'vscode';
import { cellscope, workspaceFile } from './cellscope.ts';

const { Automatic, Invoke } = vscode.InlineCompletionTriggerKind;

/** A text after which the model of the suite has something to suggest. */
export const beginning = '#include <stdio.h>\n#include <stdlib.h>\n\nint main(void)\n{\n\tint err';

let files = 0;

/** A C file of its own, with the cursor at the end of its text. */
export async function editFile(text: string, uri?: vscode.Uri): Promise<vscode.TextEditor> {
  const file = uri ?? workspaceFile(`src/try${++files}.c`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return toEnd(await vscode.window.showTextDocument(file));
}

export function toEnd(editor: vscode.TextEditor): vscode.TextEditor {
  const end = editor.document.positionAt(editor.document.getText().length);
  editor.selection = new vscode.Selection(end, end);
  return editor;
}

/** What is suggested to one who asks for it. */
export function suggest(editor: vscode.TextEditor): Promise<vscode.InlineCompletionItem[]> {
  return ask(editor, { triggerKind: Invoke, selectedCompletionInfo: undefined });
}

/** What is suggested to one who types. */
export function suggestUnasked(
  editor: vscode.TextEditor,
  selectedCompletionInfo?: vscode.SelectedCompletionInfo,
  token?: vscode.CancellationToken,
): Promise<vscode.InlineCompletionItem[]> {
  return ask(editor, { triggerKind: Automatic, selectedCompletionInfo }, token);
}

async function ask(
  editor: vscode.TextEditor,
  context: vscode.InlineCompletionContext,
  token = new vscode.CancellationTokenSource().token,
): Promise<vscode.InlineCompletionItem[]> {
  const { completions } = await cellscope();
  const { document, selection } = editor;
  const items = await completions.provideInlineCompletionItems(document, selection.active, context, token);
  return items as vscode.InlineCompletionItem[];
}

/** Puts a text in at the cursor, as one edit. */
export async function put(editor: vscode.TextEditor, text: string): Promise<void> {
  await editor.edit(edit => edit.insert(editor.selection.active, text));
}

/** The text of the suggestion that is shown first; '' without one. */
export function firstText(items: readonly vscode.InlineCompletionItem[]): string {
  return (items[0]?.insertText as string | undefined) ?? '';
}
