import assert from 'node:assert/strict';
import { Turns } from '../../../src/sessions/turns.ts';

const nextTurn = () => new Promise<void>(resolve => setImmediate(resolve));

/** A job of three slices that notes each. */
const job = (name: string, notes: string[]) => async (yieldToEvents: () => Promise<void>) => {
  for (let slice = 1; slice <= 3; slice++) {
    notes.push(`${name}${slice}`);
    await yieldToEvents();
  }
};

describe('turns on one thread', () => {
  it('lets a more urgent job through between two slices', async () => {
    const turns = new Turns(nextTurn);
    const notes: string[] = [];
    const ranking = turns.run('background', job('r', notes));
    const completion = turns.run('typing', job('c', notes));
    await Promise.all([ranking, completion]);
    assert.deepEqual(notes, ['r1', 'c1', 'c2', 'c3', 'r2', 'r3']);
  });

  it('shares turns between jobs of the same urgency', async () => {
    const turns = new Turns(nextTurn);
    const notes: string[] = [];
    await Promise.all([turns.run('looking', job('a', notes)), turns.run('looking', job('b', notes))]);
    assert.deepEqual(notes, ['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
  });

  it('colours before it labels, and labels before it ranks', async () => {
    const turns = new Turns(nextTurn);
    const notes: string[] = [];
    const jobs = [
      turns.run('background', job('r', notes)),
      turns.run('labelling', job('l', notes)),
      turns.run('looking', job('v', notes)),
    ];
    await Promise.all(jobs);
    assert.deepEqual(notes, ['r1', 'l1', 'v1', 'v2', 'v3', 'l2', 'l3', 'r2', 'r3']);
  });

  it('goes on when the urgent job fails', async () => {
    const turns = new Turns(nextTurn);
    const notes: string[] = [];
    const ranking = turns.run('background', job('r', notes));
    await assert.rejects(
      turns.run('typing', () => Promise.reject(new Error('broken'))),
      /broken/,
    );
    await ranking;
    assert.deepEqual(notes, ['r1', 'r2', 'r3']);
  });
});
