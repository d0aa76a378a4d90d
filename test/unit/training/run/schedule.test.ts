import assert from 'node:assert/strict';
import { Schedule } from '../../../../src/model/training/run/schedule.ts';
import { defaultSettings } from '../../../../src/model/training/settings.ts';

const settings = { ...defaultSettings, learningRate: 1 };
const rates = (schedule: Schedule, steps: number) =>
  Array.from({ length: steps }, (_, step) => schedule.learningRate(step));

describe('Schedule', () => {
  it('warms up, stays and falls to nearly nothing over the epochs', () => {
    const schedule = new Schedule({ ...settings, budget: { epochs: 4 } }, { windowsPerEpoch: 100 });
    const all = rates(schedule, 400);
    assert.ok(all[0] < 0.03);
    assert.ok(all.slice(50, 200).every(rate => rate === 1));
    assert.equal(all[300], 0.5);
    assert.ok(all[399] < 0.02 && all[399] > 0);
    assert.ok(all.slice(200).every((rate, i) => i === 0 || rate <= all[200 + i - 1]));
    assert.equal(schedule.isOver({ step: 399, seconds: 1e6 }), false);
    assert.equal(schedule.isOver({ step: 400, seconds: 0 }), true);
    assert.equal(schedule.shareDone({ step: 100, seconds: 7 }), 0.25);
    assert.equal(schedule.secondsLeft({ step: 100, seconds: 10 }, 0.1), 30);
  });

  it('keeps lower where weights are good already', () => {
    const options = { windowsPerEpoch: 100 };
    const epochs = { ...settings, budget: { epochs: 4 } };
    const anew = rates(new Schedule(epochs, options), 400);
    const later = rates(new Schedule(epochs, { ...options, from: 'model' }), 400);
    assert.ok(later[100] < 1 && later[100] > 0.1);
    for (const [step, rate] of later.entries())
      assert.ok(Math.abs(rate - anew[step] * later[100]) < 1e-12, `step ${step}`);
  });

  it('is over at once with no epochs', () => {
    const schedule = new Schedule({ ...settings, budget: { epochs: 0 } }, { windowsPerEpoch: 100 });
    assert.equal(schedule.isOver({ step: 0, seconds: 0 }), true);
    assert.equal(schedule.shareDone({ step: 0, seconds: 0 }), 1);
  });

  describe('by the clock', () => {
    const budget = { seconds: 100 };
    const create = (decay?: { firstStep: number; lastStep: number }) =>
      new Schedule({ ...settings, budget }, { windowsPerEpoch: 10, decay });

    it('fixes the decay from the speed when half of the time is used', () => {
      const schedule = create();
      assert.equal(schedule.fixDecay({ step: 999, seconds: 49.9 }), false);
      assert.equal(schedule.decay, undefined);
      assert.equal(schedule.learningRate(5000), 1);
      assert.equal(schedule.fixDecay({ step: 1000, seconds: 50 }), true);
      assert.deepEqual(schedule.decay, { firstStep: 1000, lastStep: 2000 });
      assert.equal(schedule.fixDecay({ step: 1001, seconds: 51 }), false);
      assert.equal(schedule.learningRate(1500), 0.5);
      assert.equal(schedule.isOver({ step: 1999, seconds: 100 }), false);
      assert.equal(schedule.isOver({ step: 2000, seconds: 90 }), true);
    });

    it('can be ended early, from a step behind, unless it is falling already', () => {
      const schedule = create();
      assert.equal(schedule.mayEndEarly, true);
      schedule.endEarly(400);
      assert.deepEqual(schedule.decay, { firstStep: 400, lastStep: 600 });
      assert.equal(schedule.mayEndEarly, false);
      assert.equal(schedule.learningRate(500), 0.5);
      assert.equal(schedule.shareDone({ step: 450, seconds: 20 }), 0.75);
      assert.equal(schedule.isOver({ step: 600, seconds: 25 }), true);
      const epochs = new Schedule({ ...settings, budget: { epochs: 3 } }, { windowsPerEpoch: 10 });
      assert.equal(epochs.mayEndEarly, false);
    });

    it('has as long yet as its budget, as the steps that are known, or as an early end lets it have', () => {
      const schedule = create();
      const standing = { step: 100, seconds: 10 };
      assert.equal(schedule.secondsLeft(standing, 0.1), 90);
      // 20 s until it is seen, then half as many steps as led to the best.
      assert.equal(schedule.secondsLeft(standing, 0.1, { seenAtStep: 300, bestStep: 200 }), 30);
      // It would be seen after half of the time, when the run ends as it is.
      assert.equal(schedule.secondsLeft(standing, 0.1, { seenAtStep: 501, bestStep: 200 }), 90);
      schedule.endEarly(200);
      assert.equal(schedule.secondsLeft({ step: 240, seconds: 34 }, 0.1), 6);
    });

    it('is over when the text was read once where it begins with a starter, if that is sooner', () => {
      const from = (windowsPerEpoch: number) =>
        new Schedule({ ...settings, budget }, { windowsPerEpoch, from: 'starter' });
      const schedule = from(100);
      assert.equal(schedule.secondsLeft({ step: 20, seconds: 2 }, 0.1), 8);
      assert.equal(schedule.shareDone({ step: 20, seconds: 2 }), 0.2);
      assert.equal(schedule.fixDecay({ step: 49, seconds: 4.9 }), false);
      assert.equal(schedule.fixDecay({ step: 50, seconds: 5 }), true);
      assert.deepEqual(schedule.decay, { firstStep: 50, lastStep: 100 });
      const large = from(10_000);
      assert.equal(large.fixDecay({ step: 500, seconds: 50 }), true);
      assert.deepEqual(large.decay, { firstStep: 500, lastStep: 1000 });
      const tiny = from(5);
      tiny.fixDecay({ step: 10, seconds: 1 });
      assert.deepEqual(tiny.decay, { firstStep: 10, lastStep: 20 });
      const goneOnWith = new Schedule(
        { ...settings, budget },
        { windowsPerEpoch: 100, from: 'starter', step: 100 },
      );
      assert.equal(goneOnWith.fixDecay({ step: 101, seconds: 10 }), true);
      assert.deepEqual(goneOnWith.decay, { firstStep: 101, lastStep: 200 });
      // Who asks for epochs gets them.
      const epochs = new Schedule(
        { ...settings, budget: { epochs: 3 } },
        { windowsPerEpoch: 100, from: 'starter' },
      );
      assert.equal(epochs.decay?.lastStep, 300);
    });

    it('gives the same rates when it is made again from a checkpoint', () => {
      const schedule = create();
      schedule.fixDecay({ step: 20, seconds: 55 });
      assert.deepEqual(rates(create(schedule.decay), 60), rates(schedule, 60));
    });

    it('stops a run that got slower at a tenth more than its seconds', () => {
      const schedule = create({ firstStep: 1000, lastStep: 2000 });
      assert.equal(schedule.isOver({ step: 1500, seconds: 109 }), false);
      assert.equal(schedule.isOver({ step: 1500, seconds: 111 }), true);
    });
  });
});
