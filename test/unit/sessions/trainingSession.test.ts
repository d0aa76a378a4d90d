import assert from 'node:assert/strict';
import path from 'node:path';
import { TrainerFailure } from '../../../src/model/network/training/trainer.ts';
import { oneThread, type TrainingEngine } from '../../../src/model/training/trainingEngine.ts';
import type { SourceItem } from '../../../src/model/text/corpus.ts';
import { UserError } from '../../../src/model/base/userError.ts';
import { defaultSettings } from '../../../src/model/training/settings.ts';
import type { TrainingWorkerEvent, TrainRequest } from '../../../src/protocol/trainingMessages.ts';
import { type LoadedEngine, loadEngine } from '../../../src/platform/node/kernels/engines.ts';
import { createTrainingSession, type TrainingPlatform } from '../../../src/sessions/trainingSession.ts';
import { nextTurn } from '../../../src/platform/node/threads/nextTurn.ts';
import { createMemoryStorage } from '../files/memoryStorage.ts';
import { cSources } from '../training/sources.ts';

const signal = new AbortController().signal;
const request: TrainRequest = {
  kind: 'train',
  folders: [{ path: '/project', exclude: [] }],
  include: ['**/*.py'],
  settings: { ...defaultSettings, hiddenSize: 16, batchSize: 4, seqLength: 16, budget: { epochs: 2 } },
  modelDirectory: '/model',
  start: 'restart',
  asked: {},
  engine: 'auto',
  threads: 1,
  tensorflow: { workspaceFolders: ['/project'], storage: '/storage' },
  memory: 32,
};

async function* read(...items: SourceItem[]): AsyncGenerator<SourceItem> {
  yield* items;
}

/** The engine that is there, and in its place one that breaks down in the middle of a step. */
async function breakingAfter(steps: number): Promise<LoadedEngine> {
  const loaded = await loadEngine({ kernelDirectory: 'media/kernels', engine: 'auto', threads: 1 });
  const engine: TrainingEngine = {
    name: 'breaking',
    createTrainer: async (network, options) => {
      const trainer = await oneThread.createTrainer(network, options);
      const step = trainer.step.bind(trainer);
      trainer.step = (...window) => {
        if (trainer.stepCount < steps) return step(...window);
        throw new TrainerFailure('A training thread has ended.', { stateIsWhole: true });
      };
      return trainer;
    },
  };
  return { ...loaded, engine };
}

/** A session over memory; `locks` counts those held. */
function open(platform: Partial<TrainingPlatform> = {}) {
  const storage = createMemoryStorage();
  const events: TrainingWorkerEvent[] = [];
  const held = { locks: 0 };
  let now = 0;
  const waiting: { kind: TrainingWorkerEvent['event']; resolve: () => void }[] = [];
  const session = createTrainingSession(
    {
      readSources: () => read(...cSources(8), { path: 'a.h', reason: 'it is empty' }),
      version: '0.0.0',
      openStorage: () => storage,
      openModel: () => createMemoryStorage(),
      lock: () => {
        held.locks++;
        return Promise.resolve({
          lost: new AbortController().signal,
          claim: () => Promise.resolve(),
          check: () => Promise.resolve(),
          release: () => {
            held.locks--;
            return Promise.resolve();
          },
        });
      },
      loadEngine: wanted => loadEngine({ kernelDirectory: path.resolve('media/kernels'), ...wanted }),
      // Counts steps, not seconds: what is told, and when others have a turn, is the same on every machine.
      clock: () => (now += 10),
      now: () => 1,
      wait: () => Promise.resolve(),
      yieldToEvents: nextTurn,
      ...platform,
    },
    event => {
      events.push(event);
      for (const one of waiting) if (one.kind === event.event) one.resolve();
    },
  );
  const next = (kind: TrainingWorkerEvent['event']) =>
    new Promise<void>(resolve => waiting.push({ kind, resolve }));
  return { ...session, storage, events, held, next };
}

describe('a training session', () => {
  it('trains, tells how it goes, and leaves a model and no lock', async () => {
    const session = open();
    const outcome = await session.train(request, signal);
    assert.equal(outcome.reason, 'finished');
    assert.ok(outcome.parameters > 0 && outcome.validationBitsPerChar! > 0);
    const [engine, corpus] = session.events.filter(({ event }) => event !== 'preparing');
    assert.ok(engine.event === 'engine' && corpus.event === 'corpus');
    assert.match(engine.name, /^(native|wasm)-.*, one thread$/);
    assert.equal(corpus.files, 8);
    assert.deepEqual(corpus.skipped, [{ path: 'a.h', reason: 'it is empty' }]);
    for (const kind of ['progress', 'checkpoint'])
      assert.ok(
        session.events.some(event => event.event === kind),
        kind,
      );
    const { globs } = JSON.parse(session.storage.text('model.json')) as { globs: string[] };
    assert.deepEqual(globs, ['**/*.py']);
    assert.equal(session.held.locks, 0);
  });

  it('says how many threads train where the batch has no work for more, and when it goes on', async () => {
    const session = open();
    const batches = async (start: TrainRequest['start'], batchSize: number) => {
      const epochs = start === 'restart' ? 1 : 2;
      const settings = { ...request.settings, batchSize, budget: { epochs } };
      await session.train({ ...request, start, threads: 9, settings }, signal);
      const engine = session.events.findLast(event => event.event === 'engine');
      return engine?.name.replace(/^.*, /, '');
    };
    assert.equal(await batches('restart', 2), '2 threads');
    // Of the run that is resumed, not of the present settings.
    assert.equal(await batches('resume', 4), '2 threads');
  });

  it('waits while it is paused, and goes on', async () => {
    const session = open();
    const long: TrainRequest = { ...request, settings: { ...request.settings, budget: { epochs: 100_000 } } };
    const stop = new AbortController();
    // Before the first step there is nothing to save.
    const started = session.next('progress');
    const outcome = session.train(long, stop.signal);
    await started;
    const saved = session.next('checkpoint');
    await session.pause({ kind: 'pause' }, signal);
    await saved;
    const steps = session.events.length;
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    assert.equal(session.events.length, steps);

    const goesOn = session.next('progress');
    await session.continue({ kind: 'continue' }, signal);
    await goesOn;
    stop.abort();
    assert.equal((await outcome).reason, 'cancelled');
    assert.equal(session.held.locks, 0);
  });

  it('can be stopped while it is paused, and resumed with the settings it had', async () => {
    const session = open();
    const long: TrainRequest = { ...request, settings: { ...request.settings, budget: { epochs: 100_000 } } };
    const stop = new AbortController();
    const started = session.next('progress');
    const outcome = session.train(long, stop.signal);
    await started;
    await session.pause({ kind: 'pause' }, signal);
    stop.abort();
    assert.equal((await outcome).reason, 'cancelled');
    await session.continue({ kind: 'continue' }, signal);

    const changed = { ...request, settings: { ...request.settings, hiddenSize: 99 } };
    const resumed = await session.train({ ...changed, start: 'resume' }, signal);
    assert.equal(resumed.reason, 'finished');
    const { config } = JSON.parse(session.storage.text('model.json')) as { config: { hiddenSize: number } };
    assert.equal(config.hiddenSize, 16);
  });

  it('updates a model with files that have changed, and refuses to resume it with them', async () => {
    const session = open();
    await session.train(request, signal);
    const changed = open({
      openStorage: () => session.storage,
      readSources: () => read(...cSources(9)),
    });
    const longer = { ...request.settings, budget: { epochs: 8 } };
    await assert.rejects(
      async () => changed.train({ ...request, settings: longer, start: 'resume' }, signal),
      {
        name: 'UserError',
        reason: 'filesChanged',
      },
    );
    const other = { ...request, settings: longer, asked: { hiddenSize: 17 }, start: 'update' } as const;
    await assert.rejects(
      async () => changed.train(other, signal),
      /cellscope\.training\.units is 17, but .* 16/,
    );
    const outcome = await changed.train({ ...request, settings: longer, start: 'update' }, signal);
    assert.equal(outcome.reason, 'finished');
    const { training } = JSON.parse(session.storage.text('model.json')) as {
      training: { position: { epoch: number }; before: { steps: number } };
    };
    assert.equal(training.position.epoch, 2);
    assert.ok(training.before.steps > 0);
  });

  it('resumes an update with its own budget', async () => {
    const session = open();
    await session.train(request, signal);
    const stop = new AbortController();
    const started = session.next('progress');
    const settings = { ...request.settings, budget: { epochs: 400 } };
    const updating = session.train({ ...request, settings, start: 'update' }, stop.signal);
    await started;
    stop.abort();
    assert.equal((await updating).reason, 'cancelled');
    const resumed = await session.train({ ...request, settings, start: 'resume' }, signal);
    assert.equal(resumed.reason, 'finished');
    const { training } = JSON.parse(session.storage.text('model.json')) as {
      training: { settings: { budget: object } };
    };
    assert.deepEqual(training.settings.budget, { epochs: 100 });
  });

  it('asks for the engine that was chosen, and tells why another one trains', async () => {
    const asked: unknown[] = [];
    const missing = { kind: 'engineMissing', problem: 'TensorFlow.js is not there.' } as const;
    const session = open({
      loadEngine: async wanted => {
        asked.push(wanted);
        const loaded = await loadEngine({ kernelDirectory: 'media/kernels', engine: 'wasm', threads: 1 });
        return { ...loaded, notices: [missing] };
      },
    });
    await session.train({ ...request, engine: 'tensorflow', threads: 3 }, signal);
    const { tensorflow } = request;
    assert.deepEqual(asked, [{ engine: 'tensorflow', threads: 3, batchSize: 4, tensorflow }]);
    const [told] = session.events;
    assert.ok(told.event === 'engine');
    assert.match(told.name, /^wasm-/);
    assert.deepEqual(told.notices, [missing]);
  });

  it('saves what a trainer that broke down has learnt, says so, and goes on from there', async () => {
    const session = open({ loadEngine: () => breakingAfter(3) });
    await assert.rejects(
      async () => session.train(request, signal),
      error =>
        error instanceof UserError && /A training thread has ended\. Step 3 is saved/.test(error.message),
    );
    assert.ok(session.events.some(event => event.event === 'checkpoint' && event.step === 3));
    assert.equal(session.held.locks, 0);

    const sound = open({ openStorage: () => session.storage });
    const outcome = await sound.train({ ...request, start: 'resume' }, signal);
    assert.equal(outcome.reason, 'finished');
    const progress = sound.events.filter(event => event.event === 'progress');
    assert.ok(progress.every(event => event.step > 3));
  });

  it('hands on what went wrong, and releases its lock', async () => {
    const empty = open({ readSources: () => read() });
    await assert.rejects(async () => empty.train(request, signal), /no text to train on/i);
    assert.equal(empty.held.locks, 0);

    const busy = open({ lock: () => Promise.reject(new UserError('Another window is training.')) });
    await assert.rejects(async () => busy.train(request, signal), /Another window/);
  });
});
