import assert from 'node:assert/strict';
import { BestEpoch } from '../../../../src/model/training/run/bestEpoch.ts';

/** What is remembered after epochs with these bits per character; the states are the epochs' numbers. */
async function after(bits: readonly number[]): Promise<BestEpoch<number>> {
  const best = new BestEpoch<number>();
  for (const [index, value] of bits.entries()) await best.observe(value, () => Promise.resolve(index + 1));
  return best;
}

describe('BestEpoch', () => {
  it('has nothing better before the first epoch has ended', async () => {
    assert.equal((await after([])).betterThan(Infinity), undefined);
    assert.equal((await after([])).isPast, false);
  });

  it('gives the state of the best epoch, if it is better', async () => {
    const best = await after([4, 3, 2.5, 2.7]);
    assert.equal(best.betterThan(2.7), 3);
    assert.equal(best.betterThan(2.5), undefined);
  });

  it('gives what the run began with, if no epoch was better, and is past after two of them', async () => {
    const best = new BestEpoch<number>();
    await best.noteStart(2, () => Promise.resolve(0));
    assert.equal(best.isPast, false);
    await best.observe(2.1, () => Promise.resolve(1));
    assert.equal(best.isPast, false);
    await best.observe(2.2, () => Promise.resolve(2));
    assert.equal(best.isPast, true);
    assert.equal(best.betterThan(2.2), 0);
    await best.observe(1.9, () => Promise.resolve(3));
    assert.equal(best.isPast, false);
    assert.equal(best.betterThan(2.2), 3);
  });

  it('is not past while epochs get better, or after one that was worse', async () => {
    assert.equal((await after([4, 3, 2])).isPast, false);
    assert.equal((await after([4, 3, 3.1])).isPast, false);
  });

  it('is foreseen where it usually is, then where the course has its lowest point, then where it was', async () => {
    assert.deepEqual((await after([])).foresee(2), { past: 4, best: 2 });
    assert.deepEqual((await after([4, 3])).foresee(10), { past: 11, best: 8 });
    // Gains of 0.4 and 0.3: three more epochs until there is none.
    assert.deepEqual((await after([4, 3.6, 3.3])).foresee(2), { past: 5, best: 3 });
    assert.deepEqual((await after([4, 3.6, 3.1])).foresee(2), { past: 3, best: 1 });
    assert.deepEqual((await after([4, 3, 3.1])).foresee(2), { past: 1, best: -1 });
    assert.deepEqual((await after([4, 3, 3.1, 3.2])).foresee(2), { past: 0, best: -2 });
  });

  it('is past after two epochs, or three tenths of those before if that is more', async () => {
    assert.equal((await after([4, 3, 3.1, 3.1])).isPast, true);
    const falling = Array.from({ length: 20 }, (_, i) => 5 - i / 10);
    assert.equal((await after([...falling, 4, 4, 4, 4, 4])).isPast, false);
    assert.equal((await after([...falling, 4, 4, 4, 4, 4, 4])).isPast, true);
  });
});
