import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { Newest, NewestRequest } from '../../../src/protocol/newest.ts';

function cancellation() {
  const emitter = new EventEmitter();
  return {
    onCancellationRequested: (listener: () => void) => emitter.on('cancel', listener),
    cancel: () => emitter.emit('cancel'),
  };
}

/** A request that is answered by hand. */
function request() {
  const started = {
    signal: undefined as AbortSignal | undefined,
    count: 0,
    answer: undefined as ((answer: string) => void) | undefined,
  };
  const start = (signal: AbortSignal) => {
    started.signal = signal;
    started.count++;
    return new Promise<string>(resolve => {
      started.answer = resolve;
    });
  };
  return { started, start };
}

describe('the newest request', () => {
  it('ends the one before it', async () => {
    const newest = new NewestRequest<string>();
    const older = request();
    const newer = request();
    const first = newest.ask('a', cancellation(), older.start);
    const second = newest.ask('b', cancellation(), newer.start);
    assert.ok(older.started.signal?.aborted);
    older.started.answer?.('late');
    newer.started.answer?.('right');
    assert.deepEqual(await Promise.all([first, second]), [undefined, 'right']);
  });

  it('is joined by one for the same thing, and goes on until both have cancelled', async () => {
    const newest = new NewestRequest<string>();
    const { started, start } = request();
    const one = cancellation();
    const other = cancellation();
    const answers = [newest.ask('a', one, start), newest.ask('a', other, start)];
    assert.equal(started.count, 1);
    one.cancel();
    assert.ok(!started.signal?.aborted);
    other.cancel();
    assert.ok(started.signal?.aborted);
    started.answer?.('late');
    assert.deepEqual(await Promise.all(answers), [undefined, undefined]);
  });

  it('is made anew once the one before it was answered or cancelled', async () => {
    const newest = new NewestRequest<string>();
    const first = request();
    const asked = newest.ask('a', cancellation(), first.start);
    first.started.answer?.('one');
    assert.equal(await asked, 'one');
    const second = request();
    const gone = cancellation();
    void newest.ask('a', gone, second.start);
    gone.cancel();
    const third = request();
    const last = newest.ask('a', cancellation(), third.start);
    third.started.answer?.('three');
    assert.equal(await last, 'three');
  });
});

describe('the newest piece of work', () => {
  it('begins before the older one is ended', () => {
    const newest = new Newest();
    const seen: boolean[] = [];
    const older = newest.run(signal => signal);
    const newer = newest.run(signal => {
      seen.push(older.aborted);
      return signal;
    });
    assert.deepEqual([...seen, older.aborted, newer.aborted], [false, true, false]);
    newest.stop();
    assert.ok(newer.aborted);
  });

  it('ends the older one when it fails itself', () => {
    const newest = new Newest();
    const older = newest.run(signal => signal);
    assert.throws(() =>
      newest.run(() => {
        throw new Error('no');
      }),
    );
    assert.ok(older.aborted);
  });
});
