import assert from 'node:assert/strict';
import { isTimely, longestWait } from '../../../src/extension/completion/timeliness.ts';

const times = (answered: number) => ({ asked: 1000, answered });

describe('isTimely', () => {
  it('is an answer within half a second, unless the user asked for it', () => {
    assert.ok(isTimely(times(1000 + longestWait), { isInvoked: false }));
    assert.ok(!isTimely(times(1001 + longestWait), { isInvoked: false }));
    assert.ok(isTimely(times(60_000), { isInvoked: true }));
  });
});
