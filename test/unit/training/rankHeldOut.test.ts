import assert from 'node:assert/strict';
import { readKeptRankings } from '../../../src/model/insight/evidence/keptRankings.ts';
import { loadModel } from '../../../src/model/files/modelFiles.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import type { TrainingEvent } from '../../../src/model/training/trainingEvent.ts';
import { Labeller } from '../../../src/model/insight/labels/labeller.ts';
import { untimed } from '../insight/labels/bracketed.ts';
import { createMemoryStorage, type MemoryStorage } from '../files/memoryStorage.ts';
import { newLabeller } from '../insight/newLabeller.ts';
import { loadWasm } from '../network/networks.ts';
import { smallSettings, trainSmall } from './smallTraining.ts';

function rankingFiles({ files }: MemoryStorage): string[] {
  return [...files.keys()].filter(name => name.startsWith('cells-'));
}

function sharesOf(events: readonly TrainingEvent[]): number[] {
  return events.filter(event => event.event === 'ranking').map(({ share }) => share);
}

/** Gives no labels of any text. */
class BrokenLabeller extends Labeller {
  override open(): never {
    throw new Error('Labels cannot be had.');
  }
}

describe('the ranking that is kept at the end of a training', () => {
  let kernels: KernelFactory;
  before(async () => {
    kernels = await loadWasm();
  });

  it('is on the files that were held out, for each feature of their language', async () => {
    const storage = createMemoryStorage();
    const events = await trainSmall(storage, kernels, { labeller: newLabeller() });
    const { network, heldOut } = await loadModel(storage, kernels);
    const rankings = (await readKeptRankings(storage, network)) ?? [];
    assert.deepEqual(
      rankings.map(({ language, feature }) => `${language} ${feature}`),
      ['c quotes', 'c comment', 'c if'],
    );
    for (const { files, characters, cells } of rankings) {
      assert.equal(files, heldOut.length);
      assert.ok(characters > 0);
      assert.ok([0, 12].includes(cells.length));
    }
    assert.ok(rankings.some(({ cells }) => cells.length > 0));
    const shares = sharesOf(events);
    assert.deepEqual([shares[0], shares.at(-1)], [0, 1]);
    // The model is there before its ranking, and is done.
    const kinds = events.map(({ event }) => event);
    assert.ok(kinds.indexOf('done') < kinds.indexOf('ranking'));
    assert.equal(events.filter(({ event }) => event === 'notice').length, 0);
  });

  it('goes with the weights that it is of', async () => {
    const storage = createMemoryStorage();
    await trainSmall(storage, kernels, { labeller: newLabeller() });
    const [first] = rankingFiles(storage);
    const settings = { ...smallSettings, budget: { epochs: 5 } };
    await trainSmall(storage, kernels, { start: { mode: 'resume', changes: { budget: settings.budget } } });
    assert.deepEqual(rankingFiles(storage), []);
    await trainSmall(storage, kernels, { labeller: newLabeller(), start: { mode: 'restart', settings } });
    const [second] = rankingFiles(storage);
    assert.ok(second !== undefined && second !== first);
    assert.equal(rankingFiles(storage).length, 1);
  });

  it('is not made of a run that was stopped, or once it is', async () => {
    const storage = createMemoryStorage();
    const stop = new AbortController();
    const control = { signal: stop.signal, whenRunning: () => Promise.resolve() };
    const stopAt = (kind: TrainingEvent['event']) => (event: TrainingEvent) => {
      if (event.event === kind) stop.abort();
    };
    await trainSmall(storage, kernels, { labeller: newLabeller(), control, onEvent: stopAt('progress') });
    assert.deepEqual(rankingFiles(storage), []);

    const later = new AbortController();
    await trainSmall(storage, kernels, {
      labeller: newLabeller(),
      control: { ...control, signal: later.signal },
      onEvent: event => {
        if (event.event === 'ranking') later.abort();
      },
    });
    assert.deepEqual(rankingFiles(storage), []);
    assert.equal((await loadModel(storage, kernels)).training?.finished, true);
  });

  it('costs nothing but itself when it cannot be made', async () => {
    const storage = createMemoryStorage();
    const events = await trainSmall(storage, kernels, {
      labeller: new BrokenLabeller(untimed),
    });
    const notices = events.filter(event => event.event === 'notice').map(({ notice }) => notice);
    assert.deepEqual(notices, [{ kind: 'rankingNotKept', problem: 'Labels cannot be had.' }]);
    assert.equal((await loadModel(storage, kernels)).training?.finished, true);
  });
});
