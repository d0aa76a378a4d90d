import assert from 'node:assert/strict';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { Random } from '../../../src/model/base/random.ts';
import { DocumentReader } from '../../../src/model/predict/documentReader.ts';
import { type ReadControl, undisturbed } from '../../../src/model/base/readControl.ts';
import { assertClose, kernelImplementations } from '../network/networks.ts';
import {
  apply,
  charactersByHand,
  lengthOf,
  randomChange,
  randomText,
  readerModel,
  statesByHand,
  vocabulary,
} from './readerWorkbench.ts';

for (const implementation of kernelImplementations)
  describe(`DocumentReader on ${implementation.name} kernels`, () => {
    for (const cell of cellTypes)
      it(`has the states of a fresh read after random edits (${cell})`, async () => {
        const kernels = await implementation.load();
        const model = readerModel(cell, { kernels });
        const random = new Random(3);
        const reader = new DocumentReader(model, 'c');
        let text = randomText(400, random);
        reader.setText(text);
        for (let edit = 0; edit < 40; edit++) {
          const change = randomChange(text.length, random);
          text = apply(text, change);
          reader.edit(change);
          assert.equal(lengthOf(reader), text.length);
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
        const reader = new DocumentReader(model, 'c');
        reader.setText(text);
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
    const reader = new DocumentReader(model, 'latex');
    const text = randomText(500, new Random(4));
    reader.setText(text);
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
    const reader = new DocumentReader(readerModel('gru'), 'c');
    reader.setText('ab {\n'.repeat(300));
    await reader.stateAt(reader.length, undisturbed);
    let read = 0;
    for (let key = 0; key < 50; key++) {
      reader.edit({ offset: lengthOf(reader), length: 0, text: 'a' });
      const range = { from: reader.length - 1, to: reader.length };
      await reader.readRange(range, undisturbed, ({ length }) => (read += length));
    }
    assert.equal(read, 50);
  });

  it('knows the states behind an edit again once the network has forgotten it', async () => {
    // With small weights an edit's trace is gone after some characters.
    const model = readerModel('rnn');
    model.network.parameters.forEach((value, i) => (model.network.parameters[i] = value / 4));
    model.network.parametersChanged();
    const reader = new DocumentReader(model, 'c');
    reader.setText('ab {\n'.repeat(2000));
    await reader.stateAt(reader.length, undisturbed);
    reader.edit({ offset: 10, length: 0, text: 'é' });
    let turns = 0;
    const control: ReadControl = {
      signal: undisturbed.signal,
      yieldToEvents: () => {
        turns++;
        return Promise.resolve();
      },
    };
    const state = await reader.stateAt(reader.length, control);
    assert.equal(turns, 0);
    const fresh = new DocumentReader(model, 'c');
    fresh.setText(reader.slice(0, reader.length));
    assert.ok(state);
    assertClose(state, (await fresh.stateAt(fresh.length, undisturbed))!, 1e-6, 'state at the end');
  });

  it('gives turns to other events, stops when aborted, and gives up a read that an edit overtakes', async () => {
    const model = readerModel('lstm');
    const text = 'ab {\n'.repeat(2000);
    const shares: number[] = [];
    const abort = new AbortController();
    const reader = new DocumentReader(model, 'c');
    reader.setText(text);
    const aborted = await reader.stateAt(
      reader.length,
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
    const overtaken = await reader.stateAt(reader.length, {
      signal: undisturbed.signal,
      yieldToEvents: () => {
        reader.edit({ offset: 0, length: 1, text: 'b' });
        return Promise.resolve();
      },
    });
    assert.equal(overtaken, undefined);
  });

  it('takes two reads at once, and no harm from a pass that another reader has used between', async () => {
    const model = readerModel('lstm');
    const [first, second] = [new DocumentReader(model, 'c'), new DocumentReader(model, 'latex')];
    const texts = ['ab {\n'.repeat(4000), '😀 \n'.repeat(6000)];
    first.setText(texts[0]);
    second.setText(texts[1]);
    const states = await Promise.all([
      first.stateAt(first.length, undisturbed),
      second.stateAt(second.length, undisturbed),
      first.stateAt(first.length - 100, undisturbed),
    ]);
    assert.deepEqual(states[0], statesByHand(model, 'c', texts[0]).at(-1));
    assert.deepEqual(states[1], statesByHand(model, 'latex', texts[1]).at(-1));
    assert.deepEqual(states[2], statesByHand(model, 'c', texts[0]).at(-101));
  });

  it('starts at a line close before a place far into a large file, and exactly where it has read', async () => {
    const model = readerModel('lstm');
    const reader = new DocumentReader(model, 'c');
    const text = 'ab {\n'.repeat(4000);
    reader.setText(text);
    let turns = 0;
    const control = { ...undisturbed, yieldToEvents: () => Promise.resolve(void turns++) };
    const point = await reader.nearbyPointAt(text.length, control);
    const lines = Math.floor((2048 - 1) / 5);
    const nearby = statesByHand(model, 'c', text.slice(-5 * lines)).at(-2);
    assert.deepEqual(point, { state: nearby, last: vocabulary.encode('\n')[0] });
    const exact = await reader.pointAt(text.length, undisturbed);
    assert.deepEqual(exact?.state, statesByHand(model, 'c', text).at(-2));
    assert.deepEqual(await reader.nearbyPointAt(text.length, undisturbed), exact);
  });

  it('stands at the start symbol before the first character', async () => {
    const model = readerModel('rnn');
    const reader = new DocumentReader(model, 'other');
    const point = await reader.pointAt(0, undisturbed);
    assert.equal(point?.last, vocabulary.startOf('other'));
    assert.ok(point?.state.every(value => value === 0));
    assert.equal(reader.length, 0);
    assert.deepEqual(await reader.stateAt(0, undisturbed), statesByHand(model, 'other', '')[0]);
  });

  it('finds characters by offset in a text with CRLF and emoji', () => {
    const reader = new DocumentReader(readerModel('rnn'), 'c');
    const text = randomText(300, new Random(8));
    reader.setText(text);
    for (const [index, { offset, character }] of charactersByHand(text).entries()) {
      assert.equal(reader.indexAt(offset), index);
      assert.equal(reader.offsetAt(index), offset);
      assert.equal(reader.slice(index, index + 1), character);
    }
  });
});
