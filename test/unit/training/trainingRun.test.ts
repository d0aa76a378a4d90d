import assert from 'node:assert/strict';
import { loadModel } from '../../../src/model/files/modelFiles.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { Random } from '../../../src/model/base/random.ts';
import { TrainerFailure } from '../../../src/model/network/training/trainer.ts';
import type { SourceText } from '../../../src/model/text/corpus.ts';
import { decided } from '../../../src/model/training/settings.ts';
import type { TrainingEngine } from '../../../src/model/training/trainingEngine.ts';
import { TrainingNotBegun } from '../../../src/model/training/start/prepareRun.ts';
import type { TrainingEvent } from '../../../src/model/training/trainingEvent.ts';
import type { TrainingOptions } from '../../../src/model/training/trainingOptions.ts';
import type { TrainingNotice } from '../../../src/model/training/trainingNotice.ts';
import { loadNodeKernels } from '../../../src/platform/node/kernels/nodeKernels.ts';
import { createMemoryStorage, type MemoryStorage, weightsOf } from '../files/memoryStorage.ts';
import { smallSettings as settings, stopAfter, trainSmall } from './smallTraining.ts';
import { cSources } from './sources.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';

type ProgressEvent = Extract<TrainingEvent, { event: 'progress' }>;

const trainLosses = (events: readonly TrainingEvent[]) =>
  events.filter((event): event is ProgressEvent => event.event === 'progress').map(event => event.trainLoss);
const noticesOf = (events: readonly TrainingEvent[]) =>
  events.filter(event => event.event === 'notice').map(({ notice }) => notice.kind);
const lastOf = (events: readonly TrainingEvent[]) => events[events.length - 1];

/** Trains in one thread, until the step of this number. */
function breakingDown(lastStep: number, stateIsWhole: boolean): TrainingEngine {
  return {
    name: 'breaking down',
    createTrainer(network, options) {
      const trainer = new NetworkTrainer(network, options);
      const step = trainer.step.bind(trainer);
      let steps = 0;
      trainer.step = (...window) => {
        if (++steps === lastStep) throw new TrainerFailure('struck by lightning.', { stateIsWhole });
        return step(...window);
      };
      return Promise.resolve(trainer);
    },
  };
}

/** Files of noise: what is learnt from some by heart helps with none of the others. */
function noisySources(): SourceText[] {
  const random = new Random(7);
  return Array.from({ length: 12 }, (_, i) => ({
    path: `${i}.c`,
    language: 'c',
    text: Array.from({ length: 300 }, () => 'abcd'[Math.floor(random.next() * 4)]).join(''),
  }));
}

describe('runTraining', () => {
  let kernels: KernelFactory;
  before(async () => {
    kernels = (await loadNodeKernels('media/kernels')).create;
  });

  const train = (storage: MemoryStorage, changes?: Partial<TrainingOptions>) =>
    trainSmall(storage, kernels, changes);
  async function stoppedStorage(): Promise<MemoryStorage> {
    const storage = createMemoryStorage();
    await train(storage, stopAfter(20));
    return storage;
  }

  it('learns, tells how it goes and leaves a model that loads', async () => {
    const storage = createMemoryStorage();
    const events = await train(storage, { globs: ['*.txt'] });
    const losses = trainLosses(events);
    assert.ok(losses[losses.length - 1] < losses[0] * 0.75, `${losses[0]} to ${losses[losses.length - 1]}`);
    const preparing = events.findLastIndex(event => event.event === 'preparing');
    assert.equal(events[preparing + 1].event, 'corpus');
    assert.deepEqual(events[preparing], { event: 'preparing', share: 1 });
    const done = lastOf(events);
    assert.ok(done.event === 'done' && done.reason === 'finished');
    const model = await loadModel(storage, kernels);
    assert.equal(model.validationBitsPerChar, done.validationBitsPerChar);
    assert.equal(model.network.parameterCount, done.parameters);
    assert.deepEqual(model.languages, ['c']);
    assert.deepEqual(model.globs, ['*.txt']);
    assert.equal(model.heldOut.length, 1);
    assert.equal(model.training?.finished, true);
    assert.ok(model.history.length > 0);
    assert.deepEqual(model.training?.settings, decided(settings));
  });

  for (const stateIsWhole of [true, false])
    it(`saves what it has when its trainer breaks down, ${stateIsWhole ? 'the last step' : 'the last checkpoint'}`, async () => {
      const [storage, whole] = [createMemoryStorage(), createMemoryStorage()];
      let clock = 0;
      const start = { mode: 'restart', settings } as const;
      const failing = train(storage, {
        start,
        engine: breakingDown(30, stateIsWhole),
        clock: () => (clock += 1000),
        intervals: { progress: 0, checkpoint: 70 },
      });
      await assert.rejects(failing, /stopped after step 29: struck by lightning. Step \d+ is saved: resume/);
      const saved = (await loadModel(storage, kernels)).training;
      if (stateIsWhole) assert.equal(saved?.step, 29);
      else assert.ok(saved && saved.step > 0 && saved.step < 29, `step ${saved?.step}`);
      await train(storage, { start: { mode: 'resume' } });
      await train(whole);
      assert.deepEqual(weightsOf(storage), weightsOf(whole));
    });

  it('is repeated exactly from its seed, and differs with another one', async () => {
    const [one, same, other] = [createMemoryStorage(), createMemoryStorage(), createMemoryStorage()];
    await train(one);
    await train(same);
    await train(other, { start: { mode: 'restart', settings: { ...settings, seed: 2 } } });
    assert.deepEqual(weightsOf(one), weightsOf(same));
    assert.notDeepEqual(weightsOf(one), weightsOf(other));
  });

  it('writes the untrained model for no epochs', async () => {
    const storage = createMemoryStorage();
    const events = await train(storage, {
      start: { mode: 'restart', settings: { ...settings, budget: { epochs: 0 } } },
    });
    const done = lastOf(events);
    assert.ok(done.event === 'done' && done.validationBitsPerChar! > 3);
    assert.equal((await loadModel(storage, kernels)).trainedCharacters, 0);
  });

  for (const cell of ['rnn', 'lstm', 'gru'] as const)
    it(`goes on exactly after a stop (${cell})`, async () => {
      const start = { mode: 'restart', settings: { ...settings, cell, numLayers: 2 } } as const;
      const whole = createMemoryStorage();
      const expected = trainLosses(await train(whole, { start }));
      const storage = createMemoryStorage();
      const first = await train(storage, { start, ...stopAfter(30) });
      assert.ok(lastOf(first).event === 'done');
      const firstLosses = trainLosses(first);
      assert.ok(firstLosses.length > 5 && firstLosses.length < expected.length - 5);
      const { step, streamGroups } = (await loadModel(storage, kernels)).training!;
      assert.ok(streamGroups > 2 && step % streamGroups !== 0, 'not in the middle of a round of groups');
      const rest = trainLosses(await train(storage, { start: { mode: 'resume' } }));
      assert.deepEqual(rest.slice(-20), expected.slice(-20));
      assert.deepEqual(weightsOf(storage), weightsOf(whole));
    });

  it('goes on from a checkpoint of before there were groups', async () => {
    // So short a text has one group, as all had then.
    const [storage, whole] = [createMemoryStorage(), createMemoryStorage()];
    const short = { sources: cSources(1), start: { mode: 'restart', settings } } as const;
    await train(whole, short);
    await train(storage, { ...short, ...stopAfter(10) });
    const json = JSON.parse(storage.text('model.json')) as { training: { streamGroups?: number } };
    assert.equal(json.training.streamGroups, 1);
    delete json.training.streamGroups;
    storage.files.set('model.json', new TextEncoder().encode(JSON.stringify(json)));
    await train(storage, { ...short, start: { mode: 'resume' } });
    assert.deepEqual(weightsOf(storage), weightsOf(whole));
  });

  it('saves at a pause, waits, and does not count the time', async () => {
    const storage = createMemoryStorage();
    let now = 0;
    let turns = 0;
    const events = await train(storage, {
      clock: () => (now += 20),
      control: {
        signal: new AbortController().signal,
        whenRunning: () =>
          ++turns === 3
            ? new Promise(resolve =>
                setImmediate(() => {
                  assert.ok(storage.files.has('model.json'), 'no checkpoint at the pause');
                  now += 1e9;
                  resolve();
                }),
              )
            : Promise.resolve(),
      },
    });
    const done = lastOf(events);
    assert.ok(done.event === 'done' && done.seconds < 1e5, 'the pause was counted');
  });

  it('ends when it is cancelled during a pause', async () => {
    const controller = new AbortController();
    let now = 0;
    const events = await train(createMemoryStorage(), {
      clock: () => (now += 20),
      control: {
        signal: controller.signal,
        whenRunning: () => {
          setImmediate(() => controller.abort());
          return new Promise(() => {});
        },
      },
    });
    const done = lastOf(events);
    assert.ok(done.event === 'done' && done.reason === 'cancelled');
  });

  it('leaves the old model alone when it is cancelled before the first step', async () => {
    const storage = createMemoryStorage();
    await train(storage);
    const before = weightsOf(storage);
    const stop = new AbortController();
    await train(storage, {
      start: { mode: 'restart', settings: { ...settings, hiddenSize: 3 } },
      control: { signal: stop.signal, whenRunning: () => Promise.resolve() },
      onEvent: event => event.event === 'corpus' && stop.abort(),
    });
    assert.equal(weightsOf(storage), before);
  });

  it('says so when it is cancelled while the files are read, and reads no more of them', async () => {
    const storage = createMemoryStorage();
    const stop = new AbortController();
    let given = 0;
    function* stoppedAtThird() {
      for (const source of cSources(12)) {
        if (++given === 3) stop.abort();
        yield source;
      }
    }
    const control = { signal: stop.signal, whenRunning: () => Promise.resolve() };
    await assert.rejects(train(storage, { sources: stoppedAtThird(), control }), TrainingNotBegun);
    assert.equal(given, 3);
    assert.deepEqual(await storage.list(), []);
  });

  it('names some of the files that were left out, however many they are', async () => {
    const empty = Array.from({ length: 5000 }, (_, i) => ({ path: `${i}.h`, reason: 'it is empty' }));
    const sampled = { kind: 'sampled', files: 5012, taken: 12, bytes: 2e9, mostBytes: 1e9 } as const;
    const sources = [...cSources(12), ...empty, { notice: sampled }];
    const events = await train(createMemoryStorage(), { sources });
    const [corpus, notice] = events.filter(({ event }) => event !== 'preparing');
    assert.ok(corpus.event === 'corpus' && corpus.skippedFiles === 5000);
    assert.ok(corpus.skipped.length > 100 && JSON.stringify(corpus).length < 20_000);
    assert.deepEqual(notice, { event: 'notice', notice: sampled });
  });

  it('keeps to its seconds', async () => {
    let now = 0;
    const events = await train(createMemoryStorage(), {
      start: { mode: 'restart', settings: { ...settings, budget: { seconds: 20 } } },
      clock: () => (now += 10),
    });
    const done = lastOf(events);
    assert.ok(done.event === 'done' && done.seconds > 18 && done.seconds < 23, JSON.stringify(done));
    assert.ok(events.some(event => event.event === 'sample'));
    const checkpoints = events.filter(event => event.event === 'checkpoint');
    assert.ok(checkpoints.length >= 2, 'none when the decay was fixed');
  });

  const overfitting = { ...settings, hiddenSize: 48, batchSize: 2, learningRate: 0.02 };

  it('ends early from its best epoch when a run by the clock learns by heart', async () => {
    const storage = createMemoryStorage();
    let now = 0;
    const events = await train(storage, {
      sources: noisySources(),
      start: { mode: 'restart', settings: { ...overfitting, budget: { seconds: 1000 } } },
      clock: () => (now += 5),
    });
    assert.ok(noticesOf(events).includes('learntEarly'));
    const done = lastOf(events);
    assert.ok(
      done.event === 'done' && done.reason === 'finished' && done.seconds < 500,
      JSON.stringify(done),
    );
    assert.ok(done.validationBitsPerChar! < 2.4, JSON.stringify(done));
  });

  it('keeps the best of its epochs', async () => {
    const storage = createMemoryStorage();
    const budget = { epochs: 40 };
    const events = await train(storage, {
      sources: noisySources(),
      start: { mode: 'restart', settings: { ...overfitting, budget } },
    });
    const losses = trainLosses(events);
    assert.ok(Math.min(...losses) < 1.2, `nothing was learnt by heart: ${Math.min(...losses)}`);
    const model = await loadModel(storage, kernels);
    assert.ok(model.validationBitsPerChar! < 2.4, String(model.validationBitsPerChar));
    assert.ok(model.training!.position.epoch < 40);
  });

  it('comes back from a learning rate that is far too high', async () => {
    const storage = createMemoryStorage();
    const events = await train(storage, {
      start: { mode: 'restart', settings: { ...settings, cell: 'rnn', learningRate: 0.9, gradClip: 100 } },
    });
    assert.ok(noticesOf(events).includes('blewUp'));
    const done = lastOf(events);
    assert.ok(done.event === 'done' && done.validationBitsPerChar! < 4.5, JSON.stringify(done));
    assert.ok((await loadModel(storage, kernels)).training!.learningRateScale < 1);
  });

  it('does not take harder text for a divergence', async () => {
    const random = new Random(1);
    const noise = () =>
      Array.from({ length: 27_000 }, () => String.fromCharCode(97 + random.next() * 26)).join('');
    const texts = Array.from({ length: 4 }, (_, i) => (i % 2 === 0 ? noise() : 'a'.repeat(27_000)));
    const events = await train(createMemoryStorage(), {
      sources: texts.map((text, i) => ({ path: `${i}.c`, language: 'c', text })),
      // One stream in a group: then the groups follow each other through a text.
      start: { mode: 'restart', settings: { ...settings, batchSize: 1, budget: { epochs: 2 } } },
    });
    const losses = trainLosses(events);
    const rises = losses.map((loss, i) => loss - Math.min(...losses.slice(0, i + 1)));
    assert.ok(Math.max(...rises) > 0.7, 'no text was harder');
    assert.ok(!noticesOf(events).includes('blewUp'));
  });

  it('trains on while checkpoints find the disk full, and tells it once each time that it fills up', async () => {
    const storage = createMemoryStorage();
    storage.writesLeft = 1;
    const notices: TrainingNotice[] = [];
    let checkpoints = 0;
    let now = 0;
    await train(storage, {
      clock: () => (now += 20),
      intervals: { checkpoint: 1 },
      onEvent: event => {
        if (event.event === 'notice') notices.push(event.notice);
        if (event.event === 'checkpoint' && ++checkpoints === 2) storage.writesLeft = 0;
      },
      // Room is made after three checkpoints that failed.
      yieldToEvents: () => {
        if (storage.writesLeft <= -3) storage.writesLeft = Infinity;
        return Promise.resolve();
      },
    });
    assert.equal(notices.length, 2, JSON.stringify(notices));
    for (const notice of notices)
      assert.ok(notice.kind === 'checkpointNotSaved' && /disk is full/.test(notice.problem));
    assert.equal((await loadModel(storage, kernels)).training?.finished, true);
  });

  it('fails when the last checkpoint finds the disk full', async () => {
    const storage = createMemoryStorage();
    await train(storage);
    const before = weightsOf(storage);
    storage.writesLeft = 1;
    await assert.rejects(train(storage), { name: 'UserError', message: /disk is full/ });
    assert.deepEqual(weightsOf(storage), before);
  });

  describe('refuses to resume', () => {
    it('where there is no model', async () => {
      await assert.rejects(train(createMemoryStorage(), { start: { mode: 'resume' } }), /no model in memory/);
    });

    it('when the files have changed', async () => {
      const sources = cSources(12).map(source => ({ ...source, text: `${source.text}\n` }));
      await assert.rejects(train(await stoppedStorage(), { sources, start: { mode: 'resume' } }), {
        name: 'UserError',
        message: /files have changed .* train anew/,
      });
    });

    it('with other settings', async () => {
      await assert.rejects(
        train(await stoppedStorage(), { start: { mode: 'resume', changes: { hiddenSize: 13 } } }),
        {
          name: 'UserError',
          message: /has hiddenSize 12; it cannot be resumed with 13/,
        },
      );
    });

    it('when it is finished, unless the budget is larger', async () => {
      const storage = createMemoryStorage();
      await train(storage);
      await assert.rejects(train(storage, { start: { mode: 'resume' } }), /finished.*larger budget/);
      const smaller = { mode: 'resume', changes: { budget: { epochs: 3 } } } as const;
      await assert.rejects(train(storage, { start: smaller }), /finished.*larger budget/);
      const events = await train(storage, { start: { mode: 'resume', changes: { budget: { epochs: 5 } } } });
      const done = lastOf(events);
      assert.ok(done.event === 'done' && done.reason === 'finished');
      assert.equal((await loadModel(storage, kernels)).training?.position.epoch, 5);
    });
  });
});
