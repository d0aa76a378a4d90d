import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cellscope, messagesDuring, until, workspaceFile } from './cellscope.ts';

const deleteModel = () => vscode.commands.executeCommand('cellscope.deleteModel');

describe('deleting the model', () => {
  it('asks first', async () => {
    const { model } = await cellscope();
    const questions = await messagesDuring('showWarningMessage', deleteModel);
    assert.match(questions[0], /Delete this workspace's model/);
    assert.equal((await model.refresh()).kind, 'loaded');
  });

  it('waits until another window has trained', async () => {
    const { modelDirectory, model } = await cellscope();
    const lock = vscode.Uri.joinPath(modelDirectory, 'training.lock');
    // A process that lives as long as this test.
    await vscode.workspace.fs.writeFile(lock, Buffer.from(JSON.stringify({ pid: process.ppid })));
    try {
      const errors = await messagesDuring('showErrorMessage', deleteModel);
      assert.match(errors.join(), /^Another window is training this model/);
      assert.equal((await model.refresh()).kind, 'loaded');
    } finally {
      await vscode.workspace.fs.delete(lock);
    }
  });

  it('leaves nothing behind, and the editor as it was before training', async () => {
    const { model, modelDirectory, statusBarText, contextKeys } = await cellscope();
    await vscode.window.showTextDocument(workspaceFile('src/book.c'), { viewColumn: 1 });
    await messagesDuring('showWarningMessage', deleteModel, 'Delete');
    assert.equal(model.state.kind, 'missing');
    assert.deepEqual(await vscode.workspace.fs.readDirectory(modelDirectory), []);
    await until(() => statusBarText().includes('train'));
    assert.equal(contextKeys().hasModel, false);
  });

  it('says so when there is none', async () => {
    const messages = await messagesDuring('showInformationMessage', deleteModel);
    assert.deepEqual(messages, ['This workspace has no model.']);
  });
});
