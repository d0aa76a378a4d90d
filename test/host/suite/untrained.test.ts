import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import * as vscode from 'vscode';
import type { Exchange } from '../../../src/extension/panels/pageView.ts';
import type { HostEvent } from '../../../src/protocol/inspector.ts';
import { cellscope, messagesDuring, next, until, withSetting, workspaceFile } from './cellscope.ts';

type NoModel = Extract<HostEvent, { kind: 'noModel' }>;

function offersTraining(one: Exchange): one is { told: NoModel } {
  return 'told' in one && one.told.kind === 'noModel' && (one.told as NoModel).canTrain;
}

const toggle = () => vscode.commands.executeCommand('cellscope.toggleSuggestions');

describe('without a model', () => {
  it('activates', async () => {
    const { activationMilliseconds } = await cellscope();
    assert.ok(activationMilliseconds > 0);
  });

  it('has its commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    const names = [
      'train',
      'pauseTraining',
      'resumeTraining',
      'stopTraining',
      'inspect',
      'toggleSuggestions',
      'installTensorflow',
      'toggleSuggestionsForLanguage',
      'chooseManner',
      'suggestNow',
      'snoozeSuggestions',
      'explainSuggestion',
      'showStatistics',
    ];
    for (const name of [...names, 'deleteModel', 'showLog', 'showTrainingSample'])
      assert.ok(commands.includes(`cellscope.${name}`), name);
  });

  it('says so in the inspector, with a Train button', async () => {
    const { inspector } = await cellscope();
    await vscode.window.showTextDocument(workspaceFile('src/book.c'));
    const told = next(inspector.onDidExchange, offersTraining);
    await vscode.commands.executeCommand('cellscope.inspect');
    assert.match((await told).told.message, /No model has been trained/);
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
  });

  it('has its item in the status bar beside C and LaTeX, also for a buffer that is set to C, and in the inspector', async () => {
    const { statusBarText } = await cellscope();
    // The inspector is open still, and nothing else is.
    await vscode.commands.executeCommand('workbench.action.closeOtherEditors');
    await vscode.commands.executeCommand('cellscope.inspect');
    await until(() => statusBarText().includes('Cellscope: train'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until(() => statusBarText() === '');

    const buffer = await vscode.workspace.openTextDocument({ language: 'plaintext', content: 'int x;\n' });
    await vscode.window.showTextDocument(buffer);
    assert.equal(statusBarText(), '');
    await vscode.languages.setTextDocumentLanguage(buffer, 'c');
    await until(() => statusBarText().includes('Cellscope: train'));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until(() => statusBarText() === '');
  });

  it('offers nothing that there is nothing for', async () => {
    const { contextKeys } = await cellscope();
    assert.deepEqual(contextKeys(), {
      training: 'idle',
      hasModel: false,
      canResume: false,
      canDiscardUpdate: false,
      hasSample: false,
    });
  });

  it('does not have the editor ask for suggestions, and says why to one who switches them on', async () => {
    const { completions, model } = await cellscope();
    await vscode.window.showTextDocument(workspaceFile('src/book.c'));
    assert.equal((await model.load()).kind, 'missing');
    assert.equal(completions.isRegistered, false);
    assert.deepEqual(await messagesDuring('showInformationMessage', toggle), []);
    const [message] = await messagesDuring('showInformationMessage', toggle);
    assert.match(message, /no model of this workspace yet/);
    assert.equal(completions.isRegistered, false);
  });

  it('says what is missing when no file matches, and what to do', async () => {
    const { training } = await cellscope();
    await withSetting('files.exclude', { '**/*.c': true, '**/*.h': true, paper: true }, async () => {
      const messages = await messagesDuring('showErrorMessage', () => training.train('restart'));
      assert.equal(messages.length, 1);
      assert.match(messages[0], /no text to train on.*Choose a folder/is);
    });
    assert.equal(training.state.phase, 'idle');
  });

  it('says what is wrong with a setting', async () => {
    const { training } = await cellscope();
    await withSetting('cellscope.training.units', 0.5, async () => {
      const messages = await messagesDuring('showErrorMessage', () => training.train('restart'));
      assert.deepEqual(messages, [
        'Setting cellscope.training.units is 0.5; give a whole number from 1 to 2048.',
      ]);
    });
  });

  it('says who is training when another window is', async () => {
    const { training, modelDirectory } = await cellscope();
    const holder = {
      id: randomUUID(),
      pid: process.pid,
      host: hostname(),
      name: 'Cellscope in another window',
    };
    const lock = vscode.Uri.joinPath(modelDirectory, 'training.lock');
    await vscode.workspace.fs.writeFile(lock, new TextEncoder().encode(JSON.stringify(holder)));
    const messages = await messagesDuring('showErrorMessage', () => training.train('restart'));
    await vscode.workspace.fs.delete(lock);
    assert.equal(messages.length, 1);
    assert.match(messages[0], /Cellscope in another window.*is training.*Wait for it or stop it/s);
  });
});
