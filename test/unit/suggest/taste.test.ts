import assert from 'node:assert/strict';
import { Taste } from '../../../src/model/suggest/taste.ts';

describe('taste', () => {
  it('takes a suggestion to be taken when it is right, until it knows better', () => {
    for (const chance of [0, 0.3, 0.9, 1])
      assert.ok(Math.abs(new Taste().chanceOfTaking(chance) - chance) < 1e-12);
  });

  it('learns that more is refused than is wrong, or less', () => {
    const refusing = new Taste();
    const taking = new Taste();
    for (let i = 0; i < 20; i++) {
      refusing.learn(0.8, false);
      taking.learn(0.8, true);
    }
    assert.ok(refusing.chanceOfTaking(0.8) < 0.7);
    assert.ok(taking.chanceOfTaking(0.8) > 0.82);
  });

  it('stays as it is where as much is taken as was expected', () => {
    const taste = new Taste();
    for (let i = 0; i < 400; i++) taste.learn(0.75, i % 4 !== 0);
    assert.ok(Math.abs(taste.leaning) < 0.15, `${taste.leaning}`);
  });

  it('is bounded: what is sure is shown still to one who takes nothing', () => {
    const taste = new Taste();
    for (let i = 0; i < 5000; i++) taste.learn(0.99, false);
    assert.ok(taste.chanceOfTaking(0.95) > 0.85);
    assert.equal(taste.chanceOfTaking(1), 1);
    assert.equal(taste.chanceOfTaking(0), 0);
  });

  it('goes on from what was kept of it, whatever that is', () => {
    const taste = new Taste();
    taste.learn(0.5, true);
    assert.equal(new Taste(taste.leaning).chanceOfTaking(0.5), taste.chanceOfTaking(0.5));
    assert.equal(new Taste(1e9).leaning, new Taste(2).leaning);
    assert.equal(new Taste(Number.NaN).leaning, 0);
  });
});
