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

  it('is past after two epochs, or three tenths of those before if that is more', async () => {
    assert.equal((await after([4, 3, 3.1, 3.1])).isPast, true);
    const falling = Array.from({ length: 20 }, (_, i) => 5 - i / 10);
    assert.equal((await after([...falling, 4, 4, 4, 4, 4])).isPast, false);
    assert.equal((await after([...falling, 4, 4, 4, 4, 4, 4])).isPast, true);
  });
});
