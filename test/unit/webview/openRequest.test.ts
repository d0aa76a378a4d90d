import assert from 'node:assert/strict';
import { OpenRequest } from '../../../src/webview/inspector/openRequest.ts';

/** A clock that is moved by hand. */
function pauses() {
  const waiting: { work: () => void; milliseconds: number }[] = [];
  return {
    later: (work: () => void, milliseconds: number) => {
      waiting.push({ work, milliseconds });
    },
    /** Lets the pause that began last pass, and says how long it was. */
    pass: () => {
      const { work, milliseconds } = waiting.pop()!;
      work();
      return milliseconds;
    },
    waiting,
  };
}

const range = { from: 100, to: 200 };

describe('the open request', () => {
  it('covers what it asks for, until it is answered', () => {
    const request = new OpenRequest(pauses().later);
    const asked = request.opened('1 1 1', ['1.17h', '1.5h'], range);
    assert.ok(request.covers('1 1 1', '1.5h', { from: 120, to: 200 }));
    assert.ok(!request.covers('1 1 1', '1.5h', { from: 99, to: 200 }));
    assert.ok(!request.covers('1 1 1', '1.6h', range));
    assert.ok(!request.covers('1 2 1', '1.5h', range));
    request.answered(asked);
    assert.ok(!request.covers('1 1 1', '1.5h', range));
  });

  it('is not ended by the answer to the one before it', () => {
    const request = new OpenRequest(pauses().later);
    const older = request.opened('1 1 1', ['1.17h'], range);
    request.opened('1 2 1', ['1.17h'], range);
    request.answered(older);
    assert.ok(request.covers('1 2 1', '1.17h', range));
  });

  it('is made again after an error, each time after a longer pause', () => {
    const { later, pass } = pauses();
    const request = new OpenRequest(later);
    let again = 0;
    const fail = () => request.failed(request.opened('1 1 1', ['1.17h'], range), () => again++);
    fail();
    assert.ok(request.covers('1 1 1', '1.17h', range), 'asked again at once');
    const lengths = [pass()];
    assert.equal(again, 1);
    assert.ok(!request.covers('1 1 1', '1.17h', range), 'not asked again');
    for (let i = 0; i < 7; i++) {
      fail();
      lengths.push(pass());
    }
    assert.deepEqual(lengths, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    request.answered(request.opened('1 1 1', ['1.17h'], range));
    fail();
    assert.equal(pass(), 1000);
  });

  it('does not wait for what is asked of another text', () => {
    const { later, pass } = pauses();
    const request = new OpenRequest(later);
    let again = 0;
    request.failed(request.opened('1 1 1', ['1.17h'], range), () => again++);
    assert.ok(!request.covers('1 2 1', '1.17h', range));
    request.opened('1 2 1', ['1.17h'], range);
    pass();
    assert.equal(again, 0);
    assert.ok(request.covers('1 2 1', '1.17h', range));
  });
});
