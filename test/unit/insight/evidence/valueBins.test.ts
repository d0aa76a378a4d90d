import assert from 'node:assert/strict';
import { BIN_COUNT, binOf, lowerEdge, middleOf } from '../../../../src/model/insight/evidence/valueBins.ts';

const sizes = Array.from({ length: 400 }, (_, i) => 2 ** (-i / 16)).flatMap(x => [x, 1 - x / 2]);
const values = [...sizes, 0, 0.5]
  .flatMap(x => [x, -x])
  .map(Math.fround)
  .toSorted((a, b) => a - b);

describe('binOf', () => {
  it('rises with the value, from the first bin to the last', () => {
    const bins = values.map(binOf);
    for (let i = 1; i < bins.length; i++) assert.ok(bins[i] >= bins[i - 1], `${values[i]}`);
    assert.equal(bins[0], 0);
    assert.equal(bins.at(-1), BIN_COUNT - 1);
    assert.equal(binOf(1.5), BIN_COUNT - 1);
    assert.equal(binOf(-1.5), 0);
  });
});

describe('lowerEdge', () => {
  it('lies at or below the values of its bin, and above those of the bin before', () => {
    for (const value of values) {
      const bin = binOf(value);
      // A value that lies just on an edge may fall on either side of it, by the fineness of the distances.
      const fineness = 2 ** -24;
      assert.ok(lowerEdge(bin) <= value + fineness, `${value}`);
      assert.ok(value <= lowerEdge(bin + 1) + fineness, `${value}`);
    }
    assert.deepEqual([middleOf(0), middleOf(BIN_COUNT - 1)].map(Math.round), [-1, 1]);
    assert.deepEqual([lowerEdge(0), lowerEdge(BIN_COUNT / 2), lowerEdge(BIN_COUNT)], [-1, 0, 1]);
  });

  it('rises with the bin', () => {
    for (let bin = 0; bin < BIN_COUNT; bin++) assert.ok(lowerEdge(bin) <= lowerEdge(bin + 1), `${bin}`);
  });
});
