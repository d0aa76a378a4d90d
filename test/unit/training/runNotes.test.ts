import assert from 'node:assert/strict';
import { readRunHistory } from '../../../src/model/files/runHistoryReader.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import type { TrainingEvent } from '../../../src/model/training/trainingEvent.ts';
import type { TrainingOptions } from '../../../src/model/training/trainingOptions.ts';
import { loadNodeKernels } from '../../../src/platform/node/kernels/nodeKernels.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';
import { createMemoryStorage, type MemoryStorage } from '../files/memoryStorage.ts';
import { smallSettings, stopAfter, trainSmall } from './smallTraining.ts';

const history = { now: () => 1_700_000_000_000, pointSeconds: 0 };
const noticesOf = (events: readonly TrainingEvent[]) =>
  events.filter(event => event.event === 'notice').map(({ notice }) => notice.kind);

/** So many milliseconds pass whenever somebody looks. */
function ticking(milliseconds = 20): () => number {
  let now = 0;
  return () => (now += milliseconds);
}

describe('what is kept of how a run went', () => {
  let kernels: KernelFactory;
  let storage: MemoryStorage;
  before(async () => {
    kernels = (await loadNodeKernels('media/kernels')).create;
  });
  beforeEach(() => {
    storage = createMemoryStorage();
  });

  const train = (changes: Partial<TrainingOptions> = {}) =>
    trainSmall(storage, kernels, { clock: ticking(), history, ...changes });

  it('are the losses, gradients and rates of its steps, what was measured and drawn, and the end', async () => {
    const events = await train();
    const run = (await readRunHistory(storage, 1))!;
    const done = events.find(event => event.event === 'done')!;
    const steps = run.points.step;
    assert.equal(run.header.started, history.now());
    assert.equal(run.header.settings.hiddenSize, smallSettings.hiddenSize);
    assert.deepEqual(
      steps,
      Array.from(steps, (_, i) => i + 1),
    );
    assert.deepEqual(run.end?.reason, 'finished');
    assert.equal(run.end.step, steps.at(-1));
    assert.ok(run.points.trainLoss[0] > run.points.trainLoss.at(-1)!);
    assert.ok(run.points.gradientNorm.every(norm => norm > 0));
    assert.equal(run.points.share.at(-1), 1);
    const measured = run.validations.at(-1)!.loss / Math.LN2;
    assert.ok(Math.abs(measured - done.validationBitsPerChar!) < 1e-4);
    const drawn = events.filter(event => event.event === 'sample').map(({ text }) => text);
    assert.deepEqual(
      run.samples.map(({ text }) => text),
      drawn,
    );
  });

  it('is the same for a run that was stopped and gone on with as for one that was not', async () => {
    const other = createMemoryStorage();
    await trainSmall(other, kernels, { history, ...stopAfter(Infinity) });
    await train(stopAfter(9));
    const stopped = (await readRunHistory(storage, 1))!;
    assert.equal(stopped.end?.reason, 'cancelled');
    await train({ start: { mode: 'resume' }, ...stopAfter(Infinity) });
    const [whole, resumed] = [await readRunHistory(other, 1), await readRunHistory(storage, 1)];
    assert.deepEqual(resumed?.points.step, whole?.points.step);
    assert.deepEqual(resumed?.points.trainLoss, whole?.points.trainLoss);
    assert.equal(resumed?.end?.reason, 'finished');
    assert.equal(await readRunHistory(storage, 2), undefined);
  });

  it('is that of another run where one begins anew or updates', async () => {
    await train();
    await train({ start: { mode: 'update', changes: {}, budget: { epochs: 1 } } });
    assert.equal((await readRunHistory(storage, 2))?.header.kind, 'update');
    assert.equal((await readRunHistory(storage, 1))?.header.kind, 'training');
  });

  it('is written whole where a line could not be added, and nobody is bothered with that', async () => {
    // By the clock it is now an even number of times that something is written, now an odd one.
    for (const milliseconds of [20, 35, 50, 80]) {
      storage = createMemoryStorage();
      const events = await train({
        storage: { ...storage, append: () => Promise.reject(new Error('Somebody else is at it.')) },
        clock: ticking(milliseconds),
      });
      assert.deepEqual(noticesOf(events), [], `${milliseconds} ms`);
      assert.equal((await readRunHistory(storage, 1))?.end?.reason, 'finished');
    }
  });

  it('stops no training when the disk does not take it, and that is told once', async () => {
    const refusing = {
      ...storage,
      write: (name: string, data: Uint8Array) =>
        name.endsWith('.jsonl') ? Promise.reject(new Error('The disk is full.')) : storage.write(name, data),
    };
    const told = await train({ storage: refusing });
    assert.deepEqual(noticesOf(told), ['historyNotKept']);
    assert.equal(told.at(-1)?.event, 'done');
  });

  it('ends where the run failed', async () => {
    const engine: TrainingOptions['engine'] = {
      name: 'breaking down',
      createTrainer(network, options) {
        const trainer = new NetworkTrainer(network, options);
        const step = trainer.step.bind(trainer);
        trainer.step = (...window) => {
          if (trainer.stepCount === 5) throw new Error('struck by lightning');
          return step(...window);
        };
        return Promise.resolve(trainer);
      },
    };
    await assert.rejects(train({ engine }), /lightning/);
    const run = (await readRunHistory(storage, 1))!;
    assert.equal(run.end?.reason, 'failed');
    assert.deepEqual(run.points.step, [1, 2, 3, 4, 5]);
    assert.equal(run.header.engine, 'breaking down');
  });

  it('goes back where the run does', async () => {
    const engine: TrainingOptions['engine'] = {
      name: 'blowing up',
      createTrainer(network, options) {
        const trainer = new NetworkTrainer(network, options);
        const step = trainer.step.bind(trainer);
        let steps = 0;
        trainer.step = (...window) => {
          const result = step(...window);
          return ++steps === 12 ? { ...result, loss: NaN } : result;
        };
        return Promise.resolve(trainer);
      },
    };
    const events = await train({ engine, intervals: { progress: 0, checkpoint: 0.3 } });
    assert.ok(noticesOf(events).includes('blewUp'));
    const run = (await readRunHistory(storage, 1))!;
    assert.deepEqual(
      run.notes.map(({ note }) => note),
      ['blewUp'],
    );
    assert.deepEqual(
      run.points.step,
      run.points.step.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(run.points.step).size, run.points.step.length);
  });
});
