import assert from 'node:assert/strict';
import { hostname } from 'node:os';
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
    const holder = { id: 'x', pid: process.ppid, host: hostname(), name: 'a test' };
    await vscode.workspace.fs.writeFile(lock, Buffer.from(JSON.stringify(holder)));
    try {
      const errors = await messagesDuring('showErrorMessage', deleteModel);
      assert.match(errors.join(), /^Another window is training this model/);
      assert.equal((await model.refresh()).kind, 'loaded');
    } finally {
      await vscode.workspace.fs.delete(lock);
    }
  });

  it('leaves nothing of it behind, what others have put there, and the editor as it was before training', async () => {
    const { model, modelDirectory, statusBarText, contextKeys } = await cellscope();
    await vscode.window.showTextDocument(workspaceFile('src/book.c'), { viewColumn: 1 });
    const notes = vscode.Uri.joinPath(modelDirectory, 'notes.txt');
    await vscode.workspace.fs.writeFile(notes, Buffer.from('mine'));
    await messagesDuring('showWarningMessage', deleteModel, 'Delete');
    assert.ok(model.state.kind === 'loaded' && model.state.model.isStarter);
    const left = await vscode.workspace.fs.readDirectory(modelDirectory);
    assert.deepEqual(left, [['notes.txt', vscode.FileType.File]]);
    await vscode.workspace.fs.delete(notes);
    await until(() => statusBarText().includes('starter model'));
    assert.equal(contextKeys().hasModel, false);
  });

  it('says so when there is none', async () => {
    const messages = await messagesDuring('showInformationMessage', deleteModel);
    assert.deepEqual(messages, ['This workspace has no model.']);
  });
});
