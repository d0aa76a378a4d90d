import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cellscope, until, workspaceFile } from './cellscope.ts';
import { editFile, firstText, suggest } from './suggesting.ts';

/** Names that no network has read. */
const phrase = 'static int zorch_quux(struct blimp *flarp)\n{\n\treturn flarp->wibble;\n}\n\n';

describe('what is learnt of the files', () => {
  it('is kept beside the model by its training', async () => {
    const { modelDirectory } = await cellscope();
    await until(async () => {
      const entries = await vscode.workspace.fs.readDirectory(modelDirectory);
      return entries.some(([name]) => name === 'cellscope-contexts.bin');
    });
  });

  it('comes into suggestions when a file is saved', async () => {
    assert.doesNotMatch(await suggestedAfresh(), /zorch_quux/);
    await saveWith(phrase.repeat(3), workspaceFile('src/remembered.c'));
    await until(async () => /zorch_quux/.test(await suggestedAfresh()));
  });
});

/** Without an editor: those of files that were deleted close when they like, and take another one's place or focus. */
async function saveWith(text: string, file: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('#include <stdio.h>\n\n'));
  const document = await vscode.workspace.openTextDocument(file);
  const change = new vscode.WorkspaceEdit();
  change.insert(file, new vscode.Position(document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(change));
  assert.ok(await document.save());
}

/** In a document of its own each time, since what was suggested once stays. */
async function suggestedAfresh(): Promise<string> {
  const editor = await editFile('#include <stdio.h>\n\nstatic int zorch_q');
  const text = firstText(await suggest(editor));
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  await vscode.workspace.fs.delete(editor.document.uri);
  return text;
}
