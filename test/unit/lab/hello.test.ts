import assert from 'node:assert/strict';
import type { CurvesFigure, DiagramFigure, TableFigure } from '../../../src/model/lab/figures.ts';
import { hello } from '../../../src/model/lab/lessons/hello.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { beginLesson } from './beginLesson.ts';

describe('the lesson hello', () => {
  for (const cell of cellTypes)
    it(`trains a ${cell} until it writes hello by itself`, async () => {
      const { experiment, values } = await beginLesson(hello, { cell });
      const before = experiment.figures(values);
      for (const { share } of experiment.work!()) assert.ok(share > 0 && share <= 1);
      const after = experiment.figures(values);
      const written = after.find(({ id }) => id === 'inference') as DiagramFigure;
      const [says, reads] = [0, 1].map(row => written.nodes.filter(node => node.row === row));
      assert.equal(reads.map(({ label }) => label).join(''), 'hell');
      assert.equal(says.map(({ label }) => label).join(''), 'ello');
      const losses = (after.find(({ id }) => id === 'loss') as CurvesFigure).series[0].y;
      assert.equal(losses[0], (before.find(({ id }) => id === 'loss') as CurvesFigure).series[0].y[0]);
      assert.ok(losses.at(-1)! < losses[0]! / 2);
      assert.deepEqual(experiment.most!(), { step: losses.length - 1 });
    });

  it('has softmax and loss of its own logits in the table', async () => {
    const { experiment, values } = await beginLesson(hello, {});
    const { rows } = experiment.figures(values).find(({ id }) => id === 'outputs') as TableFigure;
    assert.deepEqual(
      rows.map(row => row.slice(0, 2).join('')),
      ['he', 'el', 'll', 'lo'],
    );
    for (const [, next, ...numbers] of rows) {
      const exponentials = numbers.slice(0, 4).map(logit => Math.exp(logit as number));
      const total = exponentials.reduce((sum, each) => sum + each);
      for (const [i, each] of exponentials.entries())
        assert.ok(Math.abs(each / total - (numbers[4 + i] as number)) < 1e-6);
      const right = numbers[4 + 'helo'.indexOf(next as string)] as number;
      assert.ok(Math.abs((numbers[8] as number) + Math.log(right)) < 1e-6);
    }
  });
});
