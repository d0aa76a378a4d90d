import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { calibrated, type Claim, learnCalibration } from '../../../src/model/suggest/calibration.ts';
import { defaultCalibration } from '../../../src/model/suggest/reliability.ts';

/** Claims that come true as often as `truth` says of their chance. */
function claims(count: number, truth: (chance: number) => number): Claim[] {
  const random = new Random(5);
  return Array.from({ length: count }, () => {
    const chance = random.next();
    return { chance, isRight: random.next() < truth(chance) };
  });
}

const truth = (chance: number) => chance ** 2;

const isRising = (values: readonly number[]) => values.every((each, i) => i === 0 || each >= values[i - 1]);

describe('calibration', () => {
  it('goes by straight lines between its knots, and keeps to them outside', () => {
    const map = { said: [0.2, 0.4, 0.8], right: [0.1, 0.5, 0.6] };
    const wanted = [0.1, 0.1, 0.3, 0.5, 0.55, 0.6, 0.6];
    const given = [0, 0.2, 0.3, 0.4, 0.6, 0.8, 1].map(chance => calibrated(map, chance));
    for (const [i, each] of given.entries()) assert.ok(Math.abs(each - wanted[i]) < 1e-12, `${each}`);
  });

  it('learns how often what is claimed comes true', () => {
    const map = learnCalibration(claims(20_000, truth))!;
    for (const chance of [0.2, 0.4, 0.6, 0.8, 0.95])
      assert.ok(Math.abs(calibrated(map, chance) - truth(chance)) < 0.05, `${chance}`);
  });

  it('never falls, also where the claims do', () => {
    const map = learnCalibration(claims(2000, chance => 1 - chance))!;
    assert.ok(isRising(map.said) && isRising(map.right));
    assert.ok(Math.abs(calibrated(map, 0.5) - 0.5) < 0.1);
  });

  it('learns of many claims with one chance only', () => {
    const map = learnCalibration(
      Array.from({ length: 1000 }, (_, i) => ({ chance: 0.9, isRight: i % 2 === 0 })),
    )!;
    assert.ok(Math.abs(calibrated(map, 0.9) - 0.5) < 0.01);
  });

  it('learns nothing of too few', () => {
    assert.equal(learnCalibration(claims(100, chance => chance)), undefined);
  });

  it('has a map that rises from 0 to 1 to begin with', () => {
    const { said, right } = defaultCalibration;
    assert.equal(said.length, right.length);
    assert.ok(isRising(said) && isRising(right));
    for (const side of [said, right]) assert.deepEqual([side[0], side.at(-1)], [0, 1]);
  });
});
