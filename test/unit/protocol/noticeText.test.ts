import assert from 'node:assert/strict';
import { noticeText } from '../../../src/protocol/noticeText.ts';

const words = (processors: number) => noticeText({ kind: 'fewerThreads', wanted: 64, processors });

describe('the words of a notice', () => {
  it('say how much of the text is taken, and what to do', () => {
    const text = noticeText({ kind: 'sampled', files: 1200, taken: 300, bytes: 9e8, mostBytes: 256e6 });
    assert.match(text, /have 900\.0 MB of text, more than the 256\.0 MB .* 300 of the 1,200 files.*Choose/);
  });

  it('say for how long a model is held, and what remains without it', () => {
    const held = { kind: 'modelNotSavedYet', step: 7, problem: 'The disk is full.', savedStep: 0 } as const;
    assert.match(
      noticeText({ ...held, seconds: 100 }),
      /^The model of step 7 could not be saved: The disk is full\. .* tried for 2 minutes\. Stop .* there is no checkpoint/,
    );
    assert.match(
      noticeText({ ...held, savedStep: 5 }),
      /tried until that works\. .* the checkpoint of step 5 remains/,
    );
    assert.match(noticeText({ ...held, seconds: 60 }), /tried for 60 seconds/);
  });

  it('count the processors', () => {
    assert.match(words(2), /^64 threads were asked for; this machine has 2 processors, .*: 2 are used\.$/);
    assert.match(words(1), /has one processor, .*: 1 is used\.$/);
  });
});
