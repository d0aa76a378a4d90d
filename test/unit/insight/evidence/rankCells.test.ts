import assert from 'node:assert/strict';
import type { FeatureName } from '../../../../src/model/insight/labels/features.ts';
import type { Labels } from '../../../../src/model/insight/labels/labelPainter.ts';
import type { LabelledText } from '../../../../src/model/insight/evidence/labelCodes.ts';
import { rankCells } from '../../../../src/model/insight/evidence/rankCells.ts';
import { readTexts } from '../../../../src/model/insight/readTexts.ts';
import { Random } from '../../../../src/model/base/random.ts';
import type { ReaderModel } from '../../../../src/model/predict/documentReader.ts';
import { undisturbed } from '../../../../src/model/base/readControl.ts';
import { verdictOf } from '../../../../src/protocol/verdict.ts';
import { randomText, readerModel, statesByHand, vocabulary } from '../../predict/readerWorkbench.ts';

const isA = (character: string) => character === 'a';

type IsInside = (character: string, index: number) => boolean;

/** A text with labels by its characters; every tenth is masked. */
function labelledText(
  text: string,
  rules: Partial<Record<FeatureName, IsInside>> = { quotes: isA },
): LabelledText {
  const characters = Array.from(vocabulary.encode(text), id => vocabulary.character(id));
  const masked = Uint8Array.from(characters, (_, i) => (i % 10 === 0 ? 1 : 0));
  const labels = Object.entries(rules).map(([feature, rule]): [FeatureName, Labels] => [
    feature as FeatureName,
    { labels: Uint8Array.from(characters, (character, i) => (rule(character, i) ? 1 : 0)), masked },
  ]);
  return { text, language: 'c', labels: new Map(labels) };
}

function isInside({ labels, masked }: Labels, index: number): boolean {
  return labels[index] === 1 && masked[index] === 0;
}

function isBeginning(labels: Labels, index: number): boolean {
  return isInside(labels, index) && !(index > 0 && isInside(labels, index - 1));
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

/** Cell 1.4 of an rnn sees nothing but whether the character is the one given: then it is about -1. */
function watch(model: ReaderModel, character: string): void {
  const { vocabSize } = model.network.config;
  model.network.parameter('rnn.weight_hh_l0').fill(0, 4 * 6, 5 * 6);
  const input = model.network.parameter('rnn.weight_ih_l0');
  input.fill(0, 4 * vocabSize, 5 * vocabSize);
  input[4 * vocabSize + vocabulary.encode(character)[0]] = -2;
  model.network.parametersChanged();
}

describe('rankCells', () => {
  it('finds the cell that a feature was made of', async () => {
    const model = readerModel('rnn');
    watch(model, 'a');
    const random = new Random(13);
    const texts = [400, 30, 800].map(pieces => labelledText(randomText(pieces, random), { quotes: isA }));

    const rankings = await rankCells({ model, texts, features: ['if', 'quotes'], control: undisturbed });

    assert.ok(rankings);
    const [none, quotes] = rankings;
    assert.deepEqual(none, {
      feature: 'if',
      cells: [],
      files: 0,
      characters: 0,
      baseRate: 0,
      stretches: 0,
      maskedShare: 0,
      chosenOn: 'sameText',
    });
    assert.equal(quotes.cells.length, 12);
    const [best] = quotes.cells;
    assert.deepEqual([best.layer, best.index, best.quantity], [1, 4, 'h']);
    assert.deepEqual([best.auroc, best.f1, best.gain, best.direction], [1, 1, 1, -1]);
    assert.ok(best.correlation < -0.99, `${best.correlation}`);
    assert.ok(best.threshold < 0.5 && best.threshold > -0.9, `${best.threshold}`);
    assert.deepEqual(
      quotes.cells.map(({ f1 }) => f1),
      quotes.cells.map(({ f1 }) => f1).toSorted((a, b) => b - a),
    );
    assert.equal(quotes.chosenOn, 'otherFiles');
    assert.equal(quotes.files, 3);
    const found = texts.map(({ labels }) => labels.get('quotes')!);
    const counted = found.flatMap(({ labels, masked }) => [...labels].filter((_, i) => masked[i] === 0));
    assert.equal(quotes.characters, counted.length);
    assert.equal(quotes.baseRate, counted.filter(label => label === 1).length / counted.length);
    const characters = found.reduce((sum, { labels }) => sum + labels.length, 0);
    assert.ok(Math.abs(quotes.maskedShare - (1 - counted.length / characters)) < 1e-12);
    const stretches = found.flatMap(labels => [...labels.labels.keys()].filter(i => isBeginning(labels, i)));
    assert.equal(quotes.stretches, stretches.length);
  });

  it('ranks by F1 and not by AUROC, which a rare feature gives to cells that do not follow it', async () => {
    const model = readerModel('rnn');
    watch(model, 'a');
    const random = new Random(14);
    // One 'a' in thirty is inside: whoever marks them all is right once in thirty times.
    const isRare = (character: string) => isA(character) && random.next() < 1 / 30;
    const texts = [8000, 8000].map(pieces => labelledText(randomText(pieces, random), { quotes: isRare }));
    const [quotes] = (await rankCells({ model, texts, features: ['quotes'], control: undisturbed })) ?? [];
    const watching = quotes.cells.find(({ layer, index }) => layer === 1 && index === 4)!;
    assert.ok(watching.auroc > 0.9, `AUROC ${watching.auroc}`);
    assert.ok(watching.f1 < 0.15, `F1 ${watching.f1}`);
    assert.equal(verdictOf(watching, quotes), 'none');
  });

  it("takes an LSTM's memory where the output hides it", async () => {
    const model = readerModel('lstm');
    const { network } = model;
    const { vocabSize, hiddenSize } = network.config;
    // Cell 2 of the first layer: i = 1, f = 0, o = 0, and g follows the character.
    for (const [gate, bias] of [30, -30, 0, -30].entries()) {
      const row = gate * hiddenSize + 2;
      network.parameter('rnn.weight_ih_l0').fill(0, row * vocabSize, (row + 1) * vocabSize);
      network.parameter('rnn.weight_hh_l0').fill(0, row * hiddenSize, (row + 1) * hiddenSize);
      network.parameter('rnn.bias_ih_l0')[row] = bias;
      network.parameter('rnn.bias_hh_l0')[row] = 0;
    }
    const candidate = (2 * hiddenSize + 2) * vocabSize;
    network.parameter('rnn.weight_ih_l0')[candidate + vocabulary.encode('a')[0]] = 2;
    network.parametersChanged();
    const random = new Random(15);
    const texts = [400, 500].map(pieces => labelledText(randomText(pieces, random), { quotes: isA }));
    const [quotes] = (await rankCells({ model, texts, features: ['quotes'], control: undisturbed })) ?? [];
    const [best] = quotes.cells;
    assert.deepEqual([best.layer, best.index, best.quantity, best.f1, best.direction], [1, 2, 'c', 1, 1]);
    assert.ok(best.other && best.other.f1 < 0.5, 'h says nothing');
    assert.ok(quotes.cells.every(cell => cell.f1 >= (cell.other?.f1 ?? 1)));
  });

  it('says what else a cell follows where the feature is not', async () => {
    const model = readerModel('rnn');
    watch(model, 'a');
    const random = new Random(16);
    // Every second 'a' is in a comment and the others in quotes: the cell tells nothing of one but that of both.
    let turn = 0;
    const texts = [3000, 3000].map(pieces => {
      const text = randomText(pieces, random);
      const turns = Array.from(vocabulary.encode(text), id =>
        isA(vocabulary.character(id)) ? turn++ % 2 : -1,
      );
      return labelledText(text, {
        comment: (_, i) => turns[i] === 0,
        quotes: (_, i) => turns[i] === 1,
        if: character => character === '{',
      });
    });
    const features = ['quotes', 'comment', 'if'] as const;
    const rankings = (await rankCells({ model, texts, features, control: undisturbed })) ?? [];
    const [comment] = rankings[1].cells;
    assert.deepEqual([comment.layer, comment.index], [1, 4]);
    assert.ok(Math.abs(comment.f1 - 2 / 3) < 0.05, `F1 ${comment.f1}`);
    const { second } = comment;
    assert.deepEqual([second?.feature, second?.f1, second?.gain, second?.direction], ['quotes', 1, 1, -1]);
    assert.ok(second && second.baseRate > 0.02 && second.baseRate < 0.1);
    const alone = await rankCells({ model, texts, features: ['comment'], control: undisturbed });
    assert.equal(alone?.[0].cells[0].second, undefined);
  });

  it('chooses thresholds on other text than it tries them on', async () => {
    const model = readerModel('rnn');
    watch(model, 'a');
    const random = new Random(17);
    const [one, other] = [600, 600].map(pieces => randomText(pieces, random));
    const texts = [
      labelledText(one, { quotes: isA }),
      labelledText(other, { quotes: character => character === '{' }),
    ];
    const [quotes] = (await rankCells({ model, texts, features: ['quotes'], control: undisturbed })) ?? [];
    const watching = quotes.cells.find(({ layer, index }) => layer === 1 && index === 4)!;
    assert.equal(quotes.chosenOn, 'otherFiles');
    assert.equal(watching.f1, 0);
  });

  it('tells how far it is, and stops when aborted', async () => {
    const model = readerModel('gru');
    const abort = new AbortController();
    const texts = Array.from({ length: 20 }, (_, i) => labelledText(randomText(2000, new Random(i))));
    const progress: number[] = [];
    const rankings = await rankCells({
      model,
      texts,
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
  });

  it('stops while texts are labelled, too', async () => {
    const abort = new AbortController();
    let taken = 0;
    async function* texts() {
      for (; taken < 100; taken++) {
        if (taken === 3) abort.abort();
        yield labelledText(randomText(20, new Random(taken)));
      }
    }
    const control = { signal: abort.signal, yieldToEvents: () => Promise.resolve() };
    const model = readerModel('gru');
    assert.equal(await rankCells({ model, texts: texts(), features: ['quotes'], control }), undefined);
    assert.equal(taken, 3);
  });
});
