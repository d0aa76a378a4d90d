import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { threadsThatRun } from '../../../../src/platform/node/threads/threadsThatRun.ts';

describe('threadsThatRun', () => {
  it('are those that were asked for, where there are processors for them', () => {
    assert.deepEqual(threadsThatRun(3, 4), { threads: 3 });
    assert.deepEqual(threadsThatRun(4, 4), { threads: 4 });
  });

  it('are as many as there are processors, with a word about it', () => {
    const { threads, notice } = threadsThatRun(64, 2);
    assert.equal(threads, 2);
    assert.match(notice!, /^64 threads were asked for; this machine has 2 processors, .*: 2 are used\.$/);
    assert.match(threadsThatRun(2, 1).notice!, /has one processor, .*: 1 is used\.$/);
  });

  it('looks at this machine unless told', () => {
    assert.equal(threadsThatRun(10_000).threads, availableParallelism());
  });
});
