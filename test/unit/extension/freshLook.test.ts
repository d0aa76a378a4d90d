import assert from 'node:assert/strict';
import { FreshLook } from '../../../src/extension/plain/freshLook.ts';

/** Something that changes, and looks at it that end when they are let. */
function thing() {
  const ends: ((fails?: Error) => void)[] = [];
  const it = { value: 0, ends, looks: new FreshLook(look) };
  function look(): Promise<number> {
    const { value } = it;
    return new Promise((resolve, reject) => {
      ends.push(error => (error ? reject(error) : resolve(value)));
    });
  }
  return it;
}

const turn = () => new Promise(resolve => setImmediate(resolve));

describe('FreshLook', () => {
  it('never gives what was seen before one asked', async () => {
    const it = thing();
    const first = it.looks.ask();
    it.value = 1;
    const second = it.looks.ask();
    assert.equal(it.ends.length, 1);
    it.ends[0]?.();
    assert.equal(await first, 0);
    await turn();
    it.ends[1]?.();
    assert.equal(await second, 1);
  });

  it('looks once for all who ask meanwhile', async () => {
    const it = thing();
    void it.looks.ask();
    const others = [it.looks.ask(), it.looks.ask()];
    assert.equal(it.looks.running, others[0]);
    it.ends[0]?.();
    await turn();
    it.ends[1]?.();
    assert.deepEqual(await Promise.all(others), [0, 0]);
    assert.equal(it.ends.length, 2);
    assert.equal(it.looks.running, undefined);
  });

  it('looks one at a time, also for who asks just as one ends', async () => {
    const it = thing();
    const first = it.looks.ask();
    const second = it.looks.ask();
    let third: Promise<number> | undefined;
    void first.then(() => (third = it.looks.ask()));
    it.ends[0]?.();
    await turn();
    assert.equal(it.ends.length, 2);
    it.ends[1]?.();
    assert.deepEqual(await Promise.all([second, third]), [0, 0]);
  });

  it('goes on when a look fails', async () => {
    const it = thing();
    const first = it.looks.ask();
    const second = it.looks.ask();
    it.ends[0]?.(new Error('no'));
    await assert.rejects(first, /no/);
    await turn();
    it.ends[1]?.();
    assert.equal(await second, 0);
  });
});
