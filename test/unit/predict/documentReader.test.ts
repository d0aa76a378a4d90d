import assert from 'node:assert/strict';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import type { ReaderModel } from '../../../src/model/predict/documentReader.ts';
import { NetworkPredictor } from '../../../src/model/predict/networkPredictor.ts';
import type { Predictor } from '../../../src/model/predict/predictor.ts';
import type { Language } from '../../../src/model/text/language.ts';
import { Random } from '../../../src/model/base/random.ts';
import { type ReadControl, undisturbed } from '../../../src/model/base/readControl.ts';
import { assertClose, kernelImplementations } from '../network/networks.ts';
import { apply, randomChange, randomText, readerModel, readerOf, statesByHand } from './readerWorkbench.ts';

function distributionOf(predictor: Predictor | undefined): Float32Array {
  assert.ok(predictor);
  const distribution = new Float32Array(predictor.vocabSize);
  predictor.distribution(distribution);
  return distribution;
}

/** After the start symbol and a text, from a predictor that reads them in one go. */
function distributionAfter(model: ReaderModel, language: Language, text: string): Float32Array {
  const predictor = new NetworkPredictor(model.network);
  predictor.read([model.vocabulary.startOf(language), ...model.vocabulary.encode(text)]);
  return distributionOf(predictor);
}

for (const implementation of kernelImplementations)
  describe(`DocumentReader on ${implementation.name} kernels`, () => {
    for (const cell of cellTypes)
      it(`has the states of a fresh read after random edits (${cell})`, async () => {
        const kernels = await implementation.load();
        const model = readerModel(cell, { kernels });
        const random = new Random(3);
        let text = randomText(400, random);
        const reader = readerOf(model, text);
        for (let edit = 0; edit < 40; edit++) {
          const change = randomChange(text.length, random);
          text = apply(text, change);
          reader.text.replace(change);
          assert.equal(reader.text.unitLength, text.length);
          const states = statesByHand(model, 'c', text);
          for (let sample = 0; sample < 3; sample++) {
            const index = Math.floor(random.next() * states.length);
            const state = await reader.stateAt(index, undisturbed);
            assert.ok(state);
            assertClose(state, states[index], 1e-6, `state at ${index}`);
          }
        }
      });

    it('has the states of one long run to the bit, wherever reading stopped on the way', async () => {
      const kernels = await implementation.load();
      for (const cell of cellTypes) {
        const model = readerModel(cell, { kernels });
        const random = new Random(6);
        const text = randomText(900, random);
        const states = statesByHand(model, 'c', text);
        const reader = readerOf(model, text);
        // By turns further on and further back, then the end.
        const places = Array.from({ length: 20 }, () => Math.floor(random.next() * states.length));
        for (const index of [...places, states.length - 1])
          assert.deepEqual(await reader.stateAt(index, undisturbed), states[index]);
      }
    });
  });

describe('DocumentReader', () => {
  it('visits every character of a range once, with its hidden values', async () => {
    const model = readerModel('lstm');
    const text = randomText(500, new Random(4));
    const reader = readerOf(model, text, 'latex');
    const states = statesByHand(model, 'latex', text);
    const { hiddenSize } = model.network.config;
    let next = 90;
    const finished = await reader.readRange({ from: 90, to: 400 }, undisturbed, ({ from, length, run }) => {
      assert.equal(from, next);
      next += length;
      const hidden = run.hidden(0);
      for (let t = 0; t < length; t++)
        assert.deepEqual(
          hidden.slice(t * hiddenSize, (t + 1) * hiddenSize),
          states[from + t + 1].slice(0, hiddenSize),
        );
    });
    assert.equal(finished, true);
    assert.equal(next, 400);
  });

  it('reads the characters that were typed and no others', async () => {
    const reader = readerOf(readerModel('gru'), 'ab {\n'.repeat(300));
    await reader.stateAt(reader.text.length, undisturbed);
    let read = 0;
    for (let key = 0; key < 50; key++) {
      reader.text.replace({ offset: reader.text.unitLength, length: 0, text: 'a' });
      const range = { from: reader.text.length - 1, to: reader.text.length };
      await reader.readRange(range, undisturbed, ({ length }) => (read += length));
    }
    assert.equal(read, 50);
  });

  it('knows the states behind an edit again once the network has forgotten it', async () => {
    // With small weights an edit's trace is gone after some characters.
    const model = readerModel('rnn');
    model.network.parameters.forEach((value, i) => (model.network.parameters[i] = value / 4));
    model.network.parametersChanged();
    const reader = readerOf(model, 'ab {\n'.repeat(2000));
    await reader.stateAt(reader.text.length, undisturbed);
    reader.text.replace({ offset: 10, length: 0, text: 'é' });
    let turns = 0;
    const control: ReadControl = {
      signal: undisturbed.signal,
      yieldToEvents: () => {
        turns++;
        return Promise.resolve();
      },
    };
    const state = await reader.stateAt(reader.text.length, control);
    assert.equal(turns, 0);
    const fresh = readerOf(model, reader.text.whole());
    assert.ok(state);
    assertClose(state, (await fresh.stateAt(fresh.text.length, undisturbed))!, 1e-6, 'state at the end');
  });

  it('gives turns to other events, stops when aborted, and gives up a read that an edit overtakes', async () => {
    const model = readerModel('lstm');
    const text = 'ab {\n'.repeat(2000);
    const shares: number[] = [];
    const abort = new AbortController();
    const reader = readerOf(model, text);
    const aborted = await reader.stateAt(
      reader.text.length,
      {
        signal: abort.signal,
        yieldToEvents: () => {
          abort.abort();
          return Promise.resolve();
        },
      },
      share => shares.push(share),
    );
    assert.equal(aborted, undefined);
    assert.equal(shares.length, 1);
    const overtaken = await reader.stateAt(reader.text.length, {
      signal: undisturbed.signal,
      yieldToEvents: () => {
        reader.text.replace({ offset: 0, length: 1, text: 'b' });
        return Promise.resolve();
      },
    });
    assert.equal(overtaken, undefined);
  });

  it('takes two reads at once, and no harm from a pass that another reader has used between', async () => {
    const model = readerModel('lstm');
    const texts = ['ab {\n'.repeat(4000), '😀 \n'.repeat(6000)];
    const [first, second] = [readerOf(model, texts[0], 'c'), readerOf(model, texts[1], 'latex')];
    const states = await Promise.all([
      first.stateAt(first.text.length, undisturbed),
      second.stateAt(second.text.length, undisturbed),
      first.stateAt(first.text.length - 100, undisturbed),
    ]);
    assert.deepEqual(states[0], statesByHand(model, 'c', texts[0]).at(-1));
    assert.deepEqual(states[1], statesByHand(model, 'latex', texts[1]).at(-1));
    assert.deepEqual(states[2], statesByHand(model, 'c', texts[0]).at(-101));
  });

  it('starts at a line close before a place far into a large file, and exactly where it has read', async () => {
    const model = readerModel('lstm');
    const text = 'ab {\n'.repeat(4000);
    const reader = readerOf(model, text);
    let turns = 0;
    const control = { ...undisturbed, yieldToEvents: () => Promise.resolve(void turns++) };
    const predictor = await reader.nearbyPredictorAt(text.length, control);
    const lines = Math.floor((2048 - 1) / 5);
    assert.deepEqual(distributionOf(predictor), distributionAfter(model, 'c', text.slice(-5 * lines)));
    const exact = distributionOf(await reader.predictorAt(text.length, undisturbed));
    assert.deepEqual(exact, distributionAfter(model, 'c', text));
    assert.deepEqual(distributionOf(await reader.nearbyPredictorAt(text.length, undisturbed)), exact);
  });

  it('stands at the start symbol before the first character', async () => {
    const model = readerModel('rnn');
    const reader = readerOf(model, '', 'other');
    const predictor = await reader.predictorAt(0, undisturbed);
    assert.deepEqual(distributionOf(predictor), distributionAfter(model, 'other', ''));
    assert.equal(reader.text.length, 0);
    assert.deepEqual(await reader.stateAt(0, undisturbed), statesByHand(model, 'other', '')[0]);
  });

  it('follows the text no longer when it is disposed of', async () => {
    const [followed, left] = [0, 1].map(() => readerOf(readerModel('gru'), 'ab {\n'));
    const before = await left.stateAt(5, undisturbed);
    await followed.stateAt(5, undisturbed);
    left.dispose();
    for (const { text } of [followed, left]) text.replace({ offset: 0, length: 1, text: 'b' });
    assert.deepEqual(await left.stateAt(5, undisturbed), before);
    assert.notDeepEqual(await followed.stateAt(5, undisturbed), before);
  });
});
