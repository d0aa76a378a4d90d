import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { influence } from '../../../src/model/lab/lessons/influence.ts';
import type { LabModel } from '../../../src/model/lab/lesson.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';
import { loadWasm, randomNetwork } from '../network/networks.ts';
import { beginLesson } from './beginLesson.ts';
import { figureOf } from './figureOf.ts';
import { codeText } from './labTexts.ts';

const selection = codeText(5);

async function modelOf(text: string): Promise<LabModel> {
  const vocabulary = Vocabulary.fromTexts([text]);
  const config = { cell: 'gru', vocabSize: vocabulary.size, hiddenSize: 8, numLayers: 1 } as const;
  return { network: randomNetwork(config, new Random(3), { kernels: await loadWasm() }), vocabulary };
}

/** Bits that the last of some symbols costs, read one by one. */
function costOf({ network }: LabModel, ids: readonly number[]): number {
  const pass = new ForwardPass(network, { batchSize: 1, seqLength: 1 });
  for (const id of ids.slice(0, -1)) pass.run([id], 1);
  return -Math.log2(pass.trace.probabilities()[ids.at(-1)!]);
}

describe('the lesson influence', () => {
  it('shows what taking out each character does to a chosen prediction of the model of the workspace', async () => {
    const model = await modelOf(selection.text);
    const given = { length: 40 };
    const { experiment, values } = await beginLesson(influence, given, { selection, model });
    assert.equal(figureOf(experiment.figures(values), 'strip', 'strip').title, 'What is to be measured');
    for (const { share } of experiment.work!()) assert.ok(share >= 0 && share <= 1);
    assert.deepEqual(experiment.most!(), { character: 39 });
    const figures = experiment.figures({ ...values, character: 25 });
    const strip = figureOf(figures, 'strip', 'strip');
    assert.deepEqual(strip.characters, Array.from(selection.text.slice(0, 40)));
    assert.deepEqual([strip.chosen, strip.choice], [25, 'character']);
    const ids = [model.vocabulary.startOf('c'), ...model.vocabulary.encode(selection.text.slice(0, 26))];
    const cost = costOf(model, ids);
    for (const [i, bits] of strip.rows[0].values.entries())
      if (i >= 25) assert.equal(bits, null);
      else assert.ok(Math.abs(bits! - (costOf(model, ids.toSpliced(i + 1, 1)) - cost)) < 1e-4);
    const { rows } = figureOf(figures, 'most', 'table');
    const sizes = rows.map(([, , bits]) => Math.abs(bits as number));
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => b - a),
    );
    for (const [, back, bits, times] of rows) {
      assert.equal(bits, strip.rows[0].values[25 - (back as number)]);
      assert.equal(times, 2 ** (bits as number));
    }
  });

  for (const measure of ['replaced', 'gradient'])
    it(`measures by ${measure}`, async () => {
      const model = await modelOf(selection.text);
      const given = { length: 20, measure };
      const { experiment, values } = await beginLesson(influence, given, { selection, model });
      for (const _ of experiment.work!());
      const figures = experiment.figures(values);
      assert.equal(figureOf(figures, 'strip', 'strip').chosen, 19);
      assert.equal(figureOf(figures, 'reach', 'curves').series[0].y.length, 19);
    });

  it('trains a small network first where there is no model', async () => {
    const { experiment, values } = await beginLesson(influence, { length: 10 }, { selection: codeText(60) });
    const said = new Set<string>();
    for (const { words } of experiment.work!()) said.add(words);
    assert.ok(said.has('no model yet: a small network is trained'));
    assert.ok(figureOf(experiment.figures(values), 'most', 'table').rows.length > 0);
  }).timeout(120_000);

  it('learns from all files where the selection is too short for that', async () => {
    const texts = { selection: codeText(1), workspace: [codeText(60, 'a.c'), codeText(60, 'b.c')] };
    const { experiment, values } = await beginLesson(influence, { length: 10 }, texts);
    for (const _ of experiment.work!());
    const { characters } = figureOf(experiment.figures(values), 'strip', 'strip');
    assert.deepEqual(characters, Array.from(texts.selection.text.slice(0, 10)));
    assert.ok(figureOf(experiment.figures(values), 'most', 'table').rows.length > 0);
  }).timeout(120_000);

  it('says what to do with one character, with nothing, and without a file', async () => {
    const model = await modelOf(selection.text);
    await assert.rejects(
      beginLesson(influence, {}, { model, selection: { path: 'a.c', text: 'x' } }),
      /^UserError: There is one character in a\.c, and nothing before it/,
    );
    await assert.rejects(
      beginLesson(influence, {}, { model, selection: { path: 'a.c', text: '' } }),
      /There is nothing to read in a\.c/,
    );
    await assert.rejects(beginLesson(influence, {}, { model }), /No file is open/);
  });
});
