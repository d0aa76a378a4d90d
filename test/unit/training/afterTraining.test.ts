import assert from 'node:assert/strict';
import type { ContextKernelFactory } from '../../../src/model/contexts/wasmContextKernels.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { learningSeconds, warmingWork } from '../../../src/model/training/learningTime.ts';
import { TimeLeft } from '../../../src/model/training/timeLeft.ts';
import type { TrainingEvent } from '../../../src/model/training/trainingEvent.ts';
import type { TrainingOptions } from '../../../src/model/training/trainingOptions.ts';
import { loadContextKernels } from '../../../src/platform/node/kernels/nodeContextKernels.ts';
import { createMemoryStorage } from '../files/memoryStorage.ts';
import { newLabeller } from '../insight/newLabeller.ts';
import { loadWasm } from '../network/networks.ts';
import { trainSmall } from './smallTraining.ts';

describe('the time that a work takes yet', () => {
  it('is what was foreseen until its own speed says more', () => {
    let now = 500;
    const time = new TimeLeft({ clock: () => now, seconds: 20, after: 3 });
    assert.equal(time.left(0), 23);
    now += 2000;
    // Half of it in two seconds.
    assert.equal(time.left(0.5), 2 + 3);
    now += 1000;
    assert.equal(time.left(1), 3);
  });

  it('grows with text, and more by text that is learnt beside the network', () => {
    const paces = { byteSeconds: 1e-6, characterSeconds: 1e-5 };
    const [one, two, warm] = [
      { plain: 1000, warming: 0 },
      { plain: 2000, warming: 0 },
      { plain: 0, warming: 1000 },
    ].map(lengths => learningSeconds(lengths, paces));
    assert.equal(two, 2 * one);
    assert.ok(Math.abs(warm / one - warmingWork(paces)) < 1e-9);
    assert.ok(warm > 5 * one);
    assert.equal(warmingWork({ byteSeconds: 0, characterSeconds: 1 }), 1);
  });
});

describe('what is made of a network once it is trained', () => {
  let kernels: KernelFactory;
  let create: ContextKernelFactory;
  before(async () => {
    kernels = await loadWasm();
    ({ create } = await loadContextKernels('media/kernels'));
  });

  /** With a clock on which each turn and each look at it takes some time. */
  async function leftOf(changes: Partial<TrainingOptions>): Promise<[TrainingEvent['event'], number][]> {
    let now = 0;
    const events = await trainSmall(createMemoryStorage(), kernels, { clock: () => (now += 5), ...changes });
    return events.flatMap(event => ('secondsLeft' in event ? [[event.event, event.secondsLeft]] : []));
  }

  it('is in the time left from the beginning to the end of all', async () => {
    const all = await leftOf({ contexts: { create, megabytes: 16 }, labeller: newLabeller() });
    const kinds = [...new Set(all.map(([event]) => event))];
    assert.deepEqual(kinds, ['progress', 'learningContexts', 'ranking']);
    const last = (kind: string) => all.findLast(([event]) => event === kind)?.[1] ?? NaN;
    assert.ok(last('progress') > 0);
    assert.ok(last('learningContexts') > 0);
    assert.equal(last('ranking'), 0);
    assert.ok(all.every(([, left]) => left >= 0));
  });

  it('costs nobody the training, where there is no memory even to try it', async () => {
    const events = await trainSmall(createMemoryStorage(), kernels, {
      contexts: {
        create: () => {
          throw new RangeError('There is no memory.');
        },
        megabytes: 16,
      },
    });
    const notices = events.flatMap(event => (event.event === 'notice' ? [event.notice.kind] : []));
    assert.deepEqual(notices, ['contextsNotKept']);
    assert.ok(events.some(({ event }) => event === 'done'));
  });

  it('takes no time where nothing is made', async () => {
    const trained = await leftOf({});
    const [, atLast] = trained.at(-1) ?? [];
    const more = await leftOf({ contexts: { create, megabytes: 16 } });
    const [, withNames] = more.findLast(([event]) => event === 'progress') ?? [];
    assert.ok(atLast !== undefined && withNames !== undefined && withNames > atLast);
  });
});
