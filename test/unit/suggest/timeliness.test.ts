import assert from 'node:assert/strict';
import { isTimely, longestWait } from '../../../src/model/suggest/timeliness.ts';

describe('isTimely', () => {
  it('is an answer within half a second, unless the user asked for it', () => {
    assert.ok(isTimely(longestWait, { isInvoked: false }));
    assert.ok(!isTimely(longestWait + 1, { isInvoked: false }));
    assert.ok(isTimely(60_000, { isInvoked: true }));
  });
});
