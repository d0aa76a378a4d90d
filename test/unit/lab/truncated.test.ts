import assert from 'node:assert/strict';
import { truncated } from '../../../src/model/lab/lessons/truncated.ts';
import { beginLesson } from './beginLesson.ts';
import { figureOf } from './figureOf.ts';
import { codeText } from './labTexts.ts';

describe('the lesson truncated', () => {
  it('trains windows of 1, 10, 50 and 200 on as much text, from the same start', async () => {
    const workspace = [codeText(60, 'a.c'), codeText(70, 'b.c')];
    const { experiment, values } = await beginLesson(truncated, { characters: 20_000 }, { workspace });
    const ids = () => experiment.figures(values).map(({ id }) => id);
    assert.deepEqual(ids(), ['windows', 'reach']);
    let last = 0;
    const seen = new Set<string>();
    for (const { share } of experiment.work!()) {
      assert.ok(share >= last && share <= 1);
      last = share;
      seen.add(ids().join());
    }
    assert.equal(last, 1);
    assert.ok(seen.has('windows,reach,heldOut,result'));
    const figures = experiment.figures(values);
    const { series } = figureOf(figures, 'heldOut', 'curves');
    assert.deepEqual(
      series.map(({ name }) => name),
      [1, 10, 50, 200].map(window => `window ${window}`),
    );
    for (const { x, y } of series) {
      assert.equal(x.length, 16);
      assert.equal(x.at(-1), 20_000);
      assert.ok(y.at(-1)! < y[0]!);
    }
    const { rows } = figureOf(figures, 'result', 'table');
    assert.deepEqual(
      rows,
      [1, 10, 50, 200].map((window, i) => [window, 50, '20,000', series[i].y.at(-1)]),
    );
    assert.match(figureOf(figures, 'reach', 'matrix').caption!, /windows of 200 on 20,000 characters/);
  });

  it('cuts the picture where the windows end', async () => {
    const { experiment, values } = await beginLesson(truncated, {}, { workspace: [codeText(80)] });
    for (const window of [1, 10, 40]) {
      const figures = experiment.figures({ ...values, window });
      const { marks } = figureOf(figures, 'windows', 'text');
      assert.equal(marks!.length, Math.ceil(40 / window));
      const { values: reach } = figureOf(figures, 'reach', 'matrix');
      for (const [i, value] of reach.entries()) {
        const [t, s] = [Math.floor(i / 40), i % 40];
        assert.equal(value !== null, s <= t && Math.floor(s / window) === Math.floor(t / window));
      }
    }
  });

  it('takes many files of one character each', async () => {
    const workspace = Array.from({ length: 4400 }, (_, i) => ({ path: `${i}.c`, text: i % 2 ? 'a' : 'b' }));
    const { experiment, values } = await beginLesson(truncated, {}, { workspace });
    assert.equal(figureOf(experiment.figures(values), 'reach', 'matrix').values.length, 1);
  });

  it('says what to do where the text is none, too short, or of one symbol', async () => {
    const given = { text: 'selection' };
    const cases = [
      [{}, /Open one and select/],
      [selection(' \n'), /Select some text of a file/],
      [selection('a'.repeat(10_000)), /nothing to predict in a.c/],
      [
        selection('ab'.repeat(100)),
        /200 characters in a.c, and a comparison with windows of 200 needs 4,000/,
      ],
    ] as const;
    for (const [texts, message] of cases)
      await assert.rejects(beginLesson(truncated, given, texts), { name: 'UserError', message });
    await assert.rejects(beginLesson(truncated, { text: 'plays' }), { message: /sample plays is missing/ });
  });
});

function selection(text: string) {
  return { selection: { path: 'a.c', text } };
}
