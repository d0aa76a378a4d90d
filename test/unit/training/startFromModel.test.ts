import assert from 'node:assert/strict';
import { loadCheckpoint, loadModel } from '../../../src/model/files/modelFiles.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { NetworkPredictor } from '../../../src/model/predict/networkPredictor.ts';
import type { TrainingStart } from '../../../src/model/training/trainingStart.ts';
import type { TrainingNotice } from '../../../src/model/training/trainingNotice.ts';
import type { TrainingEvent } from '../../../src/model/training/trainingEvent.ts';
import { loadNodeKernels } from '../../../src/platform/node/kernels/nodeKernels.ts';
import { createMemoryStorage, type MemoryStorage, weightsOf } from '../files/memoryStorage.ts';
import { smallSettings, stopAfter, trainSmall } from './smallTraining.ts';
import { cSources } from './sources.ts';

const noticesOf = (events: readonly TrainingEvent[]): TrainingNotice[] =>
  events.flatMap(event => (event.event === 'notice' ? [event.notice] : []));

describe('a training that begins with the weights of a model', () => {
  let kernels: KernelFactory;
  let starter: MemoryStorage;

  before(async () => {
    kernels = (await loadNodeKernels('media/kernels')).create;
    starter = createMemoryStorage();
    await trainSmall(starter, kernels);
  });

  /** The settings say nothing of the shape but what is asked for. */
  function begin(
    epochs: number,
    asked: NonNullable<(TrainingStart & { mode: 'restart' })['from']>['asked'] = {},
    storage = starter,
  ): TrainingStart {
    const settings = { ...smallSettings, hiddenSize: 9, ...asked, budget: { epochs } };
    return { mode: 'restart', settings, from: { storage, asked } };
  }

  it('has its shape, and predicts as it does before the first step, also for characters at other numbers', async () => {
    const storage = createMemoryStorage();
    const sources = [
      ...cSources(12),
      { path: 'z.c', language: 'c' as const, text: '##!! §§ #!§\n'.repeat(30) },
    ];
    assert.deepEqual(noticesOf(await trainSmall(storage, kernels, { start: begin(0), sources })), []);
    const [was, is] = [await loadModel(starter, kernels), await loadModel(storage, kernels)];
    assert.equal(is.network.config.hiddenSize, smallSettings.hiddenSize);
    assert.ok(is.network.config.vocabSize > was.network.config.vocabSize);
    const text = 'int get_count(int index)\n{\n\tif (';
    const scores = ({ network, vocabulary }: typeof is) => {
      const predictor = new NetworkPredictor(network);
      predictor.read([vocabulary.startOf('c'), ...vocabulary.encode(text)]);
      const next = new Float32Array(network.config.vocabSize);
      predictor.distribution(next);
      const [best] = [...next.keys()].toSorted((a, b) => next[b] - next[a]);
      return { best: vocabulary.decode([best]) };
    };
    assert.deepEqual(scores(is), scores(was));
    const record = is.training!;
    assert.deepEqual([record.fromStarter, record.step, record.settings.hiddenSize], [true, 0, 12]);
  });

  it('has weights of its own for a character that the model does not know, and learns it', async () => {
    const storage = createMemoryStorage();
    const sources = [...cSources(12), { path: 'z.c', language: 'c' as const, text: '§ '.repeat(800) }];
    await trainSmall(storage, kernels, { start: begin(6), sources });
    const { network, vocabulary } = await loadModel(storage, kernels);
    const [symbol] = vocabulary.encode('§');
    assert.notEqual(symbol, 0);
    const predictor = new NetworkPredictor(network);
    predictor.read([vocabulary.startOf('c'), ...vocabulary.encode('§ § § § ')]);
    const next = new Float32Array(network.config.vocabSize);
    predictor.distribution(next);
    assert.ok(next[symbol] > 10 * next[0]);
  });

  it('keeps the characters that the model knows and the files do not have, also when it is resumed', async () => {
    const sources = [{ path: 'a.c', language: 'c' as const, text: 'aba\n§a\n'.repeat(3000) }];
    const { vocabulary: known } = await loadModel(starter, kernels);
    const [whole, stopped] = [createMemoryStorage(), createMemoryStorage()];
    await trainSmall(whole, kernels, { start: begin(3), sources });
    await trainSmall(stopped, kernels, { start: begin(3), sources, ...stopAfter(20) });
    await trainSmall(stopped, kernels, { start: { mode: 'resume' }, sources });
    assert.deepEqual(weightsOf(stopped), weightsOf(whole));
    const { vocabulary } = await loadModel(whole, kernels);
    const has = new Set(vocabulary.toJSON().characters);
    assert.deepEqual(has, new Set([...known.toJSON().characters, 'a', 'b', '\n', '§']));
  });

  it('says from the beginning how well it predicts', async () => {
    const events = await trainSmall(createMemoryStorage(), kernels, { start: begin(2) });
    const told = events.filter(event => event.event === 'progress');
    const { validationBitsPerChar } = await loadModel(starter, kernels);
    assert.ok(Math.abs(told[0].validationBitsPerChar! - validationBitsPerChar!) < 0.3);
  });

  it('learns the same each time, whether or not it was stopped on the way', async () => {
    const whole = createMemoryStorage();
    await trainSmall(whole, kernels, { start: begin(3) });
    const stopped = createMemoryStorage();
    await trainSmall(stopped, kernels, { start: begin(3), ...stopAfter(20) });
    const { record } = await loadCheckpoint(stopped, kernels);
    assert.ok(!record.finished && record.step > 0 && record.fromStarter);
    await trainSmall(stopped, kernels, { start: { mode: 'resume' } });
    assert.deepEqual(weightsOf(stopped), weightsOf(whole));
  });

  it('is better after an epoch than one that begins fresh', async () => {
    const settings = { ...smallSettings, budget: { epochs: 1 } };
    const [started, fresh] = [createMemoryStorage(), createMemoryStorage()];
    await trainSmall(started, kernels, { start: begin(1) });
    await trainSmall(fresh, kernels, { start: { mode: 'restart', settings } });
    const bitsOf = async (storage: MemoryStorage) =>
      (await loadModel(storage, kernels)).validationBitsPerChar!;
    assert.ok((await bitsOf(started)) < (await bitsOf(fresh)));
  });

  for (const cell of cellTypes.filter(each => each !== 'lstm'))
    it(`begins fresh, and says so, where cells of another kind are asked for: ${cell}`, async () => {
      const [fresh, from] = [createMemoryStorage(), createMemoryStorage()];
      const start = begin(1, { cell, hiddenSize: 12 });
      assert.deepEqual(noticesOf(await trainSmall(from, kernels, { start })), [
        { kind: 'starterDoesNotFit', setting: 'cell', wanted: cell, has: 'lstm' },
      ]);
      const settings = { ...smallSettings, cell, budget: { epochs: 1 } };
      await trainSmall(fresh, kernels, { start: { mode: 'restart', settings } });
      assert.deepEqual(weightsOf(from), weightsOf(fresh));
    });

  for (const [setting, asked] of [
    ['numLayers', { numLayers: 2 }],
    ['hiddenSize', { hiddenSize: 13 }],
    ['tokens', { tokens: 'word' }],
  ] as const)
    it(`does likewise where another ${setting} is asked for`, async () => {
      const events = await trainSmall(createMemoryStorage(), kernels, { start: begin(1, asked) });
      assert.deepEqual(
        noticesOf(events).map(notice => notice.kind === 'starterDoesNotFit' && notice.setting),
        [setting],
      );
    });

  for (const [what, damage] of [
    ['is not there', new Map()],
    ['is damaged', new Map([['model.json', new TextEncoder().encode('{ "config"')]])],
  ] as const)
    it(`begins fresh where the model ${what}, and says so`, async () => {
      const broken = createMemoryStorage();
      for (const [name, bytes] of damage) broken.files.set(name, bytes);
      const storage = createMemoryStorage();
      const notices = noticesOf(await trainSmall(storage, kernels, { start: begin(1, {}, broken) }));
      assert.deepEqual(
        notices.map(({ kind }) => kind),
        ['starterNotUsed'],
      );
      const model = await loadModel(storage, kernels);
      assert.deepEqual([model.network.config.hiddenSize, model.training?.fromStarter], [9, undefined]);
    });
});
