import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import { Barrier } from '../../../src/model/network/training/barrier.ts';

const newValues = () => new Int32Array(new SharedArrayBuffer(4 * Barrier.integers));

describe('Barrier', () => {
  it('lets nobody pass before all have arrived', () => {
    const barrier = new Barrier(newValues(), 2);
    const first = barrier.arrive();
    assert.equal(barrier.wait(first, 1), false);
    const second = barrier.arrive();
    assert.equal(barrier.wait(first), true);
    assert.equal(barrier.wait(second), true);
    assert.equal(barrier.wait(barrier.arrive(), 1), false);
  });

  it('is not passed by a thread that is woken too early', async () => {
    const values = newValues();
    const barrier = new Barrier(values, 2);
    // Wakes the sleeper for nothing, then arrives as the second thread.
    const code = `
      const { workerData: values } = require('node:worker_threads');
      while (Atomics.notify(values, 1) === 0);
      Atomics.store(values, 0, 0);
      Atomics.add(values, 1, 1);
      Atomics.notify(values, 1);`;
    const worker = new Worker(code, { eval: true, workerData: values });
    try {
      assert.equal(barrier.wait(barrier.arrive()), true);
    } finally {
      await worker.terminate();
    }
  });
});
