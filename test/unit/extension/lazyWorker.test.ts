import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { LazyWorker } from '../../../src/extension/workers/lazyWorker.ts';
import { WorkerThread } from '../../../src/extension/workers/workerThread.ts';
import type { Speech } from '../../../src/protocol/channel.ts';

type Said = Speech<{ kind: 'say' }, { say: string }, never>;

/** A thread that keeps what it is sent, and ends when it is told to. */
class FakeThread extends EventEmitter {
  readonly sent: unknown[] = [];

  postMessage(message: unknown): void {
    this.sent.push(message);
  }

  terminate(): Promise<number> {
    this.emit('exit', 1);
    return Promise.resolve(1);
  }
}

function open() {
  const threads: FakeThread[] = [];
  const worker = new LazyWorker<Said, Said>(() => {
    const thread = new FakeThread();
    threads.push(thread);
    return new WorkerThread<Said, Said>(thread, () => {});
  });
  return { threads, worker };
}

describe('LazyWorker', () => {
  it('begins when it is first asked, and stays', () => {
    const { threads, worker } = open();
    assert.equal(worker.running, undefined);
    assert.equal(threads.length, 0);
    const { channel } = worker;
    assert.equal(worker.channel, channel);
    assert.equal(worker.running, channel);
    assert.equal(threads.length, 1);
  });

  it('is followed by another one once it has ended, whose predecessor rejects what was asked', async () => {
    const { threads, worker } = open();
    const asked = worker.channel.ask({ kind: 'say' });
    assert.equal(threads[0].sent.length, 1);
    threads[0].emit('exit', 3);
    await assert.rejects(asked, /The worker ended \(exit code 3\)/);
    assert.equal(worker.running, undefined);
    void worker.channel;
    assert.equal(threads.length, 2);
  });

  it('begins anew after it was disposed of', async () => {
    const { threads, worker } = open();
    const { channel } = worker;
    await worker.dispose();
    assert.equal(worker.running, undefined);
    await assert.rejects(channel.ask({ kind: 'say' }), /The worker ended/);
    assert.notEqual(worker.channel, channel);
    assert.equal(threads.length, 2);
    await worker.dispose();
  });
});
