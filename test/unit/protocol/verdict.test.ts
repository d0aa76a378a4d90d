import assert from 'node:assert/strict';
import { verdictOf } from '../../../src/protocol/verdict.ts';
import { gainOf } from '../../../src/model/insight/evidence/threshold.ts';

describe('verdictOf', () => {
  const measured = { stretches: 200, chosenOn: 'otherFiles' } as const;
  const verdict = (f1: number, baseRate: number) => verdictOf({ gain: gainOf(f1, baseRate) }, measured);

  it('goes by how far F1 is above taking every place for inside', () => {
    assert.equal(verdict(0.91, 0.015), 'follows');
    assert.equal(verdict(0.49, 0.015), 'weakly');
    // A quote cell of AUROC 0.90 that was none.
    assert.equal(verdict(0.25, 0.014), 'none');
    assert.equal(verdict(0.97, 0.38), 'follows');
    assert.equal(verdict(0.81, 0.25), 'follows');
    assert.equal(verdict(0.7, 0.25), 'weakly');
    // An if cell of AUROC 0.66.
    assert.equal(verdict(0.5, 0.25), 'none');
    assert.equal(verdict(0.8, 0.67), 'none');
  });

  it('says nothing of a feature that the text has too little of', () => {
    const gain = 1;
    assert.equal(verdictOf({ gain }, { ...measured, stretches: 9 }), 'unclear');
    assert.equal(verdictOf({ gain }, { ...measured, chosenOn: 'sameText' }), 'unclear');
    assert.equal(verdictOf({ gain }, { ...measured, stretches: 10 }), 'follows');
  });

  it('needs no count of places for a second feature', () => {
    assert.equal(verdictOf({ gain: 0.5 }), 'weakly');
  });
});
