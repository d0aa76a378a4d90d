import assert from 'node:assert/strict';
import { changedPart } from '../../../src/model/training/changedPart.ts';

function changed(before: string, now: string): string {
  const { from, to } = changedPart(before, now);
  return now.slice(from, to);
}

describe('what of a text has changed', () => {
  it('are whole lines', () => {
    assert.equal(changed('one\ntwo\nthree\n', 'one\ntoo\nthree\n'), 'too\n');
    assert.equal(changed('one\nthree\n', 'one\ntwo\nthree\n'), 'two\n');
    assert.equal(changed('a\nb\nc\nd\ne', 'a\nB\nc\nD\ne'), 'B\nc\nD\n');
  });

  it('is nothing where nothing has', () => {
    assert.equal(changed('', ''), '');
    assert.equal(changed('one\ntwo\n', 'one\ntwo\n'), '');
  });

  it('is found at both ends', () => {
    assert.equal(changed('one\ntwo', 'One\ntwo'), 'One\n');
    assert.equal(changed('\ntwo', 'x\ntwo'), 'x\n');
    assert.equal(changed('one\ntwo', 'one\ntwo!'), 'two!');
    assert.equal(changed('', 'all\nof it'), 'all\nof it');
    assert.equal(changed('all\nof it', ''), '');
  });

  it('may be where something is repeated', () => {
    assert.equal(changed('x\nx\nx\n', 'x\nx\nx\nx\n'), 'x\n');
    assert.equal(changed('aa', 'aaa'), 'aaa');
  });
});
