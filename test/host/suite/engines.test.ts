import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { CellscopeApi } from '../../../src/extension/api.ts';
import type { EngineChoice } from '../../../src/protocol/engineChoice.ts';
import { cellscope, next, shownDuring, until, withSetting } from './cellscope.ts';

const ENDLESS_EPOCHS = 100_000;
const hasNative = process.env.CELLSCOPE_TEST_KERNELS === 'native';

describe('the engine that is chosen', () => {
  let api: CellscopeApi;
  let outcome: ReturnType<CellscopeApi['training']['train']> | undefined;

  before(async () => {
    api = await cellscope();
  });
  afterEach(async () => {
    await stop();
  });

  /** With these settings until the first progress is shown, and not after that. */
  async function begin(engine: EngineChoice, threads: number): Promise<void> {
    const first = next(api.training.onEvent, event => event.event === 'progress');
    await withSetting('cellscope.engine', engine, () =>
      withSetting('cellscope.training.threads', threads, () =>
        withSetting('cellscope.training.epochs', ENDLESS_EPOCHS, async () => {
          outcome = api.training.train('restart');
          await Promise.race([first, outcome]);
        }),
      ),
    );
  }

  async function stop(): Promise<void> {
    await vscode.commands.executeCommand('cellscope.stopTraining');
    await outcome;
  }

  it('is shown with its threads while it trains, also when another one is chosen meanwhile', async () => {
    await begin('wasm', 2);
    // The setting is what it was before by now, and suggestions have begun anew with that.
    const later = next(api.training.onEvent, event => event.event === 'progress');
    await later;
    assert.match(api.statusBarTooltip(), /^Training: \d+% done, .*\n(.*\n)*wasm-[a-z-]+, 2 threads$/);
    assert.equal(api.training.state.phase, 'running');
    await stop();
    await until(async () => (await api.model.load()).kind === 'loaded');

    await begin('auto', 1);
    assert.match(api.statusBarTooltip(), hasNative ? /^native-\w+, one thread$/m : /^wasm-/m);
  });

  it('is native, or nothing where that does not run', async () => {
    const shown = await shownDuring('showErrorMessage', () => begin('native', 1));
    if (hasNative) {
      assert.deepEqual(shown, []);
      assert.match(api.statusBarTooltip(), /^native-\w+, one thread$/m);
    } else {
      assert.equal(shown.length, 1);
      assert.match(shown[0].message, /^The native kernels do not run here/);
    }
  });

  it('is told once to be missing when it is TensorFlow, and the status bar names what trains', async () => {
    const empty = await mkdtemp(path.join(os.tmpdir(), 'cellscope-engines-'));
    try {
      await withSetting('cellscope.tensorflow.path', empty, async () => {
        const shown = await shownDuring('showWarningMessage', () => begin('tensorflow', 1));
        assert.equal(shown.length, 1);
        assert.match(
          shown[0].message,
          /^TensorFlow\.js cannot be used: it was not found in .*cellscope-engines-/,
        );
        assert.match(shown[0].message, /Training goes on with (native|wasm)-[a-z0-9-]+, one thread\.$/);
        assert.deepEqual(shown[0].buttons, ['Install TensorFlow Engine', 'Open Settings']);
      });
      assert.match(api.statusBarTooltip(), hasNative ? /^native-/m : /^wasm-/m);
    } finally {
      await rm(empty, { recursive: true, force: true });
    }
  });
});
