import assert from 'node:assert/strict';
import {
  type EarlierSplit,
  type FileSize,
  sameSplit,
  type Split,
  splitAfter,
  splitFiles,
} from '../../../src/model/text/splitFiles.ts';

const seed = 1;

function files(count: number, { from = 0, size = 100 } = {}): FileSize[] {
  return Array.from({ length: count }, (_, i) => ({ path: `src/${from + i}.c`, size }));
}

function heldOutOf(split: Split): Set<string> {
  assert.ok('heldOut' in split);
  return new Set(split.heldOut);
}

/** As a checkpoint keeps it. */
function kept(split: Split): EarlierSplit {
  return 'heldOut' in split
    ? { heldOut: [...split.heldOut], rule: { unseenBelow: split.unseenBelow } }
    : { heldOut: [split.lastTenthOf], rule: { lastTenth: true } };
}

function sizeOf(some: readonly FileSize[]): number {
  return some.reduce((sum, file) => sum + file.size, 0);
}

function shareOf(split: Split, all: readonly FileSize[]): number {
  const held = heldOutOf(split);
  return sizeOf(all.filter(file => held.has(file.path))) / sizeOf(all);
}

describe('sameSplit', () => {
  const folders = [files(300), files(20), files(3), files(2, { size: 1 }), files(1)];
  for (const folder of folders)
    it(`makes the split again of ${folder.length} files`, () => {
      const split = splitFiles(folder, seed);
      assert.deepEqual(sameSplit(kept(split))(folder, seed), split);
      const later = splitAfter(kept(split), { seed })(folder, seed);
      assert.deepEqual(sameSplit(kept(later))(folder, seed), later);
    });

  it('is any split of other files', () => {
    const [one, other] = [files(10), files(10, { from: 10 })];
    assert.ok(sameSplit(kept(splitFiles(one, seed)))(other, seed));
    assert.ok(sameSplit({ heldOut: ['gone.c'], rule: { lastTenth: true } })(other, seed));
    assert.ok(sameSplit({ heldOut: other.map(file => file.path), rule: { unseenBelow: 1 } })(other, seed));
  });
});

describe('splitAfter', () => {
  const sizes = [12, 40, 300, 2000];
  for (const count of sizes)
    it(`holds out nothing that was learnt, of ${count} files that became more, fewer, longer or shorter`, () => {
      const before = files(count);
      const earlier = splitFiles(before, seed);
      const learnt = new Set(before.map(file => file.path));
      for (const path of heldOutOf(earlier)) learnt.delete(path);
      const changes = {
        more: [...before, ...files(count * 4, { from: count })],
        fewer: before.filter((_, i) => i % 3 !== 0),
        longer: before.map((file, i) => ({ ...file, size: i % 2 === 0 ? 100 : 900 })),
        shorter: before.map((file, i) => ({ ...file, size: i % 5 === 0 ? 100 : 20 })),
      };
      for (const [name, after] of Object.entries(changes)) {
        const split = splitAfter(kept(earlier), { seed })(after, seed);
        if (split.mayBeLearnt) {
          // What was held out is gone.
          assert.ok(!after.some(file => heldOutOf(earlier).has(file.path)), name);
          continue;
        }
        for (const path of heldOutOf(split)) assert.ok(!learnt.has(path), `${name}: ${path}`);
        const share = shareOf(split, after);
        assert.ok(share >= 0.01 && share <= 0.25, `${name}: ${share}`);
      }
    });

  it('leaves unchanged files as they are, time and again', () => {
    const all = files(300);
    const first = splitFiles(all, seed);
    const second = splitAfter(kept(first), { seed })(all, seed);
    assert.deepEqual(second, first);
    assert.deepEqual(splitAfter(kept(second), { seed })(all, seed), first);
  });

  it('takes new files as they would have been taken from the start', () => {
    const earlier = kept(splitFiles(files(300), seed));
    const all = files(900);
    assert.deepEqual(heldOutOf(splitAfter(earlier, { seed })(all, seed)), heldOutOf(splitFiles(all, seed)));
  });

  it('keeps to what was held out alone with another seed, or where the rule is not known', () => {
    const earlier = kept(splitFiles(files(300), seed));
    const all = files(400);
    const other = splitAfter(earlier, { seed })(all, 2);
    assert.deepEqual(heldOutOf(other), new Set(earlier.heldOut));
    const unknown = splitAfter({ ...earlier, rule: undefined }, { seed })(all, seed);
    assert.deepEqual(heldOutOf(unknown), new Set(earlier.heldOut));
  });

  it('says so when it has to hold out what was learnt', () => {
    const all = files(40);
    const earlier = kept(splitFiles(all, seed));
    const left = all.filter(file => !earlier.heldOut.includes(file.path) && file.path !== 'src/7.c');
    const split = splitAfter(earlier, { seed })(left, seed);
    assert.equal(split.mayBeLearnt, true);
    assert.ok(shareOf(split, left) >= 0.03);
  });

  it('learns from held-out files where they are too much of what is left, and remembers that', () => {
    const all = files(300);
    const earlier = kept(splitFiles(all, seed));
    const held = all.filter(file => earlier.heldOut.includes(file.path));
    const learnt = all.filter(file => !earlier.heldOut.includes(file.path)).slice(0, 10);
    const split = splitAfter(earlier, { seed })([...held, ...learnt], seed);
    assert.ok(shareOf(split, [...held, ...learnt]) <= 0.25);
    const released = held.filter(file => !heldOutOf(split).has(file.path));
    assert.ok(released.length > 0);
    const again = heldOutOf(splitAfter(kept(split), { seed })(all, seed));
    for (const { path } of [...released, ...learnt]) assert.ok(!again.has(path), path);
  });

  it('keeps the last tenth of a file, while that is something', () => {
    const one = files(1);
    const earlier = kept(splitFiles(one, seed));
    const few = [...one, ...files(5, { from: 1 })];
    assert.deepEqual(splitAfter(earlier, { seed })(few, seed), { lastTenthOf: one[0].path });
    const many = splitAfter(earlier, { seed })([...one, ...files(100, { from: 1 })], seed);
    assert.ok(many.mayBeLearnt && shareOf(many, files(101)) > 0.03);
  });
});
