import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { cellscope, workspaceFile } from './cellscope.ts';
import { beginning, editFile, firstText, suggest, suggestUnasked, toEnd } from './suggesting.ts';

describe('suggestions in places of all kinds', () => {
  it('are made in a buffer without a file', async () => {
    const buffer = await vscode.workspace.openTextDocument({ language: 'c', content: beginning });
    const editor = toEnd(await vscode.window.showTextDocument(buffer));
    assert.match(firstText(await suggest(editor)), /^\tint err\S/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('are made in a file outside the workspace', async () => {
    const uri = vscode.Uri.file(path.join(tmpdir(), `cellscope-outside-${process.pid}.c`));
    const editor = await editFile(beginning, uri);
    assert.match(firstText(await suggest(editor)), /^\tint err\S/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(uri);
  });

  it('are made in the cells of a notebook', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, beginning, 'c');
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([cell]),
    );
    const { document } = notebook.cellAt(0);
    const { completions } = await cellscope();
    const items = await completions.provideInlineCompletionItems(
      document,
      document.positionAt(document.getText().length),
      { triggerKind: vscode.InlineCompletionTriggerKind.Invoke, selectedCompletionInfo: undefined },
      new vscode.CancellationTokenSource().token,
    );
    assert.match(firstText(items as vscode.InlineCompletionItem[]), /^\tint err\S/);
  });

  it('are made at several cursors only where all is the same around them', async () => {
    const editor = await editFile(`${beginning};\n\tint err\n\tint err`);
    const at = (line: number) => editor.document.lineAt(line).range.end;
    const select = (...lines: number[]) => {
      editor.selections = lines.map(line => new vscode.Selection(at(line), at(line)));
    };
    select(7, 6);
    assert.ok((await suggest(editor)).length > 0);
    select(7, 4);
    assert.deepEqual(await suggest(editor), []);
  });

  it('go on from what is selected in the list, or are not shown', async () => {
    const editor = await editFile(beginning);
    const [item] = await suggest(editor);
    const word = /^\w+/.exec((item.insertText as string).slice(5))?.[0] ?? '';
    const range = new vscode.Range(5, 5, 5, 8);
    assert.equal((await suggestUnasked(editor, { range, text: word }))[0]?.insertText, item.insertText);
    assert.deepEqual(await suggestUnasked(editor, { range, text: 'errands' }), []);
  });

  it('replace a long line from within, between characters', async () => {
    const editor = await editFile(`/* ${'😀'.repeat(300)} */ int err`);
    const [item] = await suggest(editor);
    if (!item) return;
    const text = item.insertText as string;
    assert.equal(Buffer.from(text).toString(), text);
    assert.ok((item.range?.end.character ?? 0) - (item.range?.start.character ?? 0) <= 500);
    assert.ok(text.startsWith(editor.document.getText(item.range)));
  });

  it('have their line ends put in as the document has them', async () => {
    const editor = await editFile('#include <stdio.h>\r\n\r\nint main(void)\r\n{\r\n\tint err');
    const [item] = await suggest(editor);
    assert.ok(item);
    await editor.edit(edit => edit.replace(item.range as vscode.Range, `${item.insertText as string}\n`));
    assert.doesNotMatch(editor.document.getText(), /[^\r]\n/);
    assert.equal(editor.document.eol, vscode.EndOfLine.CRLF);
  });

  it('are none in a language that the model has not learnt', async () => {
    const uri = workspaceFile('src/notes.txt');
    assert.deepEqual(await suggest(await editFile('int err', uri)), []);
  });
});
