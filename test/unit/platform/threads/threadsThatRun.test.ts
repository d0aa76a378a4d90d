import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { threadsThatRun } from '../../../../src/platform/node/threads/threadsThatRun.ts';

describe('threadsThatRun', () => {
  it('are those that were asked for, where there are processors for them', () => {
    assert.deepEqual(threadsThatRun(3, 4), { threads: 3 });
    assert.deepEqual(threadsThatRun(4, 4), { threads: 4 });
  });

  it('are as many as there are processors, with a word about it', () => {
    const notice = { kind: 'fewerThreads', wanted: 64, processors: 2 };
    assert.deepEqual(threadsThatRun(64, 2), { threads: 2, notice });
  });

  it('looks at this machine unless told', () => {
    assert.equal(threadsThatRun(10_000).threads, availableParallelism());
  });
});
