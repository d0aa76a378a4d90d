import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import type {
  BarsFigure,
  Figure,
  StripFigure,
  TableFigure,
  TimelineFigure,
} from '../../../src/model/lab/figures.ts';
import type { LabText, Lesson } from '../../../src/model/lab/lesson.ts';
import { folder } from '../../../src/model/lab/lessons/folder.ts';
import { language } from '../../../src/model/lab/lessons/language.ts';
import { oneToMany } from '../../../src/model/lab/lessons/oneToMany.ts';
import { oneToOne } from '../../../src/model/lab/lessons/oneToOne.ts';
import { pairs } from '../../../src/model/lab/lessons/pairs.ts';
import { tags } from '../../../src/model/lab/lessons/tags.ts';
import type { Values } from '../../../src/model/lab/settings.ts';
import { beginLesson } from './beginLesson.ts';

const random = new Random(7);
const word = () => ['alpha', 'beta', 'gamma', 'delta', 'omega', 'sigma'][Math.floor(random.next() * 6)];
const number = () => Math.floor(random.next() * 1000);

/** Two kinds of functions, the one in one folder and the other in another, with comments and strings. */
function cFile(path: string, verb: 'get' | 'set'): LabText {
  const functions = Array.from({ length: 12 }, () => {
    const name = `${word()}_${word()}`;
    return verb === 'get'
      ? `/* Gives ${word()}. */\nint ${name}_get(struct ${word()} *from)\n{\n\treturn from->${word()} + ${number()};\n}\n`
      : `/* Takes ${word()}. */\nvoid ${name}_set(int to)\n{\n\tsay("${word()} ${word()}");\n\t${word()} = to + ${number()};\n}\n`;
  });
  return { path, text: functions.join('\n') };
}

function latexFile(path: string): LabText {
  const sections = Array.from(
    { length: 8 },
    () => `\\section{On ${word()}}\nLet $${word()}_1$ be ${word()}. % ${word()}\n`,
  );
  return { path, text: sections.join('\n') };
}

const cFiles = Array.from({ length: 12 }, (_, i) =>
  cFile(`${i % 2 ? 'get' : 'set'}/file${i}.c`, i % 2 ? 'get' : 'set'),
);
const latexFiles = Array.from({ length: 6 }, (_, i) => latexFile(`paper/part${i}.tex`));
const workspace = [...cFiles, ...latexFiles];

async function done(
  lesson: Lesson,
  given: Values,
  texts: readonly LabText[] = workspace,
): Promise<readonly Figure[]> {
  const { experiment, values } = await beginLesson(lesson, given, { workspace: texts });
  experiment.figures(values);
  for (const { share } of experiment.work!()) assert.ok(share >= 0 && share <= 1);
  return experiment.figures(values);
}

function figure(figures: readonly Figure[], id: string): Figure {
  return figures.find(each => each.id === id)!;
}

function barsOf(figures: readonly Figure[], id = 'compared'): Record<string, number> {
  return Object.fromEntries(
    (figure(figures, id) as BarsFigure).bars.map(({ label, value }) => [label, value]),
  );
}

describe('the lessons on the shapes of networks', () => {
  it('language: tells C and LaTeX of files that it did not learn from', async () => {
    const figures = await done(language, { length: 30, steps: 100 });
    const { caption } = figure(figures, 'accuracy');
    assert.match(
      caption!,
      /^(99|100)\.\d % of \d+ pieces of \d+ files that it did not learn from, after 100 steps\.$/,
    );
    const { characters, rows } = figure(figures, 'piece') as StripFigure;
    assert.equal(characters.length, 30);
    // At each character the two are all there is.
    for (const i of characters.keys())
      assert.ok(Math.abs(rows[0].values[i]! + rows[1].values[i]! - 1) < 1e-6);
  });

  it('folder: is better than counting characters, and says what was taken for what', async () => {
    const figures = await done(folder, { length: 40, steps: 100 }, cFiles);
    const bars = barsOf(figures);
    assert.ok(bars['the network'] > 0.9, `the network is right in ${bars['the network']}`);
    assert.ok(bars['logistic regression'] > 0.5);
    assert.ok(bars['always get'] >= 0.5 || bars['always set'] >= 0.5);
  });

  it('tags: learns comments, and shows what it says beside what is right', async () => {
    const figures = await done(tags, { language: 'c', steps: 150 });
    const { rows, columns } = figure(figures, 'scores') as TableFigure;
    const f1 = columns.indexOf('F1');
    const comments = rows.find(([title]) => title === 'Inside comments')!;
    assert.ok((comments[f1] as number) > 0.9, `F1 of comments is ${comments[f1]}`);
    // There are no if statements, so there is nothing to say of them.
    assert.equal(rows.find(([title]) => title === 'Inside if statements')![f1], null);
    assert.equal((figure(figures, 'example') as StripFigure).rows.length, 6);
  });

  it('pairs: says the last words of held-out names, beside who always gives the commonest answer', async () => {
    // Of either kind as many in each file.
    const mixed = [0, 2, 4, 6, 8].map(i => ({ path: `${i}.c`, text: cFiles[i].text + cFiles[i + 1].text }));
    const figures = await done(pairs, { pairs: 'endings', steps: 100 }, mixed);
    const { 'encoder and decoder': exact, ...others } = barsOf(figures);
    assert.ok(Object.values(others)[0] < 0.6, JSON.stringify(others));
    assert.ok(exact > 0.95, `${exact} are right`);
    assert.equal((figure(figures, 'right') as TableFigure).rows.length, 15);
  });

  it('one to many: writes from each folder how its files begin', async () => {
    const figures = await done(oneToMany, { symbol: 'folder', length: 10, steps: 150 });
    const { moments } = figure(figures, 'written') as TimelineFigure;
    assert.equal(moments.length, 17);
    assert.match(moments.at(-1)!.text, /get:\n\/\* Gives/);
    assert.match(moments.at(-1)!.text, /set:\n\/\* Takes/);
    assert.match(moments.at(-1)!.text, /paper:\n\\section\{/);
  });

  it('one to one: comes near to what pairs say, and not below their limit; memory does', async () => {
    const figures = await done(oneToOne, { steps: 100 }, cFiles);
    const bars = barsOf(figures);
    const limit = bars['pairs counted on this very text: the limit'];
    assert.ok(bars['one to one'] > limit - 1e-6);
    assert.ok(bars['one to one'] < bars['counts of characters']);
    assert.ok(bars['LSTM, state carried'] < limit);
  });

  it('give the same from the same seed', async () => {
    const given = { length: 20, steps: 50 };
    assert.deepEqual(await done(language, given), await done(language, given));
  });

  it('say what is missing, and what to do', async () => {
    const one = [cFiles[0]];
    const same = [cFiles[0], { path: 'copy.c', text: cFiles[0].text }];
    const symbol = Array.from({ length: 4 }, (_, i) => ({ path: `a/${i}.c`, text: 'x'.repeat(100 + i) }));
    const refusals: [Lesson, Values, readonly LabText[], RegExp][] = [
      [
        language,
        {},
        cFiles,
        /nothing to tell apart.*two files of C and two of LaTeX.*Open a folder that has both/,
      ],
      [
        language,
        { length: 400 },
        [...one, ...latexFiles],
        /Open a folder that has both, or choose a shorter piece/,
      ],
      [folder, {}, latexFiles, /no folders to tell apart.*Open a folder with several/],
      [tags, {}, one, /only set\/file0\.c: open a folder with several C files/],
      [tags, { language: 'latex' }, cFiles, /there is no text: open a folder with several LaTeX files/],
      [
        pairs,
        {},
        symbol,
        /There are 0 C functions to learn from.*open a folder with more of them, or choose other pairs/,
      ],
      [pairs, { pairs: 'sections' }, cFiles, /open a folder with several files with LaTeX sections/],
      [oneToMany, { symbol: 'language' }, cFiles, /of one language.*choose the folder as the symbol/],
      [oneToMany, {}, latexFiles, /of one folder.*choose the language as the symbol/],
      [oneToOne, {}, symbol, /only one character.*open a folder with real files/],
      [oneToOne, {}, same, /only set\/file0\.c: open a folder with several files/],
    ];
    for (const [lesson, given, texts, message] of refusals)
      await assert.rejects(
        beginLesson(lesson, given, { workspace: texts }),
        (error: Error) => error.name === 'UserError' && message.test(error.message),
        `${lesson.name} ${JSON.stringify(given)}`,
      );
  });

  it('take the samples where there are no files, and say so', async () => {
    const samples = { plays: [], c: cFiles, latex: latexFiles };
    for (const lesson of [oneToOne, language, tags]) {
      const { experiment, values } = await beginLesson(lesson, { steps: 50 }, { samples });
      assert.ok('work' in experiment, lesson.name);
      const [first, second] = experiment.figures(values);
      const { experiment: own } = await beginLesson(
        lesson,
        { steps: 50 },
        { workspace: [...cFiles, ...latexFiles] },
      );
      assert.match(
        first.caption ?? '',
        /^The files are samples, since no folder with files to learn from is open\. ./,
      );
      assert.doesNotMatch(second?.caption ?? '', /samples/);
      assert.doesNotMatch(own.figures(values)[0].caption ?? '', /samples/);
      assert.deepEqual(experiment.most?.() ?? {}, own.most?.() ?? {});
    }
  });

  it('have three sentences each', () => {
    for (const { name, words } of [oneToOne, oneToMany, language, folder, tags, pairs])
      for (const sentence of words) assert.match(sentence, /^[A-Z][^]*\.$/, name);
  });
});
