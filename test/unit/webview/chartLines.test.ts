import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import {
  aligned,
  changedRange,
  extentOf,
  heightWithin,
  indexAt,
  nearestIndex,
  visiblePoints,
} from '../../../src/webview/kit/chartLines.ts';

const counted = (length: number) => Float64Array.from({ length }, (_, i) => i);

describe('the points of a chart', () => {
  it('are found by their place', () => {
    const x = [1, 3, 3, 7];
    assert.deepEqual(
      [0, 1, 2, 3, 4, 7, 8].map(value => indexAt(x, value)),
      [0, 0, 1, 1, 3, 3, 4],
    );
    assert.deepEqual(
      [-5, 1.9, 2.1, 4.9, 5.1, 99].map(value => nearestIndex(x, value)),
      [0, 0, 1, 2, 3, 3],
    );
    assert.equal(nearestIndex([], 1), undefined);
  });

  it('are all there while they are few, with those beside the range', () => {
    const line = { x: [0, 10, 20, 30, 40], y: [5, 4, NaN, 2, 1] };
    assert.deepEqual(visiblePoints(line, { from: 10, to: 30 }, 100), { x: [0, 10, 30], y: [5, 4, 2] });
    assert.deepEqual(visiblePoints({ x: [], y: [] }, { from: 0, to: 1 }, 100), { x: [], y: [] });
  });

  it('are the least and the greatest of each column when they are many, so that no spike is lost', () => {
    const x = counted(50_000);
    const y = x.map(i => (i === 31_234 ? 1000 : i === 31_236 ? -1000 : Math.sin(i / 900)));
    const seen = visiblePoints({ x, y }, { from: 0, to: 49_999 }, 500);
    assert.ok(seen.x.length <= 1004, `${seen.x.length} points`);
    assert.deepEqual(
      seen.x,
      seen.x.toSorted((a, b) => a - b),
    );
    assert.deepEqual([Math.max(...seen.y), Math.min(...seen.y)], [1000, -1000]);
    const part = visiblePoints({ x, y }, { from: 31_230, to: 31_240 }, 500);
    assert.deepEqual(
      part.x,
      [31_229, 31_230, 31_231, 31_232, 31_233, 31_234, 31_235, 31_236, 31_237, 31_238, 31_239, 31_240],
    );
  });

  it('are the same as those found by looking at each, also where some are missing', () => {
    const random = new Random(5);
    for (let round = 0; round < 200; round++) {
      const length = 1 + Math.floor(3000 * random.next());
      const x = counted(length).map(i => i + (i % 7) * 0.1);
      const y = x.map(() => (random.next() < 0.05 ? NaN : random.next() - 0.5));
      const [a, b] = [random.next() * length, random.next() * length].toSorted((one, other) => one - other);
      const range = { from: a, to: b + 1 };
      const columns = 1 + Math.floor(300 * random.next());
      const seen = visiblePoints({ x, y }, range, columns);
      const within = Array.from(x.keys()).filter(
        i =>
          Number.isFinite(y[i]) && (x[i + 1] ?? Infinity) >= range.from && (x[i - 1] ?? -Infinity) < range.to,
      );
      assert.ok(seen.x.length <= 2 * columns || seen.x.length === within.length);
      assert.deepEqual(
        [Math.min(...seen.y), Math.max(...seen.y)],
        [Math.min(...within.map(i => y[i])), Math.max(...within.map(i => y[i]))],
      );
      assert.ok(seen.x.every((place, i) => i === 0 || place > seen.x[i - 1]));
      const height = heightWithin([{ x, y }], range, { isLog: round % 2 === 1 });
      const counting = within.map(i => y[i]).filter(value => round % 2 === 0 || value > 0);
      assert.deepEqual(height ?? { from: Infinity, to: -Infinity }, {
        from: Math.min(...counting),
        to: Math.max(...counting),
      });
    }
  });

  it('of several lines stand over one x', () => {
    const lines = [
      { x: [1, 3], y: [10, 30] },
      { x: [2, 3], y: [0.2, 0.3] },
    ];
    assert.deepEqual(aligned(lines), [
      [1, 2, 3],
      [10, null, 30],
      [null, 0.2, 0.3],
    ]);
  });

  it('have a width and a height, of what has a logarithm where that is drawn', () => {
    assert.deepEqual(
      extentOf([
        { x: [], y: [] },
        { x: [2, 9], y: [0, 0] },
        { x: [1], y: [0] },
      ]),
      { from: 1, to: 9 },
    );
    assert.equal(extentOf([]), undefined);
    const lines = [
      { x: [1, 2, 9], y: [0, 3, 99] },
      { x: [1, 2], y: [5, 0.1] },
    ];
    assert.deepEqual(heightWithin(lines, { from: 1, to: 2 }, { isLog: false }), { from: 0, to: 5 });
    assert.deepEqual(heightWithin(lines, { from: 1, to: 2 }, { isLog: true }), { from: 0.1, to: 5 });
    assert.equal(heightWithin([{ x: [], y: [] }], { from: 0, to: 1 }, { isLog: false }), undefined);
  });

  it('are zoomed around a place and moved, never past the ends', () => {
    const all = { from: 0, to: 100 };
    assert.deepEqual(changedRange(all, all, { times: 0.5, around: 25 }), { from: 12.5, to: 62.5 });
    assert.deepEqual(changedRange({ from: 10, to: 30 }, all, { by: 0.5 }), { from: 20, to: 40 });
    assert.deepEqual(changedRange({ from: 10, to: 30 }, all, { by: -9 }), { from: 0, to: 20 });
    assert.deepEqual(changedRange({ from: 80, to: 90 }, all, { by: 9 }), { from: 90, to: 100 });
    assert.equal(changedRange({ from: 10, to: 60 }, all, { times: 2 }), undefined);
  });
});
