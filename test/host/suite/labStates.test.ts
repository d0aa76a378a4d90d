import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Exchange } from '../../../src/extension/panels/pageView.ts';
import type { FromLabPanel, OpenedLesson } from '../../../src/protocol/lab.ts';
import type { LabState } from '../../../src/protocol/labState.ts';
import { cellscope, messagesDuring, next, until, withDialog, withSetting } from './cellscope.ts';

type LabTold = FromLabPanel['event'];
type Opened = { asked: { kind: 'open'; state: LabState }; answer: OpenedLesson };

const state: LabState = { version: 1, lesson: 'cell', values: { cell: 'gru', text: 'abcabc' }, seed: 7 };

describe('the lab', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'cellscope-lab-'));
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  it('opens what a link says, with its settings and its seed', async () => {
    const { labStates } = await cellscope();
    const opened = nextOpened('cell');
    await labStates.handleUri(vscode.Uri.parse(labStates.linkOf(state)));
    const { asked, answer } = await opened;
    assert.deepEqual(asked.state.seed, 7);
    assert.equal(answer.values['cell'], 'gru');
    assert.equal(answer.values['text'], 'abcabc');
  });

  for (const [what, query] of [
    ['nothing', ''],
    ['no JSON', `state=${Buffer.from('{').toString('base64url')}`],
    ['no lesson', `state=${Buffer.from('{"version":1,"lesson":"<b>"}').toString('base64url')}`],
    ['too much', `state=${'A'.repeat(300_000)}`],
  ])
    it(`says that a link has ${what}`, async () => {
      const { labStates } = await cellscope();
      const link = vscode.Uri.parse(labStates.linkOf(state)).with({ query });
      const messages = await messagesDuring('showErrorMessage', async () => labStates.handleUri(link));
      assert.equal(messages.length, 1);
      assert.match(messages[0], /^This (link|is no state|state of the lab names no lesson)/);
    });

  it('saves its state in a file, and opens it again', async () => {
    const { lab } = await cellscope();
    const file = vscode.Uri.file(path.join(folder, 'kept.cellscope-lab.json'));
    const saveState = { kind: 'saveState', state };
    await withDialog('showSaveDialog', file, async () => {
      const saved = next(
        lab.onDidExchange,
        exchange => isAnswer(exchange) && exchange.asked.kind === 'saveState',
      );
      lab.receive({ ask: 901, request: saveState });
      await saved;
    });
    assert.deepEqual(JSON.parse(await readFile(file.fsPath, 'utf8')), state);
    const shown = next(lab.onDidExchange, exchange => told(exchange)?.kind === 'show');
    await withDialog('showOpenDialog', [file], () => vscode.commands.executeCommand('cellscope.openLabFile'));
    const event = told(await shown);
    assert.deepEqual(event?.kind === 'show' && event.state, state);
  });

  it('says of another file that it is none of its own', async () => {
    const file = vscode.Uri.file(path.join(folder, 'other.json'));
    await writeFile(file.fsPath, '[]');
    const messages = await withDialog('showOpenDialog', [file], () =>
      messagesDuring('showErrorMessage', () => vscode.commands.executeCommand('cellscope.openLabFile')),
    );
    assert.deepEqual(messages.length, 1);
    assert.match(messages[0], /state of the lab/);
  });

  it("waits while the workspace's training is at work", async () => {
    const { lab, labStates, training } = await cellscope();
    const opened = nextOpened('hello');
    await labStates.handleUri(vscode.Uri.parse(labStates.linkOf({ ...state, lesson: 'hello', values: {} })));
    await opened;
    const order: string[] = [];
    const listening = lab.onDidExchange(exchange => {
      const event = told(exchange);
      if (event?.kind === 'waiting') order.push(event.isWaiting ? 'waits' : 'goes on');
      if (event?.kind === 'progress' || event?.kind === 'ended') order.push(event.kind);
    });
    try {
      await withSetting('cellscope.training.epochs', 100_000, async () => {
        const outcome = training.train('update');
        await until(() => training.state.phase === 'running');
        lab.receive({ ask: 902, request: { kind: 'work' } });
        await vscode.commands.executeCommand('cellscope.stopTraining');
        await outcome;
      });
      await until(() => order.includes('ended'));
    } finally {
      listening.dispose();
    }
    assert.equal(order[0], 'waits');
    const [goesOn, work] = [
      order.lastIndexOf('goes on'),
      order.findIndex(each => each === 'progress' || each === 'ended'),
    ];
    assert.ok(goesOn > 0 && work > goesOn, order.join());
    await until(() => training.state.phase === 'idle');
    await vscode.commands.executeCommand('cellscope.discardUpdate');
  });
});

/** An answer to the page that a lesson is open. */
async function nextOpened(lesson: string): Promise<Opened> {
  const { lab } = await cellscope();
  const isOpened = (exchange: Exchange): exchange is Opened =>
    isAnswer(exchange) &&
    exchange.asked.kind === 'open' &&
    (exchange as Opened).asked.state.lesson === lesson;
  return await next(lab.onDidExchange, isOpened);
}

function isAnswer(exchange: Exchange): exchange is Extract<Exchange, { answer: unknown }> {
  return 'answer' in exchange;
}

function told(exchange: Exchange): LabTold | undefined {
  return 'told' in exchange ? (exchange.told as LabTold) : undefined;
}
