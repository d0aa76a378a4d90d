import assert from 'node:assert/strict';
import { askedStakes, secondsSaved, type Stakes, stakesIn } from '../../../src/model/suggest/worthALook.ts';

const stakes: Stakes = { leastChance: 0.5, key: 0.2, look: 0.3, wrong: 0.1, list: 0.25 };
const none = { hidesList: false };

const rounded = (seconds: readonly number[]) => seconds.map(each => Number(each.toFixed(3)));

/** Characters of the shortest text with such a chance that is worth a look. */
function shortest(all: Stakes, chance: number): number {
  const chances = Array.from({ length: 40 }, () => chance);
  return 1 + secondsSaved(chances, all, none).findIndex(Number.isFinite);
}

describe('what is worth a look', () => {
  it('are the keys saved where the text is taken, less the look, and a mistake where it is not', () => {
    assert.deepEqual(rounded(secondsSaved([1, 0.9, 0.9, 0.8], stakes, none)), [
      -Infinity,
      -Infinity,
      0.05,
      0.16,
    ]);
  });

  it('is nothing that is less likely than it has to be, however long it is', () => {
    const chances = Array.from({ length: 60 }, () => 0.49);
    assert.ok(secondsSaved(chances, stakes, none).every(each => each === -Infinity));
    assert.deepEqual(secondsSaved([], stakes, none), []);
  });

  it('is more where the editor has a list of its own to show', () => {
    const chances = [1, 1, 1, 1];
    assert.deepEqual(rounded(secondsSaved(chances, stakes, none)), [-Infinity, -Infinity, 0.1, 0.3]);
    assert.deepEqual(rounded(secondsSaved(chances, stakes, { hidesList: true })), [
      -Infinity,
      -Infinity,
      -Infinity,
      0.05,
    ]);
  });

  it('is two sure characters for the eager, several for the quiet, and anything for one who asks', () => {
    assert.equal(shortest(askedStakes, 0.1), 1);
    assert.equal(shortest(stakesIn('eager'), 1), 2);
    const usual = shortest(stakesIn('quiet'), 1);
    assert.ok(usual >= 4);
    assert.ok(shortest(stakesIn('quiet', 2), 1) > usual);
    assert.equal(shortest(stakesIn('eager', 2), 1), 2);
  });
});
