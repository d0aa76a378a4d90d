import assert from 'node:assert/strict';
import { words } from '../../../src/model/lab/lessons/words.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';
import { tokenMarks } from '../../../src/model/lab/texts/tokenMarks.ts';
import { WordVocabulary } from '../../../src/model/text/wordVocabulary.ts';
import { beginLesson } from './beginLesson.ts';
import { figureOf } from './figureOf.ts';
import { play, scenes } from './playTexts.ts';

/** Only a text of our own. */
function of(text: string) {
  return { samples: { plays: [{ path: 'a.txt', text }] } };
}

describe('the lesson on words', () => {
  it('trains both on the same amount of text and compares them by bits per character', async () => {
    const texts = { samples: { plays: scenes(6) } };
    const { experiment, values } = await beginLesson(words, { steps: 200 }, texts);
    const before = figureOf(experiment.figures(values), 'sizes', 'table');
    assert.deepEqual(before.rows.find(([label]) => String(label).startsWith('bits'))?.slice(1), [null, null]);
    let share = 0;
    for (const progress of experiment.work!()) share = progress.share;
    assert.equal(share, 1);
    const figures = experiment.figures(values);
    const { series } = figureOf(figures, 'bits', 'curves');
    const [ofCharacters, ofWords] = series.map(({ x }) => x.at(-1)!);
    assert.ok(Math.abs(ofCharacters - ofWords) < 0.05 * ofCharacters, `${ofCharacters} and ${ofWords}`);
    const table = figureOf(figures, 'sizes', 'table');
    const row = (label: string) =>
      table.rows.find(([name]) => String(name).startsWith(label))!.slice(1) as number[];
    assert.deepEqual(
      row('bits per character'),
      series.map(({ y }) => y.at(-1)),
    );
    assert.ok(row('bits per character').every(bits => bits > 0 && bits < 2.5));
    assert.ok(row('symbols of')[1] > row('symbols of')[0] && row('words among')[0] === 0);
    assert.equal(row('characters for each')[0], 1);
    // 2 to the bits for each word: the same text for both, so the logarithms are as the bits.
    const [a, b] = row('perplexity').map(Math.log2);
    const [c, d] = row('bits per character');
    assert.ok(Math.abs(a / c - b / d) < 1e-6);
    for (const tokens of ['char', 'word'])
      assert.equal(Array.from(figureOf(figures, `written-${tokens}`, 'text').text).length, 300);
  });

  it('marks each symbol of a text, and what a rare word is spelled in', () => {
    const alphabet = new WordVocabulary(Vocabulary.fromTexts(['Go, quoth he 😀']), ['Go', 'he']);
    const text = 'Go, quoth he 😀';
    const marks = tokenMarks(text, alphabet);
    const characters = Array.from(text);
    assert.deepEqual(
      marks.map(({ start, end, name }) => `${characters.slice(start, end).join('')} ${name}`),
      [
        'Go word',
        ', character',
        '  character, next',
        'q spelled',
        'u spelled, next',
        'o spelled',
        't spelled, next',
        'h spelled',
        '  character',
        'he word',
        '  character',
        '😀 character, next',
      ],
    );
    assert.equal(alphabet.encode(text).length, marks.length);
    assert.equal(tokenMarks(text, Vocabulary.fromTexts([text])).length, characters.length);
  });

  it('says what to do where there is nothing to learn', async () => {
    await assert.rejects(beginLesson(words, {}), { name: 'UserError', message: /sample plays is missing/ });
    await assert.rejects(beginLesson(words, {}, of('aaaa')), {
      name: 'UserError',
      message: /nothing to predict/,
    });
    await assert.rejects(beginLesson(words, {}, of(play(1).slice(0, 200))), {
      name: 'UserError',
      message: /There are 200 characters .* needs 2,560/,
    });
  });
});
