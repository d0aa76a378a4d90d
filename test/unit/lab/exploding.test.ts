import assert from 'node:assert/strict';
import { exploding } from '../../../src/model/lab/lessons/exploding.ts';
import { beginLesson } from './beginLesson.ts';
import { figureOf } from './figureOf.ts';
import { codeText } from './labTexts.ts';

const workspace = [codeText(100, 'a.c'), codeText(110, 'b.c')];

describe('the lesson exploding', () => {
  it('catches a training that explodes, and saves it by clipping and by a lower rate', async () => {
    const { experiment, values } = await beginLesson(exploding, {}, { workspace });
    assert.equal(figureOf(experiment.figures(values), 'message', 'text').text, 'Not begun yet.');
    for (const { share } of experiment.work!()) assert.ok(share > 0 && share <= 1);
    const figures = experiment.figures(values);
    const losses = figureOf(figures, 'loss', 'curves').series;
    const [asSet, clipped, slower] = losses;
    const step = asSet.y.length;
    assert.ok(step < 150, `no explosion in ${step} steps`);
    const [first, ...remedies] = figureOf(figures, 'message', 'text').text.split('\n\n');
    assert.match(
      first,
      new RegExp(
        `^The training exploded at step ${step}: .+\\. It was stopped, since its weights are lost\\..+ Clip the gradients at 0\\.25, or lower the learning rate to 0\\.3\\.$`,
      ),
    );
    assert.equal(remedies.length, 2);
    for (const { y } of [clipped, slower]) {
      assert.equal(y.length, 150);
      assert.ok(y.at(-1)! < y[0]! / 2);
    }
    // The same start and the same text: the first losses are equal.
    assert.equal(new Set(losses.map(({ y }) => y[0])).size, 1);
    const [, used] = figureOf(figures, 'used', 'curves').series;
    const [, norms] = figureOf(figures, 'norm', 'curves').series;
    for (const [i, norm] of used.y.entries()) assert.ok(Math.abs(norm! - Math.min(0.25, norms.y[i]!)) < 1e-4);
  });

  it('says so where nothing explodes', async () => {
    const { experiment, values } = await beginLesson(exploding, { rate: 0.1, radius: 0.5 }, { workspace });
    for (const _ of experiment.work!());
    const { text } = figureOf(experiment.figures(values), 'message', 'text');
    assert.match(text, /^No explosion in 150 steps: the loss is [\d.]+ nats\. Raise the spectral radius/);
  });

  it('says what to do with a text that is too short for its window', async () => {
    await assert.rejects(
      beginLesson(exploding, { window: 200 }, { workspace: [codeText(20)] }),
      /a step of windows of 200 needs 3,200\. Choose your files or a sample, or select more\.$/,
    );
  });
});
