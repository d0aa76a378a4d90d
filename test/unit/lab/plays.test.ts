import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import type { LabText } from '../../../src/model/lab/lesson.ts';
import { plays } from '../../../src/model/lab/lessons/plays.ts';
import { answerOf, CellTally, f1Of } from '../../../src/model/lab/texts/bestCell.ts';
import { speakerLabels } from '../../../src/model/lab/texts/speakerLines.ts';
import { cText } from '../training/sources.ts';
import { beginLesson } from './beginLesson.ts';
import { figureOf } from './figureOf.ts';

/** The plays that come with Cellscope. */
function sample(): LabText[] {
  const folder = 'media/lab/plays';
  return readdirSync(folder).map(name => ({ path: name, text: readFileSync(`${folder}/${name}`, 'utf8') }));
}

describe('the lesson on plays', () => {
  it('finds a cell that tells speakers from speech, and marks what it says of a held-out scene', async () => {
    const { experiment, values } = await beginLesson(plays, { steps: 300 }, { samples: { plays: sample() } });
    const before = figureOf(experiment.figures(values), 'scene', 'text');
    const characters = Array.from(before.text);
    const marked = before.marks!.map(({ start, end }) => characters.slice(start, end).join(''));
    assert.ok(marked.length > 2);
    for (const name of marked) assert.match(name, /^(?:ROMEO|Nurse|PETER|MERCUTIO|BENVOLIO|JULIET)$/);

    for (const _ of experiment.work!());
    const figures = experiment.figures(values);
    const scene = figureOf(figures, 'scene', 'text');
    assert.equal(scene.text, before.text);
    // Every character is said to be one or the other, and what is wrong is so by the layout.
    const truth = new Set(before.marks!.flatMap(({ start, end }) => range(start, end)));
    let wrong = 0;
    let next = 0;
    for (const { start, end, name } of scene.marks!) {
      assert.equal(start, next);
      next = end;
      const [said, isWrong] = [name.startsWith('speaker'), name.endsWith('wrong')];
      for (const i of range(start, end)) assert.equal(truth.has(i), said !== isWrong, `${i}: ${name}`);
      if (isWrong) wrong += end - start;
    }
    assert.equal(next, characters.length);
    assert.match(scene.caption!, new RegExp(`: ${wrong} of these ${characters.length} characters are wrong`));

    const f1 = figureOf(figures, 'f1', 'curves').series[0].y;
    assert.ok(f1.at(-1)! > 0.8 && f1.at(-1)! > f1[0]!, f1.join(' '));
    assert.equal(figureOf(figures, 'cells', 'table').rows[0].at(-1), f1.at(-1));
    assert.equal(figureOf(figures, 'cell', 'strip').characters.length, characters.length);

    const next300 = figureOf(experiment.figures({ ...values, place: 1 }), 'scene', 'text');
    assert.notEqual(next300.text, scene.text);
    assert.ok(experiment.most!()['place'] > 1);
  });

  it('says so where nobody speaks', async () => {
    const workspace = Array.from({ length: 6 }, (_, i) => ({ path: `${i}.c`, text: cText(i, 30) }));
    await assert.rejects(beginLesson(plays, { text: 'workspace' }, { workspace }), {
      name: 'UserError',
      message: /no speaker, such as ROMEO:.*, in 6 of your files\. Choose the sample of plays/,
    });
    await assert.rejects(beginLesson(plays, {}), { name: 'UserError', message: /sample plays is missing/ });
  });
});

describe('speakers of a play', () => {
  it('stand on a line of their own after an empty line, with a colon', () => {
    const text = 'ANNA:\nNo: never.\nWhat:\n\n😀 Guard:\nGood\n\nnot: one\n';
    const labels = speakerLabels(text);
    const characters = Array.from(text);
    assert.equal(labels.length, characters.length);
    assert.equal(characters.filter((_, i) => labels[i] === 1).join(''), 'ANNA😀 Guard');
    assert.deepEqual([...speakerLabels('')], []);
  });
});

describe('the best rule of a cell', () => {
  it('is the threshold of the best F1, on either side', () => {
    const tally = new CellTally(2);
    for (const [a, b, label] of [
      [-0.9, 0.9, 1],
      [-0.8, -0.5, 1],
      [-0.3, 0.8, 0],
      [0.5, -0.9, 0],
    ])
      tally.add(Float32Array.of(a, b), label);
    const [best, other] = tally.rules();
    assert.deepEqual([best.cell, best.isAbove, best.f1], [0, false, 1]);
    assert.ok(best.threshold > -0.8 && best.threshold <= -0.3);
    assert.deepEqual([answerOf(best, -0.8), answerOf(best, -0.3)], [true, false]);
    // Above -0.5 there are both, and one that is wrong.
    assert.deepEqual([other.cell, other.isAbove, other.f1], [1, true, 4 / 5]);
  });

  it('is measured by F1, which is 0 where nothing is right', () => {
    assert.equal(f1Of({ right: 3, wrong: 1, missed: 2 }), 6 / 9);
    assert.equal(f1Of({ right: 0, wrong: 0, missed: 0 }), 0);
  });
});

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
