import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { waitByTimer } from '../../../../src/extension/completion/wait.ts';

/** Longer than any test runs. */
const forEver = 2 ** 30;

function cancellation(isCancellationRequested = false) {
  const emitter = new EventEmitter();
  return {
    isCancellationRequested,
    onCancellationRequested(listener: () => void) {
      emitter.on('cancel', listener);
      return { dispose: () => emitter.off('cancel', listener) };
    },
    cancel: () => emitter.emit('cancel'),
    listeners: () => emitter.listenerCount('cancel'),
  };
}

describe('a wait', () => {
  it('ends after its time, and listens no more', async () => {
    const token = cancellation();
    await waitByTimer(0, token);
    assert.equal(token.listeners(), 0);
  });

  it('ends at once when it is cancelled, before or meanwhile', async () => {
    await waitByTimer(forEver, cancellation(true));
    const token = cancellation();
    const wait = waitByTimer(forEver, token);
    token.cancel();
    await wait;
    assert.equal(token.listeners(), 0);
  });
});
