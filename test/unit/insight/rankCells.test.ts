import assert from 'node:assert/strict';
import type { FeatureName } from '../../../src/model/insight/features.ts';
import type { Labels } from '../../../src/model/insight/labelPainter.ts';
import { type LabelledText, rankCells } from '../../../src/model/insight/rankCells.ts';
import { readTexts } from '../../../src/model/insight/readTexts.ts';
import { Random } from '../../../src/model/network/random.ts';
import { undisturbed } from '../../../src/model/sampling/readControl.ts';
import { randomText, readerModel, statesByHand, vocabulary } from '../sampling/readerWorkbench.ts';

/** Labels that hold where the network reads an 'a', so that they follow its cells by the symbol alone. */
function labelledText(text: string, feature: FeatureName = 'quotes'): LabelledText {
  const labels = vocabulary.encode(text).map(id => (vocabulary.character(id) === 'a' ? 1 : 0));
  const masked = labels.map((_, i) => (i % 10 === 0 ? 1 : 0));
  const found: Labels = { labels: Uint8Array.from(labels), masked: Uint8Array.from(masked) };
  return { text, language: 'c', labels: new Map([[feature, found]]) };
}

describe('readTexts', () => {
  it('reads every text from its start with a state of its own, side by side', async () => {
    const model = readerModel('lstm');
    const random = new Random(12);
    const texts = [0, 1, 300, 90, 64, 63, 500, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 200].map(pieces => ({
      text: randomText(pieces, random),
      language: 'latex' as const,
    }));
    const { hiddenSize } = model.network.config;
    const expected = new Map(texts.map(each => [each, statesByHand(model, 'latex', each.text)]));
    const next = new Map(texts.map(each => [each, 0]));
    let progress = 0;
    const finished = await readTexts(model, texts, {
      control: undisturbed,
      onProgress: characters => (progress = characters),
      visit: ({ run, parts }) => {
        const hidden = run.hidden(0);
        for (const [b, { source, first, length }] of parts.entries()) {
          assert.equal(first, next.get(source));
          next.set(source, first + length);
          for (let t = 0; t < length; t++) {
            const row = (t * run.batchSize + b) * hiddenSize;
            const state = expected.get(source)![first + t];
            assert.deepEqual(hidden.slice(row, row + hiddenSize), state.slice(0, hiddenSize));
          }
        }
      },
    });
    assert.equal(finished, true);
    for (const [{ text }, end] of next) assert.equal(end, vocabulary.encode(text).length + 1);
    assert.equal(
      progress,
      [...next.values()].reduce((sum, end) => sum + end, 0),
    );
  });
});

describe('rankCells', () => {
  it('finds the cell that a feature was made of', async () => {
    const model = readerModel('rnn');
    const { vocabSize } = model.network.config;
    // Cell 1.4 sees nothing but whether the character is an 'a'.
    model.network.parameter('rnn.weight_hh_l0').fill(0, 4 * 6, 5 * 6);
    const input = model.network.parameter('rnn.weight_ih_l0');
    input.fill(0, 4 * vocabSize, 5 * vocabSize);
    input[4 * vocabSize + vocabulary.encode('a')[0]] = -2;
    model.network.parametersChanged();
    const random = new Random(13);
    const texts = [400, 30, 800].map(pieces => labelledText(randomText(pieces, random)));

    const rankings = await rankCells({ model, texts, features: ['if', 'quotes'], control: undisturbed });

    assert.ok(rankings);
    const [none, quotes] = rankings;
    assert.deepEqual(none, {
      feature: 'if',
      cells: [],
      files: 0,
      characters: 0,
      baseRate: 0,
      maskedShare: 0,
    });
    assert.equal(quotes.cells.length, 12);
    const [best] = quotes.cells;
    assert.deepEqual([best.layer, best.index, best.auroc], [1, 4, 1]);
    assert.ok(best.correlation < -0.99);
    assert.equal(quotes.files, 3);
    const found = texts.map(({ labels }) => labels.get('quotes')!);
    const counted = found.flatMap(({ labels, masked }) => [...labels].filter((_, i) => masked[i] === 0));
    assert.equal(quotes.characters, counted.length);
    assert.equal(quotes.baseRate, counted.filter(label => label === 1).length / counted.length);
    const characters = found.reduce((sum, { labels }) => sum + labels.length, 0);
    assert.ok(Math.abs(quotes.maskedShare - (1 - counted.length / characters)) < 1e-12);
  });

  it('takes texts as there is room, tells how far it is, and stops when aborted', async () => {
    const model = readerModel('gru');
    const abort = new AbortController();
    let taken = 0;
    async function* texts() {
      for (; taken < 100; taken++) yield labelledText(randomText(2000, new Random(taken)));
    }
    const progress: number[] = [];
    const rankings = await rankCells({
      model,
      texts: texts(),
      features: ['quotes'],
      control: { signal: abort.signal, yieldToEvents: () => Promise.resolve() },
      onProgress: characters => {
        progress.push(characters);
        if (progress.length === 2) abort.abort();
      },
    });
    assert.equal(rankings, undefined);
    assert.equal(progress.length, 2);
    assert.ok(progress[1] > progress[0]);
    assert.ok(taken <= 17);
  });
});
