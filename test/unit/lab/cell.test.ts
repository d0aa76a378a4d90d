import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { UserError } from '../../../src/model/base/userError.ts';
import type { DiagramFigure, Figure, FormulaTerm } from '../../../src/model/lab/figures.ts';
import { cell } from '../../../src/model/lab/lessons/cell.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { beginLesson } from './beginLesson.ts';
import { figureOf } from './figureOf.ts';

const TEXT = 'abbcabbc';

describe('the lesson cell', () => {
  it('shows W of an RNN as 2 x 5, split into 2 x 3 and 2 x 2', async () => {
    const { experiment, values } = await beginLesson(cell, { cell: 'rnn' });
    const W = figureOf(experiment.figures(values), 'W', 'matrix');
    assert.equal(W.rows.length, 2);
    assert.equal(W.columns.length, 5);
    assert.deepEqual(W.parts, [
      { title: 'Wxh', columns: 3 },
      { title: 'Whh', columns: 2 },
    ]);
  });

  for (const type of cellTypes) {
    it(`has the states of a ${type} that plain loops make of its matrices, before and after training`, async () => {
      const { experiment, values } = await beginLesson(cell, { cell: type });
      assertStates(experiment.figures(values), type);
      const losses = () => figureOf(experiment.figures(values), 'loss', 'curves').series[0].y as number[];
      let steps = 0;
      for (const { share } of experiment.work!()) {
        assert.ok(share > 0 && share <= 1);
        if (steps++ % 50 === 0) assertStates(experiment.figures(values), type);
      }
      assertStates(experiment.figures(values), type);
      assert.ok(losses().at(-1)! < losses()[0] / 2);
      assert.equal(experiment.most!()['training'], losses().length - 1);
      assertStates(experiment.figures({ ...values, training: 0 }), type);
    });

    it(`spells out each sum of a ${type} in the weights that are in the matrices`, async () => {
      const { experiment, values } = await beginLesson(cell, { cell: type });
      for (const unit of [0, 1])
        for (const step of [1, 2, 7]) {
          const figures = experiment.figures({ ...values, level: 'weight', unit, step });
          const { lines } = figureOf(figures, 'formula', 'formula');
          const named = lines.flatMap(({ terms }) => terms).filter(({ parameter }) => parameter);
          for (const { parameter, value } of named) assert.equal(value, weightNamed(figures, parameter!));
          // Of each gate 3 and 2 weights, of each logit 2, and the biases.
          const gates = { rnn: 1, lstm: 4, gru: 3 }[type];
          assert.equal(named.length, gates * (5 + (type === 'gru' ? 2 : 1)) + 3 * 3);
          for (const { terms } of lines) assertLine(terms);
        }
    });

    it(`sums up the same for a ${type} gate by gate`, async () => {
      const { experiment, values } = await beginLesson(cell, { cell: type, step: 3 });
      const { lines } = figureOf(experiment.figures({ ...values, level: 'gate' }), 'formula', 'formula');
      for (const { terms } of lines) assertLine(terms);
    });
  }

  it('draws the same weights at every step of the unrolled cell, and one step of the rolled one', async () => {
    const { experiment, values } = await beginLesson(cell, { cell: 'lstm' });
    for (const level of ['character', 'gate']) {
      const drawn = (view: string) =>
        figureOf(experiment.figures({ ...values, level, view, step: 2 }), 'cell', 'diagram');
      const [rolled, unrolled] = [drawn('rolled'), drawn('unrolled')];
      for (const { nodes, arrows } of [rolled, unrolled])
        for (const { from, to } of arrows)
          for (const id of [from, to])
            assert.ok(
              nodes.some(node => node.id === id),
              id,
            );
      for (const parameter of ['Wxh', 'Whh', 'Why'])
        assert.equal(arrowsOf(unrolled, parameter), 7 * arrowsOf(rolled, parameter));
      assert.ok(rolled.arrows.some(({ from, to }) => from === 'c2' && to === 'c2'));
      assert.deepEqual(
        unrolled.nodes.filter(({ active }) => active).map(({ id }) => id.at(-1)),
        rolled.nodes.map(() => '2'),
      );
    }
  });

  it('begins with a state of zeros, where there is no formula yet', async () => {
    const { experiment, values } = await beginLesson(cell, {});
    const figures = experiment.figures({ ...values, step: 0 });
    assert.ok(!figures.some(({ id }) => id === 'formula'));
    const strip = figureOf(figures, 'states', 'strip');
    assert.equal(strip.chosen, 0);
    for (const row of strip.rows) assert.equal(row.values[0], 0);
  });

  it('says what to write instead of a text of fewer or more symbols than three', async () => {
    for (const text of ['', 'aaaa', 'abab', 'abcd'])
      await assert.rejects(beginLesson(cell, { text }), (error: Error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, /reads 3: write one such as abbcabbc/);
        return true;
      });
  });
});

function arrowsOf({ arrows }: DiagramFigure, parameter: string): number {
  return arrows.filter(arrow => arrow.parameter === parameter).length;
}

/** One column of numbers a name: Wxh, Whh, Why, by, and b or bx and bh. */
function matrixNamed(figures: readonly Figure[], name: string): number[][] {
  const matrices = figures.filter(figure => figure.kind === 'matrix');
  for (const { rows, columns, values, parameter, parts = [] } of matrices) {
    let first = 0;
    for (const part of parts.length > 0 ? parts : [{ title: parameter, columns: columns.length }]) {
      if (part.title === name)
        return rows.map(
          (_, row) =>
            values.slice(
              row * columns.length + first,
              row * columns.length + first + part.columns,
            ) as number[],
        );
      first += part.columns;
    }
  }
  throw new Error(`No matrix ${name}.`);
}

function weightNamed(figures: readonly Figure[], name: string): number {
  const [, matrix, row, column] = /^(\w+)\[(\d+),(\d+)\]$/.exec(name)!;
  return matrixNamed(figures, matrix)[Number(row)][Number(column)];
}

/** What a line's left side is worth is what its right side comes to, read as it is written. */
function assertLine(terms: readonly FormulaTerm[]): void {
  const [left, ...right] = terms;
  const written = right.map(({ text, value }) => (value === undefined ? text : `(${value})`)).join(' ');
  const script = written
    .replace('= softmax', '')
    .replaceAll('·', '*')
    .replaceAll('−', '-')
    .replace(/^= /, '')
    .replace('/ Σ exp( y )', '/ 1')
    .replace(/^-ln (.*)$/, '-ln($1)');
  const value = runInNewContext(script, {
    σ: sigma,
    tanh: Math.tanh,
    exp: Math.exp,
    ln: Math.log,
  }) as number;
  // Of a chance the sum of all is not in its line.
  if (left.text.startsWith('p')) assert.ok(left.value! > 0 && left.value! < 1);
  else assert.ok(Math.abs(value - left.value!) < 1e-5, `${left.text} = ${left.value}, but ${script}`);
}

function assertStates(figures: readonly Figure[], type: string): void {
  const { rows, characters } = figureOf(figures, 'states', 'strip');
  assert.deepEqual(
    characters,
    Array.from(`.${TEXT.slice(0, -1)}`, c => (c === '.' ? '' : c)),
  );
  const expected = statesOf(figures, type);
  for (const [t, { h, c }] of expected.entries())
    for (const unit of [0, 1]) {
      assert.ok(Math.abs(rows[unit].values[t]! - h[unit]) < 1e-5);
      if (type === 'lstm') assert.ok(Math.abs(rows[2 + unit].values[t]! - c[unit]) < 1e-5);
    }
  const { nodes } = figureOf(figures, 'cell', 'diagram');
  const [Why, by] = [matrixNamed(figures, 'Why'), matrixNamed(figures, 'by')];
  for (let t = 1; t < expected.length; t++) {
    const y = Why.map((row, i) => Math.exp(dot(row, expected[t].h) + by[i][0]));
    const total = y[0] + y[1] + y[2];
    const said = nodes.find(({ id }) => id === `y${t}`)!.values!;
    for (const i of [0, 1, 2]) assert.ok(Math.abs(said[i] - y[i] / total) < 1e-5);
  }
}

function sigma(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** h and c from the start on, by the formulas. */
function statesOf(figures: readonly Figure[], type: string): { h: number[]; c: number[] }[] {
  const [Wxh, Whh] = [matrixNamed(figures, 'Wxh'), matrixNamed(figures, 'Whh')];
  const zeros = Wxh.map(() => [0]);
  const bx = matrixNamed(figures, type === 'gru' ? 'bx' : 'b');
  const bh = type === 'gru' ? matrixNamed(figures, 'bh') : zeros;
  const states = [{ h: [0, 0], c: [0, 0] }];
  for (const character of TEXT.slice(0, -1)) {
    const symbol = 'abc'.indexOf(character);
    const { h, c } = states.at(-1)!;
    const x = (row: number) => Wxh[row][symbol] + bx[row][0];
    const hh = (row: number) => dot(Whh[row], h) + bh[row][0];
    const next = { h: [0, 0], c: [0, 0] };
    for (const unit of [0, 1]) {
      const row = (gate: number) => gate * 2 + unit;
      const sum = (gate: number) => x(row(gate)) + hh(row(gate));
      if (type === 'rnn') next.h[unit] = Math.tanh(sum(0));
      else if (type === 'lstm') {
        next.c[unit] = sigma(sum(1)) * c[unit] + sigma(sum(0)) * Math.tanh(sum(2));
        next.h[unit] = sigma(sum(3)) * Math.tanh(next.c[unit]);
      } else {
        const fresh = Math.tanh(x(row(2)) + sigma(sum(0)) * hh(row(2)));
        next.h[unit] = (1 - sigma(sum(1))) * fresh + sigma(sum(1)) * h[unit];
      }
    }
    states.push(next);
  }
  return states;
}

function dot(row: readonly number[], values: readonly number[]): number {
  return row.reduce((total, weight, i) => total + weight * values[i], 0);
}
