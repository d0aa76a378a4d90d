import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import * as vscode from 'vscode';
import type { Exchange } from '../../../src/extension/panels/pageView.ts';
import type { Ranking } from '../../../src/protocol/cells.ts';
import type { HostEvent } from '../../../src/protocol/inspector.ts';
import { cellscope, messagesDuring, next, until, withSetting, workspaceFile } from './cellscope.ts';
import { editFile, firstText, suggest, toEnd } from './suggesting.ts';

type TellsModel = Exchange & { told: Extract<HostEvent, { kind: 'model' }> };
type Ranked = Exchange & { answer: Ranking };

function tellsOfModel(one: Exchange): one is TellsModel {
  return 'told' in one && one.told.kind === 'model';
}

type TellsDocument = Exchange & { told: Extract<HostEvent, { kind: 'document' }> };

function tellsOfDocument(one: Exchange): one is TellsDocument {
  return 'told' in one && one.told.kind === 'document';
}

function isRanking(one: Exchange): one is Ranked {
  return 'answer' in one && one.asked.kind === 'rank' && one.answer !== undefined;
}

/** Every model of C knows how it goes on. */
const loop = 'int sum(const int *a, int n)\n{\n\tint i, s = 0;\n\n\tfor (i = 0; i < n; i+';

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

  it('shows in the inspector how the starter sees an open file', async () => {
    const { inspector } = await cellscope();
    await vscode.window.showTextDocument(workspaceFile('src/book.c'));
    const told = next(inspector.onDidExchange, tellsOfModel);
    const ranked = next(inspector.onDidExchange, isRanking);
    await vscode.commands.executeCommand('cellscope.inspect');
    assert.equal((await told).told.isStarter, true);
    const { answer } = await ranked;
    assert.ok(answer.cells.length > 0);
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
  });

  it('shows a file in the inspector that lies behind something else, such as the walkthrough', async () => {
    const { inspector } = await cellscope();
    await vscode.window.showTextDocument(workspaceFile('src/book.c'), { preview: false });
    await vscode.commands.executeCommand('cellscope.getStarted');
    await until(() => vscode.window.activeTextEditor === undefined);
    const told = next(inspector.onDidExchange, tellsOfDocument);
    await vscode.commands.executeCommand('cellscope.inspect');
    assert.equal((await told).told.name, 'src/book.c');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('has its item in the status bar beside C and LaTeX, also for a buffer that is set to C, and in the inspector', async () => {
    const { statusBarText } = await cellscope();
    // The inspector is open still, and nothing else is.
    await vscode.commands.executeCommand('workbench.action.closeOtherEditors');
    await vscode.commands.executeCommand('cellscope.inspect');
    await until(() => statusBarText().includes('Cellscope: starter model'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until(() => statusBarText() === '');

    const buffer = await vscode.workspace.openTextDocument({ language: 'plaintext', content: 'int x;\n' });
    await vscode.window.showTextDocument(buffer);
    assert.equal(statusBarText(), '');
    await vscode.languages.setTextDocumentLanguage(buffer, 'c');
    await until(() => statusBarText().includes('Cellscope: starter model'));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until(() => statusBarText() === '');
  });

  it('offers nothing that there is nothing for', async () => {
    const { contextKeys } = await cellscope();
    assert.deepEqual(contextKeys(), {
      training: 'idle',
      isReady: true,
      hasSeenFeature: true,
      hasModel: false,
      canResume: false,
      canDiscardUpdate: false,
      hasSample: false,
    });
  });

  it('suggests what the starter expects, without a training', async () => {
    const { completions, model } = await cellscope();
    assert.equal((await model.load()).kind, 'loaded');
    const editor = await editFile(loop);
    assert.equal(completions.isRegistered, true);
    assert.match(firstText(await suggest(editor)), /i\+\+/);
    assert.deepEqual(await messagesDuring('showInformationMessage', toggle), []);
    assert.equal(completions.isRegistered, false);
    await messagesDuring('showInformationMessage', toggle);
    assert.equal(completions.isRegistered, true);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(editor.document.uri);
  });

  it('serves where no folder is: a text of no file', async () => {
    const buffer = await vscode.workspace.openTextDocument({ language: 'c', content: loop });
    const editor = toEnd(await vscode.window.showTextDocument(buffer));
    assert.match(firstText(await suggest(editor)), /i\+\+/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
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
