import assert from 'node:assert/strict';
import { bestFirst, CellStatistics, NOT_COUNTED } from '../../../src/model/insight/cellStatistics.ts';
import { BIN_COUNT, binOf } from '../../../src/model/insight/valueBins.ts';
import { Random } from '../../../src/model/network/random.ts';

/** By ranks, ties counting half: what the histogram comes near to. */
function exactAuroc(values: Float32Array, labels: Uint8Array): number {
  const rows = Array.from(values, (value, row) => ({ value, label: labels[row] }))
    .filter(({ label }) => label !== NOT_COUNTED)
    .toSorted((a, b) => a.value - b.value);
  let outside = 0;
  let inside = 0;
  let pairs = 0;
  for (let first = 0; first < rows.length;) {
    let end = first;
    while (end < rows.length && rows[end].value === rows[first].value) end++;
    const tied = rows.slice(first, end);
    const tiedInside = tied.filter(({ label }) => label === 1).length;
    pairs += tiedInside * (outside + (tied.length - tiedInside) / 2);
    outside += tied.length - tiedInside;
    inside += tiedInside;
    first = end;
  }
  return pairs / (outside * inside);
}

/** Pearson's formula on the labels as numbers. */
function exactCorrelation(values: Float32Array, labels: Uint8Array): number {
  const rows = Array.from(values, (x, row) => ({ x, y: labels[row] })).filter(({ y }) => y !== NOT_COUNTED);
  const mean = (pick: (row: { x: number; y: number }) => number) =>
    rows.reduce((sum, row) => sum + pick(row), 0) / rows.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const covariance = mean(({ x, y }) => (x - meanX) * (y - meanY));
  return covariance / Math.sqrt(mean(({ x }) => (x - meanX) ** 2) * mean(({ y }) => (y - meanY) ** 2));
}

/** Ways in which cells spread their values, z being normal and `inside` moving them. */
const spreads: Record<string, (z: number, inside: number) => number> = {
  wide: (z, inside) => Math.tanh(z + 0.3 * inside),
  saturated: (z, inside) => Math.tanh(6 * z + 4 * inside),
  'nearly shut': (z, inside) => 1e-3 * Math.tanh(z + 0.5 * inside),
  'one-sided': (z, inside) => Math.tanh(z * z + 0.4 * inside),
  'close to one': (z, inside) => 1 - 1e-4 * Math.abs(z + inside),
  'with ties': (z, inside) => Math.round(z + inside) / 8,
  constant: () => 0.5,
  'against the feature': (z, inside) => Math.tanh(z - 2 * inside),
};

describe('CellStatistics', () => {
  it('agrees with exact ranks and Pearson however the values are spread', () => {
    const random = new Random(9);
    const names = Object.keys(spreads);
    const rows = 20_000;
    const labels = Uint8Array.from({ length: rows }, () => {
      const draw = random.next();
      return draw < 0.05 ? NOT_COUNTED : draw < 0.2 ? 1 : 0;
    });
    const values = new Float32Array(rows * names.length);
    for (let row = 0; row < rows; row++)
      for (const [cell, name] of names.entries())
        values[row * names.length + cell] = spreads[name](random.normal(), labels[row] === 1 ? 1 : 0);

    const statistics = new CellStatistics(names.length, 2);
    const half = rows / 2;
    const reversed = labels.map(label => (label === NOT_COUNTED ? NOT_COUNTED : 1 - label));
    const columns = [labels, reversed];
    statistics.add(
      values.subarray(0, half * names.length),
      columns.map(column => column.subarray(0, half)),
    );
    statistics.add(
      values.subarray(half * names.length),
      columns.map(column => column.subarray(half)),
    );

    assert.equal(statistics.counted(0), labels.filter(label => label !== NOT_COUNTED).length);
    assert.equal(statistics.inside(0), labels.filter(label => label === 1).length);
    for (const [cell, { auroc, correlation, layer, index }] of statistics.scores(0, 2).entries()) {
      const column = values.filter((_, at) => at % names.length === cell);
      const exact = exactAuroc(column, labels);
      assert.deepEqual([layer, index], [2, cell]);
      assert.ok(
        Math.abs(auroc - Math.max(exact, 1 - exact)) < 1e-3,
        `${names[cell]}: ${auroc}, exact ${exact}`,
      );
      const expected = names[cell] === 'constant' ? 0 : exactCorrelation(column, labels);
      assert.ok(Math.abs(correlation - expected) < 1e-6, `${names[cell]}: ${correlation}, exact ${expected}`);
    }
    const against = statistics.scores(0, 1)[names.indexOf('against the feature')];
    assert.ok(against.auroc > 0.9 && against.correlation < 0);
    // The other feature is this one turned round: as easy to tell, in the other direction.
    const turned = statistics.scores(1, 1)[names.indexOf('against the feature')];
    assert.ok(Math.abs(turned.auroc - against.auroc) < 1e-9);
    assert.ok(Math.abs(turned.correlation + against.correlation) < 1e-9);
  });

  it('has no scores where the feature never, or always, holds', () => {
    const statistics = new CellStatistics(1, 1);
    statistics.add(Float32Array.of(0.1, 0.2), [Uint8Array.of(1, NOT_COUNTED)]);
    assert.deepEqual(statistics.scores(0, 1), []);
    statistics.add(Float32Array.of(0.3), [Uint8Array.of(0)]);
    assert.equal(statistics.scores(0, 1)[0].auroc, 1);
  });
});

describe('bestFirst', () => {
  it('sorts by AUROC, then by the size of the correlation, then by place', () => {
    const scores = [
      { layer: 1, index: 0, auroc: 0.7, correlation: 0.1 },
      { layer: 2, index: 1, auroc: 0.9, correlation: 0.2 },
      { layer: 1, index: 2, auroc: 0.9, correlation: -0.3 },
      { layer: 1, index: 1, auroc: 0.7, correlation: 0.1 },
    ];
    assert.deepEqual(
      bestFirst(scores).map(({ layer, index }) => `${layer}.${index}`),
      ['1.2', '2.1', '1.0', '1.1'],
    );
  });
});

describe('binOf', () => {
  it('rises with the value, from the first bin to the last', () => {
    const sizes = Array.from({ length: 400 }, (_, i) => 2 ** (-i / 16)).flatMap(x => [x, 1 - x / 2]);
    const values = [...sizes, 0, 0.5].flatMap(x => [x, -x]).toSorted((a, b) => a - b);
    const bins = values.map(value => binOf(Math.fround(value)));
    for (let i = 1; i < bins.length; i++) assert.ok(bins[i] >= bins[i - 1], `${values[i]}`);
    assert.equal(bins[0], 0);
    assert.equal(bins.at(-1), BIN_COUNT - 1);
    assert.equal(binOf(1.5), BIN_COUNT - 1);
    assert.equal(binOf(-1.5), 0);
  });
});
