import assert from 'node:assert/strict';
import { CellValues } from '../../../src/model/insight/cellValues.ts';
import { Random } from '../../../src/model/base/random.ts';
import { undisturbed } from '../../../src/model/base/readControl.ts';
import { assertClose } from '../network/networks.ts';
import {
  apply,
  charactersByHand,
  randomChange,
  randomText,
  readerModel,
  readerOf,
  statesByHand,
} from '../predict/readerWorkbench.ts';

const cells = [
  { layer: 1, index: 0, quantity: 'h' },
  { layer: 2, index: 5, quantity: 'h' },
] as const;

describe('CellValues', () => {
  it('gives each unit the value of its character, before and after edits', async () => {
    const model = readerModel('gru');
    const random = new Random(21);
    let text = randomText(700, random);
    const reader = readerOf(model, text);
    const values = new CellValues(reader);
    for (let round = 0; round < 40; round++) {
      if (round % 2 === 1) {
        const change = randomChange(text.length, random);
        text = apply(text, change);
        reader.text.replace(change);
      }
      const from = Math.floor(random.next() * text.length);
      const to = Math.min(text.length, from + Math.floor(random.next() * 300));
      const found = await values.read({ from, to }, cells, undisturbed);
      assert.ok(found);
      const states = statesByHand(model, 'c', text);
      // Exact in a text that was never edited; then a state counts as recovered when it is that near.
      const tolerance = round === 0 ? 0 : 2e-6;
      const characters = charactersByHand(text);
      for (let unit = from; unit < to; unit++) {
        const index = characters.findLastIndex(({ offset }) => offset <= unit);
        // A state is h of layer 1, then h of layer 2, six cells each.
        assertClose([found[0][unit - from]], [states[index + 1][0]], tolerance, `unit ${unit}`);
        assertClose([found[1][unit - from]], [states[index + 1][11]], tolerance, `unit ${unit}`);
      }
    }
  });

  it("gives an LSTM's memory, as tanh(c), beside its output", async () => {
    const model = readerModel('lstm');
    const text = randomText(300, new Random(22));
    const reader = readerOf(model, text);
    const range = { from: 0, to: reader.text.length };
    const memory = { layer: 2, index: 4, quantity: 'c' } as const;
    const [c, h] =
      (await new CellValues(reader).readCharacters(
        range,
        [memory, { ...memory, quantity: 'h' }],
        undisturbed,
      )) ?? [];
    // A state is h and c of layer 1, then h and c of layer 2, six cells each.
    const states = statesByHand(model, 'c', text).slice(1);
    assertClose(
      c,
      states.map(state => Math.tanh(state[18 + 4])),
      1e-6,
      'tanh(c)',
    );
    assertClose(
      h,
      states.map(state => state[12 + 4]),
      0,
      'h',
    );
  });

  it('reads nothing again to show another cell, and only what changed after an edit', async () => {
    const reader = readerOf(readerModel('lstm'), 'ab {\n'.repeat(1000));
    const values = new CellValues(reader);
    let reads = 0;
    const readRange = reader.readRange.bind(reader);
    reader.readRange = (range, ...rest) => {
      reads += range.to - range.from;
      return readRange(range, ...rest);
    };
    const range = { from: 1000, to: 2000 };
    await values.read(range, [cells[0]], undisturbed);
    assert.ok(reads >= 1000 && reads <= 1128);
    reads = 0;
    await values.read(range, [cells[1]], undisturbed);
    assert.equal(reads, 0);
    reader.text.replace({ offset: 1900, length: 0, text: 'a' });
    await values.read(range, cells, undisturbed);
    assert.ok(reads >= 100 && reads <= 228);
  });

  it('gives an empty range no values, and none to a read that is aborted', async () => {
    const reader = readerOf(readerModel('rnn'), 'ab');
    const values = new CellValues(reader);
    assert.deepEqual(await values.read({ from: 1, to: 1 }, cells, undisturbed), [
      new Float32Array(0),
      new Float32Array(0),
    ]);
    const abort = new AbortController();
    abort.abort();
    const control = { ...undisturbed, signal: abort.signal };
    assert.equal(await values.read({ from: 0, to: 2 }, cells, control), undefined);
  });

  it('shows what is on the screen before the rest of the file is read, and while it is', async () => {
    const text = 'ab {\n'.repeat(20_000);
    const reader = readerOf(readerModel('lstm'), text);
    const values = new CellValues(reader);
    const shares: number[] = [];
    let slices = 0;
    const control = {
      signal: new AbortController().signal,
      yieldToEvents: async () => {
        slices++;
        await new Promise(resolve => setImmediate(resolve));
      },
    };
    const screen = { from: 0, to: 1000 };
    await values.read(screen, cells, control);
    assert.equal(slices, 0);
    let atEnd = false;
    const end = { from: text.length - 1000, to: text.length };
    const last = values.read(end, cells, control, share => shares.push(share)).then(() => (atEnd = true));
    assert.ok(await values.read({ from: 1000, to: 2000 }, cells, control));
    assert.equal(atEnd, false);
    await last;
    assert.ok(slices > 10);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    assert.equal(shares.at(-1), 1);
  });
});
