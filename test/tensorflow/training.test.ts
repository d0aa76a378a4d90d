import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { loadModel } from '../../src/model/files/modelFiles.ts';
import type { KernelFactory } from '../../src/model/kernels/wasmKernels.ts';
import { defaultSettings } from '../../src/model/training/settings.ts';
import type { TrainingEngine } from '../../src/model/training/trainingEngine.ts';
import { oneThread } from '../../src/model/training/trainingEngine.ts';
import { runTraining } from '../../src/model/training/trainingRun.ts';
import type { TrainingEvent } from '../../src/model/training/trainingEvent.ts';
import type { TrainingStart } from '../../src/model/training/trainingStart.ts';
import { loadEngine } from '../../src/platform/node/kernels/engines.ts';
import { readSources } from '../../src/platform/node/files/findSourceFiles.ts';
import { createFolderStorage } from '../../src/platform/node/modelFolder/folderStorage.ts';
import { noticeText } from '../../src/protocol/noticeText.ts';
import { loadWasm } from '../unit/network/networks.ts';
import { useTemporaryFolder, writeFiles } from '../unit/temporaryFolder.ts';
import { loadTensorflow, tensorflowFolder } from './tensorflow.ts';

const settings = { ...defaultSettings, hiddenSize: 16, batchSize: 4, seqLength: 16, budget: { epochs: 2 } };
type Progress = Extract<TrainingEvent, { event: 'progress' }>;

describe('A training by TensorFlow', () => {
  const folder = useTemporaryFolder();
  let kernels: KernelFactory;
  let tensorflow: TrainingEngine;
  before(async () => {
    kernels = await loadWasm();
    tensorflow = await loadTensorflow();
  });

  /** Trains on the fixture's files in a model's folder of that name; stops after some steps if told so. */
  async function train(
    name: string,
    engine: TrainingEngine,
    {
      start = { mode: 'restart', settings },
      stopAt = Infinity,
    }: { start?: TrainingStart; stopAt?: number } = {},
  ): Promise<Progress[]> {
    const workspace = path.join(folder.path, 'workspace');
    await cp('test/fixtures/workspace', workspace, { recursive: true });
    const events: TrainingEvent[] = [];
    const stop = new AbortController();
    let now = 0;
    await runTraining({
      version: '0.0.0',
      sources: readSources([{ path: workspace }], { globs: [] }),
      start,
      storage: createFolderStorage(path.join(folder.path, name)),
      kernels,
      engine,
      control: { signal: stop.signal, whenRunning: () => Promise.resolve() },
      // Every step is followed by a turn, and told.
      clock: () => (now += 60),
      yieldToEvents: () => Promise.resolve(),
      onEvent: event => {
        events.push(event);
        if (event.event === 'progress' && event.step >= stopAt) stop.abort();
      },
      intervals: { progress: 0, checkpoint: 1e9, sample: 1e9 },
    });
    return events.filter((event): event is Progress => event.event === 'progress');
  }

  it('learns the files, and leaves a model that loads', async () => {
    const progress = await train('model', tensorflow);
    const [first, last] = [progress[0], progress[progress.length - 1]];
    assert.ok(last.trainLoss < first.trainLoss * 0.95, `${first.trainLoss} to ${last.trainLoss}`);
    const model = await loadModel(createFolderStorage(path.join(folder.path, 'model')), kernels);
    assert.equal(model.training?.finished, true);
  });

  it('that was stopped goes on by itself and by the own kernels as if it had not been', async () => {
    const whole = await train('whole', oneThread);
    await train('stopped', tensorflow, { stopAt: 20 });
    await cp(path.join(folder.path, 'stopped'), path.join(folder.path, 'other'), { recursive: true });
    for (const [name, engine] of [
      ['stopped', tensorflow],
      ['other', oneThread],
    ] as const) {
      const resumed = await train(name, engine, { start: { mode: 'resume' } });
      const [last, expected] = [resumed[resumed.length - 1], whole[whole.length - 1]];
      assert.equal(last.step, expected.step);
      assert.ok(resumed[0].step > 1 && resumed.length < whole.length, `it began at step ${resumed[0].step}`);
      const difference = Math.abs(last.trainLoss - expected.trainLoss);
      assert.ok(difference < 1e-3, `${name}: ${last.trainLoss}, expected ${expected.trainLoss}`);
    }
  });

  it('runs in a thread, and in another one after that has ended', async () => {
    const work = `const { parentPort, workerData } = require('node:worker_threads');
const util = require('node:util');
util.isNullOrUndefined ??= x => x == null;
util.isArray ??= Array.isArray;
const tf = require(workerData);
parentPort.postMessage(tf.tensor1d([1, 2]).sum().dataSync()[0]);`;
    const workerData = path.resolve(tensorflowFolder, 'node_modules/@tensorflow/tfjs-node');
    for (let i = 0; i < 2; i++) {
      const worker = new Worker(work, { eval: true, workerData });
      const answer = await new Promise((resolve, reject) =>
        worker.once('message', resolve).once('error', reject),
      );
      await worker.terminate();
      assert.equal(answer, 3);
    }
  });

  it('is what one gets who asks for TensorFlow', async () => {
    const { engine, notices } = await loadEngine({
      kernelDirectory: path.resolve('media/kernels'),
      engine: 'tensorflow',
      threads: 1,
      tensorflow: { settingPath: tensorflowFolder, workspaceFolders: [] },
    });
    assert.match(engine.name, /^tensorflow 4\.\d+\.\d+ \(libtensorflow \d/);
    assert.ok(notices.every(({ kind }) => kind !== 'engineMissing'));
  });

  it('gives way to the own kernels, with one message, where the package has no library', async () => {
    const broken = 'node_modules/@tensorflow/tfjs-node';
    await writeFiles(folder.path, {
      [`${broken}/package.json`]: '{"name":"@tensorflow/tfjs-node","version":"4.22.0","main":"index.js"}',
      [`${broken}/index.js`]: 'throw new Error("tfjs_binding.node can not be found\\n at some place.");',
    });
    const { engine, notices } = await loadEngine({
      kernelDirectory: path.resolve('media/kernels'),
      engine: 'tensorflow',
      threads: 1,
      tensorflow: { settingPath: folder.path, workspaceFolders: [] },
    });
    assert.doesNotMatch(engine.name, /tensorflow/);
    const missing = notices.filter(({ kind }) => kind === 'engineMissing').map(noticeText);
    assert.equal(missing.length, 1);
    assert.ok(missing[0].includes(path.join(folder.path, broken)));
    assert.match(missing[0], /tfjs_binding\.node can not be found\)/);
  });
});
