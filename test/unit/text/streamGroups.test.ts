import assert from 'node:assert/strict';
import { streamGroups } from '../../../src/model/text/streamGroups.ts';

const shape = { batchSize: 16, seqLength: 64 };

describe('streamGroups', () => {
  it('is one for a text of a few kilobytes, which is read as it always was', () => {
    for (const symbols of [0, 1, 5000, 16_000]) assert.equal(streamGroups(symbols, shape), 1);
  });

  it('grows with the text as far as each stream stays some windows long', () => {
    let before = 1;
    for (let symbols = 1000; symbols < 1e7; symbols *= 1.3) {
      const groups = streamGroups(symbols, shape);
      assert.ok(groups >= before);
      if (groups > 1) assert.ok(symbols / (groups * shape.batchSize) >= 8 * shape.seqLength);
      before = groups;
    }
    assert.equal(before, 128);
  });

  it('does not let the states of large batches fill the memory', () => {
    assert.equal(streamGroups(1e9, { ...shape, batchSize: 8 }), 256);
    assert.equal(streamGroups(1e9, { ...shape, batchSize: 100 }), 20);
    assert.equal(streamGroups(1e9, { ...shape, batchSize: 512 }), 4);
  });
});
