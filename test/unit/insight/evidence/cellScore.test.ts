import assert from 'node:assert/strict';
import { normal } from '../../base/normal.ts';
import { CellHistograms } from '../../../../src/model/insight/evidence/cellHistograms.ts';
import { canBeScored, CellScorer } from '../../../../src/model/insight/evidence/cellScore.ts';
import type { Selection } from '../../../../src/model/insight/evidence/labelClasses.ts';
import { f1Of, gainOf } from '../../../../src/model/insight/evidence/threshold.ts';
import { Random } from '../../../../src/model/base/random.ts';

/** Label of a row that is not counted. */
const NOT_COUNTED = 2;

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

interface Row {
  value: number;
  isInside: boolean;
}

/** Who takes what is above (1) or below (-1) a value for inside. */
interface Rule {
  value: number;
  direction: 1 | -1;
}

function judgeRows(rows: readonly Row[], { value, direction }: Rule) {
  const marked = rows.filter(row => direction * (row.value - value) > 0);
  const hits = marked.filter(row => row.isInside).length;
  return { hits, falseAlarms: marked.length - hits, inside: rows.filter(row => row.isInside).length };
}

/** Of all rules between two neighbouring values. */
function bestRule(rows: readonly Row[]): Rule {
  const values = [...new Set(rows.map(row => row.value))].toSorted((a, b) => a - b);
  const borders = [-2, ...values.slice(1).map((value, i) => (value + values[i]) / 2), 2];
  // Every tenth will do: the others lie hardly apart.
  const tried = borders.filter((_, i) => borders.length < 500 || i % 10 === 0);
  const rules = tried.flatMap(value => ([1, -1] as const).map(direction => ({ value, direction })));
  const scored = rules.map(rule => ({ rule, f1: f1Of(judgeRows(rows, rule)) }));
  return scored.reduce((best, one) => (one.f1 > best.f1 ? one : best)).rule;
}

/** F1 of each half by the rule that is best on the other. */
function exactF1(halves: [Row[], Row[]]): number {
  const [a, b] = [judgeRows(halves[0], bestRule(halves[1])), judgeRows(halves[1], bestRule(halves[0]))];
  return f1Of({
    hits: a.hits + b.hits,
    falseAlarms: a.falseAlarms + b.falseAlarms,
    inside: a.inside + b.inside,
  });
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

/** Classes are 2 * half + label; rows come by turns to either half. */
function selectionOf(labels: Uint8Array): Selection {
  const selection: Selection = {
    targets: Int8Array.of(0, 1, 2, 3),
    characters: [0, 0, 0, 0],
    isHalved: true,
  };
  for (const [row, label] of labels.entries())
    if (label !== NOT_COUNTED) selection.characters[2 * (row % 2) + label]++;
  return selection;
}

describe('CellScorer', () => {
  it('comes near to exact ranks, Pearson and exact thresholds however the values are spread', () => {
    const random = new Random(9);
    const names = Object.keys(spreads);
    const rows = 6000;
    const labels = Uint8Array.from({ length: rows }, () => {
      const draw = random.next();
      return draw < 0.05 ? NOT_COUNTED : draw < 0.2 ? 1 : 0;
    });
    const values = new Float32Array(rows * names.length);
    for (let row = 0; row < rows; row++)
      for (const [cell, name] of names.entries())
        values[row * names.length + cell] = spreads[name](normal(random), labels[row] === 1 ? 1 : 0);

    const rowClass = (row: number) => 2 * (row % 2) + labels[row];
    const histograms = new CellHistograms(names.length, 4);
    const add = (from: number, to: number) => {
      const all = Array.from({ length: to - from }, (_, i) => from + i);
      const counted = all.filter(row => labels[row] !== NOT_COUNTED);
      histograms.add(values.subarray(from * names.length, to * names.length), {
        rows: Uint32Array.from(counted, row => row - from),
        classes: Uint16Array.from(counted, rowClass),
      });
    };
    add(0, 2500);
    add(2500, rows);
    histograms.finish();

    const selection = selectionOf(labels);
    const scorer = new CellScorer();
    for (const [cell, name] of names.entries()) {
      const score = scorer.score(histograms, cell, selection);
      const column = values.filter((_, at) => at % names.length === cell);
      const exact = exactAuroc(column, labels);
      const auroc = Math.max(exact, 1 - exact);
      assert.ok(Math.abs(score.auroc - auroc) < 2e-3, `${name}: AUROC ${score.auroc}, exact ${auroc}`);
      const expected = name === 'constant' ? 0 : exactCorrelation(column, labels);
      assert.ok(
        Math.abs(score.correlation - expected) < 1e-3,
        `${name}: ${score.correlation}, exact ${expected}`,
      );

      const found = Array.from(column, (value, row) => ({ value, isInside: labels[row] === 1 }));
      const counted = (one: number) =>
        found.filter((_, row) => labels[row] !== NOT_COUNTED && row % 2 === one);
      const f1 = exactF1([counted(0), counted(1)]);
      assert.ok(Math.abs(score.f1 - f1) < 0.015, `${name}: F1 ${score.f1}, exact ${f1}`);
      const inside = selection.characters[1] + selection.characters[3];
      const baseRate = inside / selection.characters.reduce((sum, count) => sum + count, 0);
      assert.equal(score.gain, gainOf(score.f1, baseRate));
      const { precision, recall } = score;
      assert.ok(Math.abs(score.f1 - (2 * precision * recall) / (precision + recall)) < 1e-12);
    }
    const against = scorer.score(histograms, names.indexOf('against the feature'), selection);
    assert.ok(against.auroc > 0.9 && against.correlation < 0 && against.direction === -1);
    assert.ok(against.threshold < -0.3 && against.threshold > -1, `${against.threshold}`);
  });

  it('tries a threshold on the half that it was not chosen on', () => {
    // Inside is high in the one half and low in the other: on the same text a threshold would find a half of it.
    const histograms = new CellHistograms(1, 4);
    const values = Array.from({ length: 400 }, (_, row) => {
      const isInside = row % 4 === 0;
      return row < 200 === isInside ? 0.5 : -0.5;
    });
    const classes = values.map((_, row) => (row < 200 ? 0 : 2) + (row % 4 === 0 ? 1 : 0));
    histograms.add(Float32Array.from(values), {
      rows: Uint32Array.from(values.keys()),
      classes: Uint16Array.from(classes),
    });
    histograms.finish();
    const selection: Selection = {
      targets: Int8Array.of(0, 1, 2, 3),
      characters: [150, 50, 150, 50],
      isHalved: true,
    };
    assert.equal(new CellScorer().score(histograms, 0, selection).f1, 0);
    const whole: Selection = {
      targets: Int8Array.of(0, 1, 0, 1),
      characters: [300, 100, 0, 0],
      isHalved: false,
    };
    assert.ok(new CellScorer().score(histograms, 0, whole).f1 >= 0.4);
  });

  it('cannot score a feature that one half never has, or always', () => {
    const selection = { targets: new Int8Array(0), isHalved: true };
    assert.equal(canBeScored({ ...selection, characters: [5, 1, 5, 1] }), true);
    assert.equal(canBeScored({ ...selection, characters: [5, 1, 5, 0] }), false);
    assert.equal(canBeScored({ ...selection, characters: [5, 1, 0, 0], isHalved: false }), true);
    assert.equal(canBeScored({ ...selection, characters: [0, 1, 0, 0], isHalved: false }), false);
  });
});
