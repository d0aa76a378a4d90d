import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { type ThreadLike, WorkerThread } from '../../../src/extension/workers/workerThread.ts';
import { UserError } from '../../../src/model/base/userError.ts';
import {
  Channel,
  type Guard,
  type Handlers,
  type Kinded,
  type Port,
  RemoteError,
  type Speech,
} from '../../../src/protocol/channel.ts';

type Request =
  { kind: 'double'; value: number } | { kind: 'wait' } | { kind: 'fail'; how: 'user' | 'fault' | 'passedOn' };
interface Answers {
  double: number;
  wait: string;
  fail: void;
}
/** Both ends say the same. */
type Said = Speech<Request, Answers, { kind: 'news'; text: string }>;

const handlers: Handlers<Said> = {
  double: ({ value }) => value * 2,
  wait: (_request, signal) =>
    new Promise(resolve => {
      const stop = () => resolve('stopped');
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    }),
  fail: ({ how }) => {
    if (how === 'fault') throw new TypeError('a fault');
    const error = new UserError('No room on the disk.', { reason: 'noRoom' });
    throw how === 'user' ? error : new RemoteError({ message: error.message, expected: true });
  },
};

function portOf(port: MessagePort): Port {
  return {
    post: message => port.postMessage(message),
    listen: listener => port.on('message', listener),
  };
}

/** Two ends in one thread, joined by a real message channel; `post` is what a hostile end would do. */
function connect(guard?: Guard) {
  const { port1, port2 } = new MessageChannel();
  const one = new Channel<Said, Said>(portOf(port1), guard);
  const other = new Channel<Said, Said>(portOf(port2));
  one.serve(handlers);
  other.serve(handlers);
  return { one, other, post: portOf(port2).post, close: () => port1.close() };
}

const isDouble = (value: unknown): value is Kinded & { value: unknown } =>
  (value as Request | undefined)?.kind === 'double';

/** Takes numbers below 100 and news. */
function guardOf(refused: string[]): Guard {
  return {
    request: value =>
      isDouble(value) && typeof value.value === 'number'
        ? { message: value }
        : { problem: 'it is no number' },
    event: value =>
      (value as Kinded | null)?.kind === 'news' ? { message: value as Kinded } : { problem: 'it is no news' },
    answer: (_kind, value) => (Number(value) < 100 ? { message: value } : { problem: 'it is too much' }),
    refused: problem => refused.push(problem),
  };
}

describe('a channel', () => {
  let link: ReturnType<typeof connect>;
  let refused: string[];

  beforeEach(() => {
    refused = [];
    link = connect();
  });
  afterEach(() => link.close());

  it('answers each request in either direction, whatever the order the answers come in', async () => {
    const { one, other } = link;
    const cancel = new AbortController();
    const slow = one.ask({ kind: 'wait' }, cancel.signal);
    assert.deepEqual(
      await Promise.all([one.ask({ kind: 'double', value: 21 }), other.ask({ kind: 'double', value: 4 })]),
      [42, 8],
    );
    cancel.abort();
    assert.equal(await slow, 'stopped');
  });

  it('cancels a request whose signal was aborted before it was asked', async () => {
    assert.equal(await link.one.ask({ kind: 'wait' }, AbortSignal.abort()), 'stopped');
  });

  it('rejects the caller of a handler that throws, and says whether the user should read it', async () => {
    const { one } = link;
    const message = 'No room on the disk.';
    await assert.rejects(one.ask({ kind: 'fail', how: 'user' }), {
      message,
      expected: true,
      reason: 'noRoom',
    });
    await assert.rejects(one.ask({ kind: 'fail', how: 'passedOn' }), { message, expected: true });
    await assert.rejects(one.ask({ kind: 'fail', how: 'fault' }), { message: 'a fault', expected: false });
    assert.equal(await one.ask({ kind: 'double', value: 1 }), 2);
  });

  it('rejects the caller of what nobody answers, the names of every object included', async () => {
    for (const kind of ['fly', 'constructor', '__proto__'])
      await assert.rejects(link.one.ask({ kind } as unknown as Request), /Nobody answers/);
  });

  it('carries events', async () => {
    const { one, other } = link;
    const heard = new Promise(resolve => one.hear(resolve));
    other.tell({ kind: 'news', text: 'checkpoint' });
    assert.deepEqual(await heard, { kind: 'news', text: 'checkpoint' });
  });

  it('rejects all that wait, and all that ask later, when the other end is gone', async () => {
    const { one } = link;
    const waiting = [one.ask({ kind: 'wait' }), one.ask({ kind: 'wait' })];
    one.end(new Error('gone'));
    for (const asked of waiting) await assert.rejects(asked, /gone/);
    await assert.rejects(one.ask({ kind: 'double', value: 1 }), /gone/);
  });

  it('owes nothing to one whose place another has taken, and answers that one', async () => {
    const sent: object[] = [];
    const listeners: ((message: unknown) => void)[] = [];
    const channel = new Channel<Said, Said>({
      post: message => sent.push(message),
      listen: listener => listeners.push(listener),
    });
    channel.serve(handlers);
    listeners[0]({ ask: 1, request: { kind: 'wait' } });
    const mine = channel.ask({ kind: 'wait' });
    channel.renew();
    await assert.rejects(mine, /gone/);
    listeners[0]({ ask: 1, request: { kind: 'double', value: 2 } });
    await nextTurn();
    assert.deepEqual(
      sent.filter(message => 'answered' in message),
      [{ answered: 1, answer: 4 }],
    );
  });

  it('refuses what its guard does not take, and goes on', async () => {
    link.close();
    link = connect(guardOf(refused));
    const { one, other, post } = link;
    await assert.rejects(other.ask({ kind: 'double', value: '4' as unknown as number }), /it is no number/);
    await assert.rejects(one.ask({ kind: 'double', value: 60 }), /it is too much/);
    assert.equal(await one.ask({ kind: 'double', value: 40 }), 80);
    const heard = new Promise(resolve => one.hear(resolve));
    for (const message of [null, 1, 'x', [], {}, { ask: 'x' }, { ask: 1.5 }, { event: 1 }, { failed: 77 }])
      post(message as never);
    other.tell({ kind: 'news', text: 'still here' });
    await heard;
    const unknown = Array.from({ length: 7 }, () => 'it is no message');
    assert.deepEqual(refused, ['it is no number', 'it is too much', ...unknown, 'it is no news']);
  });
});

/** Host and worker in one thread. */
function startThread() {
  const { port1, port2 } = new MessageChannel();
  const death = new EventEmitter();
  const thread: ThreadLike = {
    postMessage: message => port1.postMessage(message),
    on: (event: string, listener: (...values: never[]) => void) =>
      (event === 'message' ? port1 : death).on(event, listener as (...values: unknown[]) => void),
    terminate: () => {
      port1.close();
      death.emit('exit', 1);
      return Promise.resolve(1);
    },
  };
  const worker = new WorkerThread<Said, Said>(thread, () => {});
  new Channel<Said, Said>(portOf(port2)).serve(handlers);
  return { worker, death };
}

describe('the channel to a worker', () => {
  it('ends with it, and says why', async () => {
    const { worker, death } = startThread();
    const { channel } = worker;
    assert.equal(await channel.ask({ kind: 'double', value: 21 }), 42);
    const waiting = [channel.ask({ kind: 'wait' }), channel.ask({ kind: 'wait' })];
    death.emit('error', new Error('out of memory'));
    for (const one of waiting) await assert.rejects(one, /out of memory/);
    await assert.rejects(channel.ask({ kind: 'double', value: 1 }), /out of memory/);
    await worker.dispose();
    await worker.ended;
  });
});
