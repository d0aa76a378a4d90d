import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { TensorflowInstaller } from '../../../src/extension/tensorflow/tensorflowInstaller.ts';
import { messagesDuring, shownDuring, until } from './cellscope.ts';
import { stubExtension } from './stubExtension.ts';

/** What the stub of the worker in test/host/stub makes of an installation into a folder of this name. */
type Course = 'succeeds' | 'fails' | 'hangs';

/** What is shown to a user who agrees to the download. */
function informationDuring(action: () => Promise<unknown>): Promise<string[]> {
  return messagesDuring('showInformationMessage', action, 'Install');
}

/** Gives the notification's token to the test, and the lines that it shows. */
async function withProgressSeen(action: (cancel: () => void, lines: string[]) => Promise<unknown>) {
  const original = vscode.window.withProgress;
  const source = new vscode.CancellationTokenSource();
  const lines: string[] = [];
  const report = ({ message }: { message?: string }) => lines.push(message ?? '');
  const replacement = (_options: unknown, task: (...args: unknown[]) => unknown) =>
    task({ report }, source.token);
  Object.assign(vscode.window, { withProgress: replacement });
  try {
    await action(() => source.cancel(), lines);
  } finally {
    Object.assign(vscode.window, { withProgress: original });
  }
}

describe('installing TensorFlow', () => {
  let log: vscode.LogOutputChannel;
  before(() => {
    log = vscode.window.createOutputChannel('Cellscope test', { log: true });
  });
  after(() => log.dispose());

  const create = (course: Course) =>
    new TensorflowInstaller(stubExtension, vscode.Uri.file(path.join(os.tmpdir(), course)), log);

  it('says what is downloaded, and does nothing without consent', async () => {
    const messages = await messagesDuring('showInformationMessage', () => create('fails').install());
    assert.deepEqual(messages, ['Install TensorFlow.js as a second engine for training?']);
  });

  it('shows the last line of what npm says, and offers the engine at the end', async () => {
    await withProgressSeen(async (_cancel, lines) => {
      const messages = await informationDuring(() => create('succeeds').install());
      assert.equal(messages.length, 2);
      assert.match(messages[1], /TensorFlow is installed/);
      assert.match(lines.join(), /^npm installs into .*succeeds$/);
    });
  });

  it('says in one message why it failed', async () => {
    const shown = await shownDuring('showErrorMessage', () =>
      informationDuring(() => create('fails').install()),
    );
    assert.deepEqual(shown, [
      { message: 'npm is not on the PATH. Install Node.js, which brings it.', buttons: ['Show Log'] },
    ]);
  });

  it('can be cancelled, without an error', async () => {
    await withProgressSeen(async (cancel, lines) => {
      const shown = await shownDuring('showErrorMessage', () =>
        informationDuring(async () => {
          const installing = create('hangs').install();
          await until(() => lines.length > 0);
          cancel();
          await installing;
        }),
      );
      assert.deepEqual(shown, []);
    });
  });

  it('ends with the window', async () => {
    await withProgressSeen(async (_cancel, lines) => {
      await informationDuring(async () => {
        const installer = create('hangs');
        const installing = installer.install();
        await until(() => lines.length > 0);
        await installer.dispose();
        await installing;
      });
    });
  });
});
