import assert from 'node:assert/strict';
import { handicap, showingDelay } from '../../../../src/model/suggest/pace/showingDelay.ts';

const finding = {
  isInvoked: false,
  isAlong: false,
  hasJustTaken: false,
  sinceKey: 60,
  sinceAsked: 10,
  pause: 200,
  saves: 0.3,
  isBesideOthers: false,
};

describe('something that was found', () => {
  it('is held back until the pause after a key is over', () => {
    assert.equal(showingDelay({ ...finding, sinceAsked: 60 }), 140);
    assert.equal(showingDelay({ ...finding, sinceKey: 260, sinceAsked: 250 }), 0);
  });

  it('waits less the more it saves, and never not at all', () => {
    const delayOf = (saves: number) => showingDelay({ ...finding, sinceAsked: 0, saves });
    assert.deepEqual([0, 0.1, 0.4].map(delayOf), [200, 200, 200]);
    assert.equal(delayOf(0.8), 100);
    assert.ok(delayOf(1.2) < 100);
    assert.equal(delayOf(100), 50);
    assert.equal(showingDelay({ ...finding, sinceKey: 60, sinceAsked: 60, saves: 100 }), 0);
  });

  it('counts from when it was asked for where no key is known', () => {
    assert.equal(showingDelay({ ...finding, sinceKey: Infinity }), 190);
  });

  it('is shown at once when it was asked for, typed along, or comes after a take', () => {
    for (const reason of ['isInvoked', 'isAlong', 'hasJustTaken'] as const)
      assert.equal(showingDelay({ ...finding, [reason]: true }), 0, reason);
  });

  it('waits for others longer than for the user, also after a take', () => {
    const beside = { ...finding, isBesideOthers: true };
    assert.equal(showingDelay(beside), handicap - 10);
    assert.equal(showingDelay({ ...beside, hasJustTaken: true }), handicap - 10);
    assert.equal(showingDelay({ ...beside, isInvoked: true }), 0);
    assert.equal(showingDelay({ ...beside, isAlong: true }), 0);
  });

  it('comes while the editor still waits for it', () => {
    assert.ok(handicap + 50 < 750);
  });
});
