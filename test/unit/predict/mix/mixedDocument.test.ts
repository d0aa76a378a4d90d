import assert from 'node:assert/strict';
import { Random } from '../../../../src/model/base/random.ts';
import { undisturbed } from '../../../../src/model/base/readControl.ts';
import type { ContextTable } from '../../../../src/model/contexts/contextTable.ts';
import type { ReaderModel } from '../../../../src/model/predict/documentReader.ts';
import type { MixedDocument } from '../../../../src/model/predict/mix/mixedDocument.ts';
import type { DocumentText } from '../../../../src/model/text/documentText.ts';
import { followed, learntTable, mixedModel, randomText, vocabulary } from './mixWorkbench.ts';

async function chancesAt(mixed: MixedDocument, index: number): Promise<Float32Array> {
  const predictor = await mixed.nearbyPredictorAt(index, undisturbed);
  assert.ok(predictor);
  const chances = new Float32Array(predictor.vocabSize);
  predictor.distribution(chances);
  return chances;
}

/** Types a text at the end, asking at every character what comes. */
async function typeOn({ document, mixed }: { document: DocumentText; mixed: MixedDocument }, text: string) {
  for (const character of text) {
    document.replace({ offset: document.unitLength, length: 0, text: character });
    await chancesAt(mixed, document.length);
  }
}

describe('MixedDocument', () => {
  let model: ReaderModel;
  let table: ContextTable;
  beforeEach(async () => {
    model = await mixedModel();
    table = await learntTable();
  });

  it('learns what is typed: it is likelier the next time', async () => {
    const open = followed({ model, table, text: '' });
    const phrase = '字字b漢bé\n';
    await typeOn(open, phrase.slice(0, 3));
    const [next] = vocabulary.encode(phrase[3]);
    const before = (await chancesAt(open.mixed, open.document.length))[next];
    await typeOn(open, phrase.slice(3) + phrase.repeat(3) + phrase.slice(0, 3));
    const after = (await chancesAt(open.mixed, open.document.length))[next];
    assert.ok(after > 0.5 && after > 3 * before, `${before} before, ${after} after`);
  });

  it('unlearns what is taken back: to the bit where a mark is, and nearly anywhere else', async () => {
    const random = new Random(2);
    const open = followed({ model, table, text: '' });
    await typeOn(open, randomText(20, random));
    const { length } = open.document;
    const before = await chancesAt(open.mixed, length);
    await typeOn(open, randomText(30, random));
    open.document.replace({
      offset: open.document.offsetAt(length),
      length: open.document.unitLength - open.document.offsetAt(length),
      text: '',
    });
    assert.deepEqual(await chancesAt(open.mixed, length), before);
  });

  it('says the same whether it is asked at every key or at the end only, within what is learnt at once', async () => {
    const text = randomText(40, new Random(5));
    const asked = followed({ model, table, text: '' });
    await chancesAt(asked.mixed, 0);
    await typeOn(asked, text);
    const one = await chancesAt(asked.mixed, asked.document.length);
    asked.mixed.dispose();
    const silent = followed({ model, table, text: '' });
    await chancesAt(silent.mixed, 0);
    silent.document.replace({ offset: 0, length: 0, text });
    assert.deepEqual(await chancesAt(silent.mixed, silent.document.length), one);
  });

  it('looks back into what was typed without unlearning it', async () => {
    const open = followed({ model, table, text: '' });
    await typeOn(open, randomText(60, new Random(6)));
    const end = await chancesAt(open.mixed, open.document.length);
    for (const index of [3, 50, 20]) await chancesAt(open.mixed, index);
    assert.deepEqual(await chancesAt(open.mixed, open.document.length), end);
  });

  it('learns a document as a whole, in slices that an edit ends', async () => {
    const phrase = '字😀b漢🎈é\n';
    const open = followed({ model, table, text: phrase.repeat(40) });
    let slices = 0;
    const editing = {
      ...undisturbed,
      yieldToEvents: async () => {
        if (++slices === 2) open.document.replace({ offset: 0, length: 0, text: 'b' });
      },
    };
    assert.equal(await open.mixed.learn(editing), false);
    assert.equal(slices, 2);
    const [next] = vocabulary.encode('b');
    const before = (await chancesAt(open.mixed, 4))[next];
    assert.equal(await open.mixed.learn(undisturbed), true);
    open.document.replace({ offset: open.document.unitLength, length: 0, text: '字😀' });
    const after = (await chancesAt(open.mixed, open.document.length))[next];
    assert.ok(after > 0.7 && after > before, `${before} before, ${after} after`);
  });

  it('begins anew when its layer is taken away', async () => {
    const open = followed({ model, table, text: '' });
    await typeOn(open, 'if (a');
    const before = await chancesAt(open.mixed, open.document.length);
    table.recall();
    table.workspace.beginText(11);
    table.workspace.learn(new TextEncoder().encode('if (a漢'.repeat(50)));
    const after = await chancesAt(open.mixed, open.document.length);
    assert.notDeepEqual(after, before);
    const [next] = vocabulary.encode('漢');
    assert.ok(after[next] > 0.5, String(after[next]));
  });

  it('lends layers to more documents than there is room for', async () => {
    const all = Array.from({ length: 7 }, () => followed({ model, table, text: '' }));
    for (const open of all) await typeOn(open, 'int ');
    // Those that lost their layers know again what the workspace knows, and all about the same.
    const [next] = vocabulary.encode('é');
    const expected = (await chancesAt(all[6].mixed, 4))[next];
    for (const { mixed } of all)
      assert.ok(Math.abs((await chancesAt(mixed, 4))[next] - expected) < 0.05 * expected);
    for (const { mixed } of all) mixed.dispose();
  });
});
