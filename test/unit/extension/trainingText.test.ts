import assert from 'node:assert/strict';
import {
  describeDoubt,
  describeQuality,
  describeTimeLeft,
} from '../../../src/extension/training/trainingText.ts';

describe('training in words', () => {
  for (const [seconds, words] of [
    [-1, 'a few seconds left'],
    [Number.NaN, 'a few seconds left'],
    [7.9, 'a few seconds left'],
    [8, '10 s left'],
    [31, '40 s left'],
    [54.9, '50 s left'],
    [55, '1 min left'],
    [89, '1 min left'],
    [91, '2 min left'],
    [3569, '59 min left'],
    [3570, '1 h 0 min left'],
    [3600 * 50 + 1800, '50 h 30 min left'],
  ] as const)
    it(`says '${words}' for ${seconds} s`, () => {
      assert.equal(describeTimeLeft(seconds), words);
    });

  it('says nothing of a figure that is not there', () => {
    assert.equal(describeQuality({}), undefined);
    assert.equal(describeQuality({ bitsPerCharBefore: 1.5 }), undefined);
    assert.equal(describeDoubt({}), undefined);
  });

  it('says what bits per character mean', () => {
    assert.match(describeDoubt({ validationBitsPerChar: 1 })!, /choose among 2\.0\.$/);
    assert.match(describeDoubt({ validationBitsPerChar: 6.6 })!, /choose among 97\.$/);
  });
});
