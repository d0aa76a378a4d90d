import assert from 'node:assert/strict';
import { normal } from '../../base/normal.ts';
import { Random } from '../../../../src/model/base/random.ts';
import { isWorse } from '../../../../src/model/training/run/updateVerdict.ts';

const PASSAGES = 160;
const CHARACTERS = 256;
const seed = 5;

/** Bits of passages that differ much from each other, as those of real files do, before and after an update. */
function passages(random: Random, change: { mean: number; spread: number }) {
  const before = Array.from({ length: PASSAGES }, () => CHARACTERS * (1.6 + 0.5 * normal(random)));
  const bits = before.map(value => value + CHARACTERS * (change.mean + change.spread * normal(random)));
  return { before, after: { bits, characters: before.map(() => CHARACTERS) } };
}

/** How often of a thousand the verdict is that it is worse. */
function worseOf1000(change: { mean: number; spread: number }): number {
  const random = new Random(seed);
  let worse = 0;
  for (let i = 0; i < 1000; i++) {
    const { before, after } = passages(random, change);
    if (isWorse(before, after)) worse++;
  }
  return worse;
}

describe('the verdict on an update', () => {
  it('is worse where that is sure, however different the passages are', () => {
    assert.equal(worseOf1000({ mean: 0.02, spread: 0.04 }), 1000);
  });

  it('is hardly ever worse by chance alone, and never when it is better', () => {
    const byChance = worseOf1000({ mean: 0, spread: 0.1 });
    assert.ok(byChance > 0 && byChance < 45, `${byChance} of 1000, seed ${seed}`);
    assert.equal(worseOf1000({ mean: -0.02, spread: 0.05 }), 0);
  });

  it('does not count what nobody would notice', () => {
    assert.equal(worseOf1000({ mean: 0.004, spread: 0.001 }), 0);
    assert.equal(worseOf1000({ mean: 0.006, spread: 0.001 }), 1000);
  });

  it('says nothing of one passage, or of others than were measured before', () => {
    assert.equal(isWorse([100], { bits: [900], characters: [256] }), false);
    assert.equal(isWorse([100, 100], { bits: [900, 900], characters: [256, 256] }), true);
    assert.equal(isWorse([100, 100, 100], { bits: [900, 900], characters: [256, 256] }), false);
    assert.equal(isWorse([], { bits: [], characters: [] }), false);
  });

  it('weighs passages by their length', () => {
    // Two characters are predicted far worse, five hundred a little better.
    const after = { bits: [500, 490, 20], characters: [256, 256, 2] };
    assert.equal(isWorse([510, 500, 4], after), false);
  });
});
