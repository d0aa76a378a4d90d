import assert from 'node:assert/strict';
import { gradients } from '../../../src/model/lab/lessons/gradients.ts';
import { beginLesson } from './beginLesson.ts';
import { figureOf } from './figureOf.ts';
import { codeText } from './labTexts.ts';

const workspace = [codeText(60, 'a.c'), codeText(70, 'b.c')];
const given = { characters: 5000, reach: 20 };

describe('the lesson gradients', () => {
  it('measures all three cells at the start and after training', async () => {
    const { experiment, values } = await beginLesson(gradients, given, { workspace });
    const before = figureOf(experiment.figures(values), 'decay', 'curves').series;
    assert.deepEqual(
      before.map(({ name }) => name),
      ['RNN at the start', 'LSTM at the start', 'LSTM, c, at the start', 'GRU at the start'],
    );
    for (const { share } of experiment.work!()) assert.ok(share >= 0 && share <= 1);
    const figures = experiment.figures(values);
    const { series } = figureOf(figures, 'decay', 'curves');
    assert.equal(series.length, 8);
    for (const { x, y } of series) {
      assert.deepEqual(
        x,
        Array.from({ length: 20 }, (_, back) => back),
      );
      assert.ok(y.every(norm => norm === null || norm > 0));
    }
    // What was measured at the start stays, and vanishes on its way back.
    for (const one of before) {
      assert.deepEqual(series.find(({ name }) => name === one.name)?.y, one.y);
      assert.ok(one.y[19]! < one.y[0]! / 10, one.name);
    }
    const { rows } = figureOf(figures, 'radius', 'table');
    assert.deepEqual(
      rows.map(([cell, gate]) => `${cell} ${gate}`),
      [
        'RNN h',
        'LSTM input',
        'LSTM forget',
        'LSTM candidate',
        'LSTM output',
        'GRU reset',
        'GRU update',
        'GRU new',
      ],
    );
    // Uniform weights of 1 / sqrt(H): their circular law has the radius 1 / sqrt(3).
    for (const [, , start] of rows) assert.ok((start as number) > 0.45 && (start as number) < 0.75);
    assert.ok(rows.every(([, , start, trained]) => trained !== null && trained !== start));
  });

  it('splits the gradient of each state by the losses after it', async () => {
    const { experiment, values } = await beginLesson(gradients, given, { workspace });
    const figures = experiment.figures({ ...values, cell: 'rnn' });
    const { values: norms, rows, columns } = figureOf(figures, 'split', 'matrix');
    const steps = rows.length;
    assert.equal(columns.length, steps);
    for (let k = 0; k < steps; k++)
      for (let t = 0; t < steps; t++) assert.equal(norms[k * steps + t] === null, k < t);
    const { series } = figureOf(figures, 'stacked', 'curves');
    // The last state learns from its own loss alone.
    const last = norms.at(-1)!;
    for (const { y } of series) assert.ok(Math.abs(y.at(-1)! - last) < 1e-6);
    // All together are as long as the sum of the parts can be at most.
    const all = series.at(-1)!.y;
    for (let t = 0; t < steps; t++) {
      let parts = 0;
      for (let k = t; k < steps; k++) parts += norms[k * steps + t]!;
      assert.ok(all[t]! > 0 && all[t]! <= parts + 1e-6);
    }
  });

  it('says what to do when no text is as long as it is to look back', async () => {
    const short = Array.from({ length: 40 }, (_, i) => ({
      path: `${i}.c`,
      text: `int a${i} = ${i} * ${i};\n`,
    }));
    await assert.rejects(
      beginLesson(gradients, { ...given, reach: 200 }, { workspace: [...short, ...short] }),
      /^UserError: The longest text in 80 of your files has \d+ characters, and to look 200 steps back takes one of 200\. Look back over fewer steps, or choose more text\.$/,
    );
  });

  it('says what to do with a text of one symbol, or with none', async () => {
    const one = [{ path: 'a.c', text: 'a'.repeat(5000) }];
    await assert.rejects(
      beginLesson(gradients, given, { workspace: one }),
      /There is nothing to predict in a\.c/,
    );
    await assert.rejects(
      beginLesson(gradients, { ...given, text: 'selection' }, { selection: { path: 'b.c', text: ' \n' } }),
      /There is nothing to read in b\.c/,
    );
  });
});
