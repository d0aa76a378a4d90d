import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { WorkerClient, type WorkerLike } from '../../../src/extension/trainedModel/workerClient.ts';
import { UserError } from '../../../src/model/base/userError.ts';
import { serveRequests, type Handlers } from '../../../src/sessions/requestServer.ts';

type Request =
  | { kind: 'double'; value: number }
  | { kind: 'wait' }
  | { kind: 'fail'; how: 'user' | 'fault' }
  | { kind: 'tell'; news: string };
interface Answers {
  double: number;
  wait: string;
  fail: void;
  tell: void;
}

const handlers: Omit<Handlers<Request, Answers>, 'tell'> = {
  double: ({ value }) => value * 2,
  wait: (_request, signal) =>
    new Promise(resolve => {
      const stop = () => resolve('stopped');
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    }),
  fail: ({ how }) => {
    throw how === 'user' ? new UserError('No room on the disk.') : new TypeError('a fault');
  },
};

/** Host and worker in one thread, joined by a real message channel. */
function connect() {
  const { port1, port2 } = new MessageChannel();
  const death = new EventEmitter();
  const worker: WorkerLike = {
    postMessage: message => port1.postMessage(message),
    on: (event: string, listener: (...values: never[]) => void) =>
      (event === 'message' ? port1 : death).on(event, listener as (...values: unknown[]) => void),
    terminate: () => {
      port1.close();
      death.emit('exit', 1);
      return Promise.resolve(1);
    },
  };
  const events: { news: string }[] = [];
  const client = new WorkerClient<Request, Answers, { news: string }>(worker, event => events.push(event));
  serveRequests<Request, Answers>(port2, emit => ({
    ...handlers,
    tell: ({ news }) => emit({ news }),
  }));
  return { client, death, events };
}

describe('the channel between host and worker', () => {
  it('answers each request, whatever the order the answers come in', async () => {
    const { client } = connect();
    const cancel = new AbortController();
    const slow = client.ask({ kind: 'wait' }, cancel.signal);
    assert.equal(await client.ask({ kind: 'double', value: 21 }), 42);
    cancel.abort();
    assert.equal(await slow, 'stopped');
    await client.dispose();
  });

  it('cancels a request whose signal was aborted before it was asked', async () => {
    const { client } = connect();
    assert.equal(await client.ask({ kind: 'wait' }, AbortSignal.abort()), 'stopped');
    await client.dispose();
  });

  it('rejects the caller of a handler that throws, and says whether the user should read it', async () => {
    const { client } = connect();
    await assert.rejects(client.ask({ kind: 'fail', how: 'user' }), {
      message: 'No room on the disk.',
      expected: true,
    });
    await assert.rejects(client.ask({ kind: 'fail', how: 'fault' }), { message: 'a fault', expected: false });
    assert.equal(await client.ask({ kind: 'double', value: 1 }), 2);
    await client.dispose();
  });

  it('rejects all that wait, and all that ask later, when the worker dies', async () => {
    const { client, death } = connect();
    const waiting = [client.ask({ kind: 'wait' }), client.ask({ kind: 'wait' })];
    death.emit('error', new Error('out of memory'));
    for (const one of waiting) await assert.rejects(one, /out of memory/);
    await assert.rejects(client.ask({ kind: 'double', value: 1 }), /out of memory/);
    await client.dispose();
    await client.ended;
  });

  it('carries events to the host', async () => {
    const { client, events } = connect();
    await client.ask({ kind: 'tell', news: 'checkpoint' });
    assert.deepEqual(events, [{ news: 'checkpoint' }]);
    await client.dispose();
  });
});
