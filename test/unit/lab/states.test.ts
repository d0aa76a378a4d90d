import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { states } from '../../../src/model/lab/lessons/states.ts';
import type { LabModel } from '../../../src/model/lab/lesson.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';
import { loadWasm, randomNetwork } from '../network/networks.ts';
import { beginLesson } from './beginLesson.ts';
import { figureOf } from './figureOf.ts';
import { codeText } from './labTexts.ts';
import { plainRnn } from './plainRnn.ts';

const TEXT = codeText(5);

describe('the lesson states', () => {
  it("shows the states of the workspace's model as plain loops give them, from zeros on", async () => {
    const model = await modelOf(TEXT.text);
    const given = { text: 'selection', length: 100 };
    const { experiment, values } = await beginLesson(states, given, { selection: TEXT, model });
    assert.ok(!('work' in experiment));
    assert.deepEqual(experiment.most!(), { layer: 2, first: 7, character: 101, moment: 0 });
    const { vocabulary, network } = model;
    const ids = [vocabulary.startOf('c'), ...vocabulary.encode(TEXT.text.slice(0, 100))];
    const expected = plainRnn(network, ids);
    for (const layer of [1, 2]) {
      const view = { ...values, layer, cells: 'number', first: 3, character: 40 };
      const figures = experiment.figures(view);
      const strip = figureOf(figures, 'strip', 'strip');
      assert.deepEqual(strip.characters, ['', '⊢', ...Array.from(TEXT.text.slice(0, 100))]);
      assert.deepEqual(
        strip.rows.map(({ label }) => label),
        [3, 4, 5, 6, 7].map(cell => `${layer}.${cell}`),
      );
      const { series } = figureOf(figures, 'curves', 'curves');
      for (const [i, { values: row }] of strip.rows.entries()) {
        assert.equal(row[0], 0);
        assert.equal(row.length, 102);
        for (const [t, { hidden }] of expected.entries())
          assert.ok(Math.abs(row[t + 1]! - hidden[layer - 1][3 + i]) < 1e-5);
        if (i < 3) assert.deepEqual(series[i].y, row);
      }
    }
    const { bars } = figureOf(experiment.figures({ ...values, character: 40 }), 'next', 'bars');
    const chances = expected[39].probabilities.toSorted((a, b) => b - a);
    for (const [i, { value }] of bars.entries()) assert.ok(Math.abs(value - chances[i]) < 1e-5);
  });

  it('puts the cells first whose values spread most, or stay where they are', async () => {
    const model = await modelOf(TEXT.text);
    const given = { text: 'selection', length: 100 };
    const { experiment, values } = await beginLesson(states, given, { selection: TEXT, model });
    const rowsOf = (view: object) =>
      figureOf(experiment.figures({ ...values, ...view }), 'strip', 'strip').rows;
    const all = [...rowsOf({ cells: 'number', first: 0 }), ...rowsOf({ cells: 'number', first: 6 })];
    const wanted = all.toSorted((a, b) => spread(b) - spread(a)).slice(0, 6);
    assert.deepEqual(rowsOf({}), wanted);
    assert.deepEqual(rowsOf({ cells: 'holding' }), all.toSorted((a, b) => held(b) - held(a)).slice(0, 6));
  });

  it('begins a stretch of a long file at the start of a line within it', async () => {
    const model = await modelOf(TEXT.text);
    const { experiment, values } = await beginLesson(states, { length: 50 }, { workspace: [TEXT], model });
    const { characters } = figureOf(experiment.figures(values), 'strip', 'strip');
    const start = TEXT.text.indexOf('\n', Math.floor(TEXT.text.length / 3)) + 1;
    assert.equal(characters.slice(2).join(''), TEXT.text.slice(start, start + 50));
  });

  it('trains a small network where there is no model, and keeps it as it was on the way', async () => {
    const workspace = [codeText(60, 'a.c'), codeText(70, 'b.c')];
    const given = { characters: 20_000, length: 50 };
    const { experiment, values } = await beginLesson(states, given, { workspace });
    const strip = (view: object) => figureOf(experiment.figures({ ...values, ...view }), 'strip', 'strip');
    const before = strip({ moment: 0 });
    for (const { share } of experiment.work!()) assert.ok(share >= 0 && share <= 1);
    assert.equal(experiment.most!()['moment'], 20);
    assert.deepEqual(strip({ moment: 0 }), before);
    assert.notDeepEqual(strip({}), before);
    const { x, y } = figureOf(experiment.figures(values), 'heldOut', 'curves').series[0];
    // The last window is whole.
    assert.equal(x.at(-1), Math.ceil(20_000 / 512) * 512);
    assert.ok(y.at(-1)! < y[0]!);
    // What its cells keep is between -1 and 1, too.
    for (const { values: row } of strip({ quantity: 'c' }).rows)
      for (const value of row) assert.ok(Math.abs(value!) <= 1);
    assert.match(strip({ quantity: 'c' }).title, /tanh\(c\)/);
  });

  it('says what to do where there is nothing to read', async () => {
    await assert.rejects(beginLesson(states, { text: 'selection' }), {
      name: 'UserError',
      message: /Open one/,
    });
    const selection = { path: 'a.c', text: 'int a;' };
    await assert.rejects(beginLesson(states, { text: 'selection' }, { selection }), {
      message: /6 characters in a.c, and a small training needs 1,000/,
    });
    await assert.rejects(beginLesson(states, {}), { message: /sample c is missing/ });
  });
});

async function modelOf(text: string): Promise<LabModel> {
  const vocabulary = Vocabulary.fromTexts([text]);
  const config = { cell: 'rnn', vocabSize: vocabulary.size, hiddenSize: 8, numLayers: 2 } as const;
  const kernels = await loadWasm();
  return { vocabulary, network: randomNetwork(config, new Random(2), { kernels }) };
}

/** The variance of a row. */
function spread({ values }: { values: readonly (number | null)[] }): number {
  // Without the states before the text.
  const text = values.slice(2);
  const mean = text.reduce<number>((sum, value) => sum + value!, 0) / text.length;
  return text.reduce<number>((sum, value) => sum + (value! - mean) ** 2, 0) / text.length;
}

/** The sum of the squares of the changes along a row. */
function change({ values }: { values: readonly (number | null)[] }): number {
  return values.slice(3).reduce<number>((sum, value, i) => sum + (value! - values[i + 2]!) ** 2, 0);
}

/** How long a row stays where it is; 0 where it hardly ever leaves it. */
function held(row: { values: readonly (number | null)[] }): number {
  return spread(row) < 0.04 ? 0 : spread(row) / change(row);
}
