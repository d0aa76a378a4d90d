import assert from 'node:assert/strict';
import { DivergenceGuard } from '../../../../src/model/training/run/divergenceGuard.ts';

function observeAll(guard: DivergenceGuard, losses: readonly number[]): number {
  return losses.findIndex((loss, i) => guard.observe(loss, i + 1) !== 'fine');
}

describe('DivergenceGuard', () => {
  it('lets a falling and noisy loss be', () => {
    const losses = Array.from({ length: 500 }, (_, i) => 3 * 0.99 ** i + (i % 7) * 0.1);
    assert.equal(observeAll(new DivergenceGuard(), losses), -1);
  });

  it('is sure at once of a loss that is not a number', () => {
    for (const loss of [Number.NaN, Infinity]) {
      const guard = new DivergenceGuard();
      assert.equal(guard.observe(2, 1), 'fine');
      assert.equal(guard.observe(loss, 2), 'lost');
    }
  });

  it('doubts before it finds a loss that rises far above its best', () => {
    const guard = new DivergenceGuard();
    observeAll(
      guard,
      Array.from({ length: 100 }, () => 1),
    );
    let doubted = -1;
    let found = -1;
    for (let i = 0; found < 0; i++) {
      if (guard.observe(4.7, 101 + i) === 'suspect') found = i;
      if (guard.isDoubtful && doubted < 0) doubted = i;
    }
    assert.ok(doubted > 0 && doubted < found && found < 50, `${doubted} ${found}`);
    guard.accept();
    assert.equal(guard.isDoubtful, false);
    assert.equal(guard.observe(4.7, 200), 'fine');
  });

  it('goes on the same from its record', () => {
    const guard = new DivergenceGuard();
    observeAll(guard, [3, 2.5, 2.7]);
    const copy = new DivergenceGuard(JSON.parse(JSON.stringify(guard.record)) as typeof guard.record);
    assert.equal(guard.observe(2.6, 4), copy.observe(2.6, 4));
    assert.deepEqual(copy.record, guard.record);
  });

  it('halves the learning rate each time and gives up in the end', () => {
    const checkpoint = { learningRateScale: 1, movingLoss: 2, bestLoss: 2 };
    let guard: DivergenceGuard | undefined = new DivergenceGuard(checkpoint);
    const scales = [];
    while (guard) {
      scales.push(guard.learningRateScale);
      guard = guard.slower(checkpoint);
    }
    assert.deepEqual(scales, [1, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625]);
  });
});
