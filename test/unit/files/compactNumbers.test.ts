import assert from 'node:assert/strict';
import {
  fromHalves,
  fromScaledBytes,
  toHalves,
  toScaledBytes,
} from '../../../src/model/files/compactNumbers.ts';

describe('half floats', () => {
  it('are the bits that IEEE 754 says', () => {
    const values = Float32Array.of(0, 1, -2, 0.5, 65_504, 2 ** -14, 2 ** -24, 1 / 3);
    assert.deepEqual([...toHalves(values)], [0x0000, 0x3c00, 0xc000, 0x3800, 0x7bff, 0x0400, 0x0001, 0x3555]);
  });

  it('take the nearest, of two as near the even one', () => {
    const step = 2 ** -10;
    const values = Float32Array.of(1 + step / 2, 1 + 1.5 * step, 1 + 0.51 * step, 2 - step / 4);
    assert.deepEqual([...fromHalves(toHalves(values))], [1, 1 + 2 * step, 1 + step, 2]);
  });

  it('stop at the greatest', () => {
    assert.deepEqual([...fromHalves(toHalves(Float32Array.of(1e6, -1e6)))], [65_504, -65_504]);
  });

  it('come back as they were, all that are finite', () => {
    const all = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i).filter(half => (half & 0x7c00) !== 0x7c00);
    assert.deepEqual(toHalves(fromHalves(all)), all);
  });
});

describe('bytes with a scale a row', () => {
  it('reach the greatest value of each row exactly', () => {
    const { bytes, scales } = toScaledBytes(Float32Array.of(1, -0.25, 0, 254, 2, -254), 2);
    assert.deepEqual([...bytes], [127, -32, 0, 127, 1, -127]);
    assert.deepEqual([...scales], [Math.fround(1 / 127), 2]);
  });

  it('are off by half a step at most', () => {
    const values = Float32Array.from({ length: 60 }, (_, i) => Math.sin(i * 7) * (i < 30 ? 0.1 : 3));
    const { bytes, scales } = toScaledBytes(values, 2);
    for (const [i, value] of fromScaledBytes({ bytes, scales }).entries())
      assert.ok(Math.abs(value - values[i]) <= scales[i < 30 ? 0 : 1] * 0.5001);
  });

  it('keep a row of zeros', () => {
    assert.deepEqual([...fromScaledBytes(toScaledBytes(Float32Array.of(0, 0, 1, 0), 2))], [0, 0, 1, 0]);
  });
});
