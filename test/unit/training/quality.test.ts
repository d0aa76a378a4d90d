import assert from 'node:assert/strict';
import { qualityOf } from '../../../src/model/training/quality.ts';
import { qualityWords } from '../../../src/protocol/quality.ts';

describe('how well a model predicts, in words', () => {
  for (const [bitsPerChar, words] of [
    [6.65, 'poorly'],
    [3.8, 'poorly'],
    [3.79, 'roughly'],
    [2.8, 'roughly'],
    [2.31, 'fairly well'],
    [2, 'fairly well'],
    [1.68, 'well'],
    [1.5, 'well'],
    [1.49, 'very well'],
    [0, 'very well'],
  ] as const)
    it(`is '${words}' at ${bitsPerChar} bits per character`, () => {
      assert.equal(qualityWords[qualityOf(bitsPerChar)], words);
    });
});
