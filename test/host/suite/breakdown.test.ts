import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { ModelService } from '../../../src/extension/trainedModel/modelService.ts';
import { ModelStore } from '../../../src/extension/trainedModel/modelStore.ts';
import { TrainCommand } from '../../../src/extension/training/trainCommand.ts';
import { TrainingController } from '../../../src/extension/training/trainingController.ts';
import type { TrainingWorkerEvent } from '../../../src/protocol/trainingMessages.ts';
import { next, shownDuring, until, withSetting, workspaceFile } from './cellscope.ts';
import { createMemento, ownExtension, stubExtension } from './stubExtension.ts';

type Checkpoint = TrainingWorkerEvent & { event: 'checkpoint' };

function withThreads(threads: number, action: () => Promise<unknown>): Promise<void> {
  return withSetting('cellscope.training.threads', threads, action);
}

function isOffer(message: string): boolean {
  return message.startsWith('Files have changed since');
}

/** A training command of its own over a worker that breaks down; see test/host/stub. */
describe('training that breaks down', () => {
  let folder: string;
  let store: ModelStore;
  let model: ModelService;
  let training: TrainingController;
  let command: TrainCommand;
  let log: vscode.LogOutputChannel;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'cellscope-breakdown-'));
    const storage = vscode.Uri.file(folder);
    const context = {
      workspaceState: createMemento(),
      globalStorageUri: storage,
      extension: ownExtension(),
    };
    log = vscode.window.createOutputChannel('Cellscope test', { log: true });
    store = new ModelStore({ storageUri: storage, globalStorageUri: storage });
    model = new ModelService(ownExtension().extensionUri, store, log);
    training = new TrainingController(stubExtension, '0.0.0');
    command = new TrainCommand({ training, model, store, log, context });
  });
  after(async () => {
    command.dispose();
    await training.dispose();
    await model.dispose();
    store.dispose();
    log.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('says that it can be resumed, and resumes', async () => {
    let outcome: Awaited<ReturnType<TrainCommand['train']>>;
    let shown: Awaited<ReturnType<typeof shownDuring>> = [];
    await withThreads(1, async () => {
      shown = await shownDuring('showErrorMessage', () => command.train('restart'));
    });
    assert.equal(shown.length, 1);
    assert.match(shown[0].message, /A training thread has ended\. Step 20 is saved/);
    assert.deepEqual(shown[0].buttons, ['Resume', 'Show Log']);
    assert.equal(training.state.phase, 'idle');
    assert.equal((await store.look()).unfinished?.kind, 'training');

    const saved = next(training.onEvent, (event): event is Checkpoint => event.event === 'checkpoint');
    await withThreads(3, async () => {
      outcome = await command.train('resume');
    });
    assert.equal(outcome?.reason, 'finished');
    assert.ok((await saved).step > 20);
  });

  it('goes on by the button of its message', async () => {
    // The run that the button begins breaks down where the first one did; then no button is taken.
    await withThreads(1, async () => {
      const answers = ['Resume'];
      const messages: string[] = [];
      const shown = await shownDuring(
        'showErrorMessage',
        async () => {
          await command.train('restart');
          await until(() => messages.length === 2);
        },
        message => {
          messages.push(message);
          return answers.pop();
        },
      );
      for (const { message } of shown) assert.match(message, /Step 20 is saved/);
    });
    assert.equal(training.state.phase, 'idle');
  });

  it('offers to update when files have changed, and updates', async () => {
    await withThreads(1, () => shownDuring('showErrorMessage', () => command.train('restart')));
    assert.equal((await store.look()).unfinished?.kind, 'training');
    const added = workspaceFile('src/added.c');
    await vscode.workspace.fs.writeFile(added, new TextEncoder().encode('int added(void);\n'.repeat(40)));
    await withThreads(3, async () => {
      const shown = await shownDuring(
        'showWarningMessage',
        async () => {
          await command.train('resume');
          await until(async () => !(await store.look()).unfinished && training.state.phase === 'idle');
        },
        message => (isOffer(message) ? 'Update' : undefined),
      );
      const offers = shown.filter(({ message }) => isOffer(message));
      assert.deepEqual(
        offers.map(({ buttons }) => buttons),
        [['Update', 'Train Anew']],
      );
    });
    await vscode.workspace.fs.delete(added);
  });

  it('leaves no lock behind when the whole worker has died', async () => {
    await withThreads(2, async () => {
      const shown = await shownDuring('showErrorMessage', () => command.train('restart'));
      assert.match(shown[0].message, /^Training failed: The worker ended/);
      assert.deepEqual(shown[0].buttons, ['Show Log']);
    });
    await withThreads(3, async () => {
      assert.equal((await command.train('restart'))?.reason, 'finished');
    });
  });

  it('tells once that TensorFlow is missing, and trains', async () => {
    await withSetting('cellscope.engine', 'tensorflow', async () => {
      const shown = await shownDuring('showWarningMessage', async () => {
        assert.equal((await command.train('restart'))?.reason, 'finished');
      });
      assert.deepEqual(shown, [
        {
          message: 'TensorFlow.js is not there. Training goes on with an engine that breaks.',
          buttons: ['Install TensorFlow Engine', 'Open Settings'],
        },
      ]);
      assert.equal(training.engine, 'an engine that breaks');
    });
  });

  it('does not bother with what nobody asked for', async () => {
    const shown = await shownDuring('showWarningMessage', () => command.train('restart'));
    assert.deepEqual(shown, []);
  });
});
