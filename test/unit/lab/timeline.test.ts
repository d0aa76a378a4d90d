import assert from 'node:assert/strict';
import { timeline } from '../../../src/model/lab/lessons/timeline.ts';
import { momentsUpTo } from '../../../src/model/lab/texts/moments.ts';
import { cText } from '../training/sources.ts';
import { beginLesson } from './beginLesson.ts';
import { figureOf } from './figureOf.ts';
import { scenes } from './playTexts.ts';

const texts = { samples: { plays: scenes(6) } };

async function work(given: Readonly<Record<string, string | number>>, material = texts) {
  const { experiment, values } = await beginLesson(timeline, given, material);
  const before = figureOf(experiment.figures(values), 'text', 'text');
  let share = 0;
  for (const progress of experiment.work!()) share = progress.share;
  assert.equal(share, 1);
  const figures = experiment.figures(values);
  return {
    before,
    moments: figureOf(figures, 'timeline', 'timeline').moments,
    loss: figureOf(figures, 'loss', 'curves'),
  };
}

/** Only a text of our own. */
function of(text: string) {
  return { samples: { plays: [{ path: 'a.txt', text }] } };
}

/** How often a text has what the scenes have. */
function endingsIn(text: string): number {
  return text.match(/the night is long|we are not late|it was a dream/g)?.length ?? 0;
}

describe('the lesson on text that grows natural', () => {
  it('has a text of the same beginning at each moment, from noise to what it has learnt', async () => {
    const { before, moments, loss } = await work({ steps: 200, prime: 'ANNA:\n' });
    assert.ok(texts.samples.plays.some(({ text }) => text.startsWith(before.text)));
    assert.equal(moments.length, momentsUpTo(200).length);
    for (const { text } of moments) {
      assert.ok(text.startsWith('ANNA:\n'));
      assert.equal(Array.from(text).length, 400 + 'ANNA:\n'.length);
    }
    assert.equal(endingsIn(moments[0].text), 0);
    assert.ok(endingsIn(moments.at(-1)!.text) > 2, moments.at(-1)!.text);
    assert.match(moments[0].label, /^after 0 steps, \d\.\d\d bits per character$/);
    const [learnt, heldOut] = loss.series;
    assert.equal(learnt.y.length, 200);
    assert.deepEqual([heldOut.x[0], heldOut.x.at(-1)], [1, 201]);
    assert.ok(heldOut.y.at(-1)! < heldOut.y[0]! / 2);
    // Knowing nothing takes about the logarithm of the number of symbols.
    assert.ok(heldOut.y[0]! > 4 && heldOut.y[0]! < 7);
  });

  it('is the same from the same seed', async () => {
    const [one, other] = [await work({ steps: 50 }), await work({ steps: 50 })];
    assert.deepEqual(one, other);
  });

  it('learns the files of the workspace, too', async () => {
    const workspace = Array.from({ length: 4 }, (_, i) => ({ path: `${i}.c`, text: cText(i, 30) }));
    const { experiment, values } = await beginLesson(
      timeline,
      { text: 'workspace', steps: 50 },
      { workspace },
    );
    for (const { words } of experiment.work!()) assert.match(words, /^step \d+/);
    assert.match(figureOf(experiment.figures(values), 'timeline', 'timeline').caption!, /4 of your files/);
  });

  it('says what to do where there is nothing to learn', async () => {
    await assert.rejects(beginLesson(timeline, {}), {
      name: 'UserError',
      message: /sample plays is missing/,
    });
    await assert.rejects(beginLesson(timeline, {}, of('\n\n')), { name: 'UserError', message: /is empty/ });
    await assert.rejects(beginLesson(timeline, {}, of('xxxxxxx')), {
      name: 'UserError',
      message: /nothing to predict/,
    });
    await assert.rejects(beginLesson(timeline, {}, of('a short text')), {
      name: 'UserError',
      message: /There are 12 characters .* needs 640/,
    });
  });
});

describe('moments of a training', () => {
  it('lie at even distances on a logarithmic scale, with both ends', () => {
    assert.deepEqual(momentsUpTo(20), [0, 1, 2, 3, 4, 6, 10, 16, 20]);
    assert.deepEqual(momentsUpTo(1), [0, 1]);
  });
});
