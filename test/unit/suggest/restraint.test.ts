import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { Restraint } from '../../../src/model/suggest/restraint.ts';

function noted(restraint: Restraint, keys: number, isOnScreen: boolean): Restraint {
  for (let i = 0; i < keys; i++) restraint.note(isOnScreen);
  return restraint;
}

describe('restraint', () => {
  it('lets a look cost more while too much is on the screen, and less while little is, within bounds', () => {
    assert.equal(new Restraint().cost, 1);
    const dear = noted(new Restraint(), 40, true);
    const after = dear.cost;
    assert.ok(after > 1.2);
    assert.ok(noted(dear, 100, false).cost < after);
    assert.ok(noted(new Restraint(), 5000, true).cost < 4);
    assert.equal(noted(new Restraint(), 5000, false).cost, 0.7);
  });

  it('saves what is not spent, to a degree', () => {
    const saving = noted(new Restraint(), 100_000, false);
    assert.ok(noted(saving, 50, true).cost < 1);
    assert.ok(noted(saving, 50, true).cost > 1);
  });

  it('comes to rest a little under one key in six', () => {
    const restraint = new Restraint();
    const random = new Random(4);
    let shown = 0;
    for (let i = 0; i < 20_000; i++) {
      // The more it costs, the less is shown.
      const isShown = random.next() < 0.3 / restraint.cost;
      if (isShown) shown++;
      restraint.note(isShown);
    }
    assert.ok(shown / 20_000 < 1 / 6 && shown / 20_000 > 0.14, `${shown}`);
  });

  it('goes on from what was kept of it, whatever that is', () => {
    assert.equal(new Restraint(15).spent, 15);
    assert.equal(new Restraint(1e9).spent, noted(new Restraint(), 5000, true).spent);
    assert.equal(new Restraint(Number.NaN).spent, 0);
  });
});
