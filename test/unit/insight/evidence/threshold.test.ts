import assert from 'node:assert/strict';
import {
  areaUnderCurve,
  bestThreshold,
  f1Of,
  gainOf,
  type Histogram,
  judge,
  trivialF1,
} from '../../../../src/model/insight/evidence/threshold.ts';
import { Random } from '../../../../src/model/base/random.ts';

function histogram(outside: number[], inside: number[]): Histogram {
  return { outside: Uint32Array.from(outside), inside: Uint32Array.from(inside) };
}

describe('bestThreshold', () => {
  it('has the best F1 that there is, in either direction', () => {
    const random = new Random(3);
    const counts = () => Array.from({ length: 9 }, () => Math.floor(random.next() * 20));
    for (let round = 0; round < 200; round++) {
      const each = histogram(counts(), [1 + Math.floor(random.next() * 9), ...counts().slice(1)]);
      const all = Array.from({ length: 10 }, (_, border) => border).flatMap(border =>
        ([1, -1] as const).map(direction => f1Of(judge(each, { border, direction }))),
      );
      assert.equal(f1Of(judge(each, bestThreshold(each))), Math.max(...all), `round ${round} of seed 3`);
    }
  });

  it('lies in the middle of what parts inside from outside', () => {
    const apart = histogram([4, 3, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1, 2]);
    assert.deepEqual(bestThreshold(apart), { border: 3, direction: 1 });
    const turned = histogram([0, 0, 0, 0, 0, 1, 2], [4, 3, 0, 0, 0, 0, 0]);
    assert.deepEqual(bestThreshold(turned), { border: 3, direction: -1 });
  });
});

describe('judge', () => {
  const each = histogram([5, 3, 2], [1, 0, 4]);

  it('counts what lies beyond a threshold', () => {
    assert.deepEqual(judge(each, { border: 2, direction: 1 }), { hits: 4, falseAlarms: 2, inside: 5 });
    assert.deepEqual(judge(each, { border: 2, direction: -1 }), { hits: 1, falseAlarms: 8, inside: 5 });
  });

  it('gives an F1 of 2 hits in hits, misses and twice the false alarms', () => {
    assert.equal(f1Of({ hits: 4, falseAlarms: 2, inside: 5 }), 8 / 11);
    assert.equal(f1Of({ hits: 0, falseAlarms: 0, inside: 5 }), 0);
  });
});

describe('gainOf', () => {
  it('is nothing for who takes every place for inside, and 1 for who is always right', () => {
    for (const baseRate of [0.01, 0.3, 0.9]) {
      const all = histogram([Math.round(1000 * (1 - baseRate))], [Math.round(1000 * baseRate)]);
      const trivial = f1Of(judge(all, { border: 0, direction: 1 }));
      assert.ok(Math.abs(trivial - trivialF1(baseRate)) < 1e-12);
      assert.equal(gainOf(trivialF1(baseRate), baseRate), 0);
      assert.equal(gainOf(1, baseRate), 1);
      assert.equal(gainOf(0, baseRate), 0);
    }
    assert.equal(gainOf(1, 1), 0);
  });
});

describe('areaUnderCurve', () => {
  it('is the share of pairs with the inside above, ties counting half', () => {
    // Pairs: 2 inside values above 3 of 4 outside values and level with one.
    assert.equal(areaUnderCurve(histogram([3, 1, 0], [0, 2, 0])), (2 * 3 + 2 * 0.5) / 8);
  });
});
