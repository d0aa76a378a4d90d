import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TrainingWorkerEvent } from '../../../src/protocol/trainingMessages.ts';
import { cellscope, messagesDuring, next, withSetting, workspaceFile } from './cellscope.ts';
import { put } from './suggesting.ts';

const whenIdle = (action: () => Promise<unknown>) =>
  withSetting('cellscope.training.automatic', 'whenIdle', action);

/** A machine at rest, on which minutes pass at will. */
const machine = {
  time: performance.now() + 1e7,
  busy: 0,
  battery: false,
  now: () => ++machine.time,
  load: () => machine.busy,
  isOnBattery: () => Promise.resolve(machine.battery),
};

const added = workspaceFile('src/added.c');

/** Another text than before, and a good part of all there is. */
async function addText(name: string): Promise<void> {
  const lines = Array.from({ length: 900 }, (_, i) => `int ${name}_${i}(int a) { return a + ${i}; }\n`);
  await vscode.workspace.fs.writeFile(added, new TextEncoder().encode(lines.join('')));
}

/** What a training tells meanwhile. */
async function eventsDuring(action: () => Promise<unknown>): Promise<TrainingWorkerEvent[]> {
  const { training } = await cellscope();
  const events: TrainingWorkerEvent[] = [];
  const subscription = training.onEvent(event => events.push(event));
  await action();
  subscription.dispose();
  return events;
}

/** A minute in which nobody has touched anything has passed. */
async function consider(): Promise<void> {
  const { automatic } = await cellscope();
  machine.time += 100_000;
  await automatic.consider();
}

describe('training by itself', () => {
  let own: typeof machine | { now(): number };

  before(async () => {
    const { automatic, training } = await cellscope();
    own = automatic.machine;
    automatic.machine = machine;
    // Of the files as the tests before have left them.
    await training.train('restart');
    await vscode.window.showTextDocument(workspaceFile('src/book.c'));
  });

  after(async () => {
    const { automatic } = await cellscope();
    Object.assign(automatic, { machine: own });
    await vscode.workspace.fs.delete(added);
  });

  it('is not done where nothing has changed', () =>
    whenIdle(async () => assert.deepEqual(await eventsDuring(consider), [])));

  it('is not done unless it is wanted, on battery, or while the machine has work', async () => {
    await addText('first');
    assert.deepEqual(await eventsDuring(consider), []);
    await whenIdle(async () => {
      machine.battery = true;
      assert.deepEqual(await eventsDuring(consider), []);
      machine.battery = false;
      machine.busy = 0.9;
      assert.deepEqual(await eventsDuring(consider), []);
      machine.busy = 0;
    });
  });

  it('learns what has changed on one core, without a word', () =>
    whenIdle(async () => {
      const { model } = await cellscope();
      // Somebody was here since it was looked last.
      await vscode.window.showTextDocument(workspaceFile('src/loan.c'));
      let events: TrainingWorkerEvent[] = [];
      const messages = await messagesDuring('showInformationMessage', async () => {
        events = await eventsDuring(consider);
      });
      assert.deepEqual(messages, []);
      const engine = events.find(event => event.event === 'engine');
      assert.match(engine?.name ?? 'nothing was trained', /one thread$/);
      assert.equal(model.state.kind, 'loaded');
    }));

  it('stops at the first key, and goes on when nobody works', () =>
    whenIdle(() =>
      // Far longer than the test takes.
      withSetting('cellscope.training.epochs', 100_000, async () => {
        const { training } = await cellscope();
        await addText('second');
        const editor = await vscode.window.showTextDocument(workspaceFile('src/book.c'));
        for (const key of ['x', 'y']) {
          const begun = next(training.onDidChangeState, ({ phase }) => phase === 'running');
          const considered = consider();
          await begun;
          // As after another minute.
          await consider();
          await put(editor, key);
          await considered;
          assert.equal(training.state.phase, 'idle');
        }
        await vscode.commands.executeCommand('workbench.action.files.revert');
      }),
    ));
});
