import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TrainingWorkerEvent } from '../../../src/protocol/trainingMessages.ts';
import { loadNodeKernels } from '../../../src/platform/node/kernels/nodeKernels.ts';
import { ownExtension } from './stubExtension.ts';
import {
  cellscope,
  messagesDuring,
  next,
  picksDuring,
  until,
  withSetting,
  workspaceFile,
} from './cellscope.ts';

type Progress = TrainingWorkerEvent & { event: 'progress' };

/** More than a test can last on the fastest machine, so that the run is under way whenever it is stopped. */
const ENDLESS_EPOCHS = 100_000;
/** Enough to learn how the words of the workspace go on. */
const EPOCHS = 60;

const isProgress = (event: TrainingWorkerEvent): event is Progress => event.event === 'progress';

/** Passes that the run has made that was stopped: how many depends on the machine. */
async function epochsRead(): Promise<number> {
  const { modelDirectory } = await cellscope();
  const json = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(modelDirectory, 'model.json'));
  const { training } = JSON.parse(new TextDecoder().decode(json)) as {
    training: { position: { epoch: number } };
  };
  return training.position.epoch;
}

describe('training on the workspace', () => {
  let events: TrainingWorkerEvent[];
  let listener: vscode.Disposable;

  before(async () => {
    const { training } = await cellscope();
    listener = training.onEvent(event => events.push(event));
  });
  beforeEach(() => {
    events = [];
  });
  after(() => listener.dispose());

  it('can be paused, continued and stopped, and keeps the model so far', async () => {
    const { training, model, statusBarText, statusBarTooltip, contextKeys } = await cellscope();
    const first = next(training.onEvent, isProgress);
    let outcome: ReturnType<typeof training.train> | undefined;
    await withSetting('cellscope.training.epochs', ENDLESS_EPOCHS, async () => {
      outcome = training.train('restart');
      await first;
    });
    const before = await first;
    assert.match(statusBarText(), /^\$\(sync~spin\) Cellscope: \d+%, .* left$/);
    const engine = events.find(event => event.event === 'engine');
    assert.ok(engine && statusBarTooltip().endsWith(`\n${engine.name}`), statusBarTooltip());
    console.log(`${process.env.VSC_TEST_MARK ?? ''}    (trains with ${engine.name})`);
    // The package for this machine has the native kernels where they could be built.
    const { name, nativeProblem } = await loadNodeKernels(
      ownExtension().extensionUri.fsPath + '/media/kernels',
    );
    assert.ok(engine.name.startsWith(`${name}, `), engine.name);
    assert.equal(engine.notices.length, nativeProblem === undefined ? 0 : 1);
    assert.equal(name.startsWith('native-'), process.env.CELLSCOPE_TEST_KERNELS === 'native', name);

    // A paused run saves a checkpoint before it waits.
    const saved = next(training.onEvent, event => event.event === 'checkpoint');
    await vscode.commands.executeCommand('cellscope.pauseTraining');
    assert.equal(training.state.phase, 'paused');
    assert.match(statusBarText(), /^\$\(debug-pause\) Cellscope: paused at \d+%$/);
    assert.equal(contextKeys().canResume, true);
    await saved;

    const later = next(training.onEvent, isProgress);
    await vscode.commands.executeCommand('cellscope.resumeTraining');
    assert.equal(training.state.phase, 'running');
    assert.ok((await later).step > before.step);

    await vscode.commands.executeCommand('cellscope.stopTraining');
    assert.equal((await outcome)?.reason, 'cancelled');
    assert.equal(training.state.phase, 'idle');
    await until(async () => {
      const state = await model.load();
      return state.kind === 'loaded' && state.model.unfinished;
    });
    assert.match(statusBarText(), /^\$\(debug-pause\) Cellscope: stopped at \d+%$/);
    const { training: phase, hasModel, canResume, hasSample } = contextKeys();
    assert.deepEqual([phase, hasModel, canResume], ['idle', true, true]);
    assert.equal(
      hasSample,
      events.some(event => event.event === 'sample'),
    );
    const [menu] = await picksDuring(() => vscode.commands.executeCommand('cellscope.showMenu'));
    assert.deepEqual(
      menu.items.slice(0, 3).map(item => item.label),
      ['Resume', 'Update', 'Train Anew'],
    );
  });

  it('tells which files it left out, and why, and goes on to the end', async () => {
    const { training, contextKeys } = await cellscope();
    const corpus = next(
      training.onEvent,
      (event): event is TrainingWorkerEvent & { event: 'corpus' } => event.event === 'corpus',
    );
    let outcome: ReturnType<typeof training.train> | undefined;
    await withSetting('cellscope.training.threads', 2, async () =>
      withSetting('cellscope.training.epochs', (await epochsRead()) + EPOCHS, async () => {
        outcome = training.train('resume');
        await corpus;
      }),
    );
    assert.match(training.engine ?? '', /, 2 threads$/);
    const { skipped, files } = await corpus;
    assert.ok(files >= 20);
    const reasonOf = (path: string) => skipped.find(file => file.path === path)?.reason ?? '';
    assert.match(reasonOf('data/binary.h'), /NUL/);
    assert.match(reasonOf('data/latin1.c'), /UTF-8/);
    assert.match(reasonOf('data/empty.c'), /empty/);

    // Resuming goes on to the end of the budget.
    assert.equal((await outcome)?.reason, 'finished');
    const progress = events.filter(isProgress);
    const last = progress.at(-1);
    assert.ok(last && last.validationBitsPerChar! < 3, `${last?.validationBitsPerChar} bits per character`);
    assert.equal(last.share, 1);
    assert.ok(events.some(event => event.event === 'sample' && event.text.length > 50));
    assert.deepEqual([contextKeys().canResume, contextKeys().hasSample], [false, true]);
  });

  it('puts the model to use by itself', async () => {
    const { model } = await cellscope();
    await until(() => model.state.kind === 'loaded' && !model.state.model.unfinished);
    const { state } = model;
    assert.ok(state.kind === 'loaded');
    assert.deepEqual([state.model.cellType, state.model.layers, state.model.units], ['lstm', 1, 64]);
    assert.deepEqual(state.model.languages, ['c', 'latex']);
  });

  it('asks what to do with the model that is there, and does nothing without an answer', async () => {
    const { training } = await cellscope();
    const [shown] = await picksDuring(() => vscode.commands.executeCommand('cellscope.train'));
    assert.deepEqual(
      shown.items.map(item => item.label),
      ['Update', 'Train Anew'],
    );
    assert.match(shown.items[0].detail ?? '', /files as they are now.*a quarter of the time/);
    assert.equal(training.state.phase, 'idle');
    assert.deepEqual(events, []);
  });

  it('updates the model with a file that is new', async () => {
    const { training, model } = await cellscope();
    const added = workspaceFile('src/added.c');
    await vscode.workspace.fs.writeFile(added, new TextEncoder().encode('int added(void);\n'.repeat(40)));
    const files = next(
      training.onEvent,
      (event): event is TrainingWorkerEvent & { event: 'corpus' } => event.event === 'corpus',
    );
    await withSetting('cellscope.training.epochs', 4, () =>
      picksDuring(() => vscode.commands.executeCommand('cellscope.train'), 'Update'),
    );
    assert.ok((await files).files >= 21);
    assert.equal(training.state.phase, 'idle');
    const progress = events.filter(isProgress);
    assert.equal(progress.at(-1)?.share, 1);
    assert.equal(progress.at(-1)?.epoch, 1);
    // It did not have to begin again.
    assert.ok(progress[0].validationBitsPerChar! < 3, `${progress[0].validationBitsPerChar}`);
    await vscode.workspace.fs.delete(added);
    await until(() => model.state.kind === 'loaded' && !model.state.model.unfinished);
  });

  it('begins once when the question before it was open twice', async () => {
    const { training, model } = await cellscope();
    let outcome: Thenable<unknown> | undefined;
    const told = await messagesDuring('showErrorMessage', async () => {
      const informed = await messagesDuring('showInformationMessage', () =>
        withSetting('cellscope.training.epochs', ENDLESS_EPOCHS, async () => {
          const first = next(training.onEvent, isProgress);
          await picksDuring(() => {
            const commands = ['cellscope.train', 'cellscope.train'];
            outcome = Promise.all(commands.map(one => vscode.commands.executeCommand(one)));
            return first;
          }, 'Update');
          await vscode.commands.executeCommand('cellscope.stopTraining');
          await outcome;
        }),
      );
      assert.ok(informed.includes('Cellscope is training already.'), informed.join());
    });
    assert.deepEqual(told, []);
    assert.equal(events.filter(event => event.event === 'corpus').length, 1);
    await until(() => model.state.kind === 'loaded');
  });

  it('leaves the model as it was when an update is stopped, and forgets the update when it is discarded', async () => {
    const { model, modelDirectory, statusBarText, statusBarTooltip, contextKeys } = await cellscope();
    assert.match(statusBarText(), /stopped at \d+%$/);
    assert.match(
      statusBarTooltip(),
      /^The update .* was stopped at .*\nUntil it is finished, the model stays/,
    );
    assert.ok(model.state.kind === 'loaded' && !model.state.model.unfinished);
    assert.equal(contextKeys().canDiscardUpdate, true);
    await vscode.commands.executeCommand('cellscope.discardUpdate');
    const names = (await vscode.workspace.fs.readDirectory(modelDirectory)).map(([name]) => name);
    assert.deepEqual(
      names.filter(name => name.startsWith('update')),
      [],
    );
    assert.deepEqual([contextKeys().canResume, contextKeys().canDiscardUpdate], [false, false]);
    assert.doesNotMatch(statusBarText(), /stopped/);
  });
});
