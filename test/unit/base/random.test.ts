import assert from 'node:assert/strict';
import { normal } from './normal.ts';
import { Random } from '../../../src/model/base/random.ts';

function numbers(seed: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: 20 }, () => random.next());
}

function mixed(random: Random): number[] {
  return Array.from({ length: 50 }, (_, i) => (i % 2 ? random.next() : normal(random)));
}

describe('Random', () => {
  it("is xoshiro128**: the first numbers that the authors' C code gives from the state 1, 2, 3, 4", () => {
    const random = Random.restore([1, 2, 3, 4]);
    const words = Array.from({ length: 10 }, () => random.next() * 2 ** 32);
    assert.deepEqual(
      words,
      [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804],
    );
  });

  it('repeats itself from the same seed, and not from the next', () => {
    assert.deepEqual(numbers(5), numbers(5));
    assert.equal(new Set([...numbers(5), ...numbers(6), ...numbers(0)]).size, 60);
  });

  it('has other numbers for every seed that it takes, and takes no other', () => {
    const seeds = [0, 1, 2, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1];
    assert.equal(new Set(seeds.map(seed => new Random(seed).next())).size, seeds.length);
    for (const wrong of [-1, 0.5, 2 ** 32, 2 ** 32 + 1, 2 ** 53, Number.NaN, Infinity])
      assert.throws(() => new Random(wrong), /A seed is a whole number from 0 to 4294967295/);
  });

  it('goes on from a saved state', () => {
    const random = new Random(1);
    normal(random);
    const restored = Random.restore(JSON.parse(JSON.stringify(random.state)) as number[]);
    assert.deepEqual(mixed(restored), mixed(random));
  });

  it('refuses what is not a state', () => {
    for (const state of [[], [1, 2, 3], [0, 0, 0, 0], [1, 2, 3, -4], [1, 2, 3, 0.5], [1, 2, 3, 2 ** 32]])
      assert.throws(() => Random.restore(state), RangeError);
  });

  it('is uniform in [0, 1)', () => {
    const random = new Random(2);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 20000; i++) counts[Math.floor(random.next() * 10)]++;
    // Standard deviation of a count is 42.
    for (const count of counts) assert.ok(Math.abs(count - 2000) < 200, counts.join(' '));
  });

  it('draws normal numbers', () => {
    const random = new Random(3);
    const drawn = Array.from({ length: 20000 }, () => normal(random));
    const moment = (power: number) => drawn.reduce((sum, x) => sum + x ** power, 0) / drawn.length;
    assert.ok(Math.abs(moment(1)) < 0.03, `mean ${moment(1)}`);
    assert.ok(Math.abs(moment(2) - 1) < 0.05, `variance ${moment(2)}`);
    assert.ok(Math.abs(moment(4) - 3) < 0.3, `fourth moment ${moment(4)}`);
  });
});
