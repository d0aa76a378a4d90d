import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { undisturbed } from '../../../src/model/base/readControl.ts';
import {
  influenceAt,
  type InfluenceMeasure,
  influenceMeasures,
  MOST_INFLUENCES,
} from '../../../src/model/insight/influence.ts';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { Network } from '../../../src/model/network/network.ts';
import { shapeOf } from '../../../src/model/network/networkConfig.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';
import { SequenceGradients } from '../../../src/model/network/training/sequenceGradients.ts';
import type { DocumentReader, ReaderModel } from '../../../src/model/predict/documentReader.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';
import { assertClose, loadWasm } from '../network/networks.ts';
import { randomText, readerModel, readerOf, vocabulary } from '../predict/readerWorkbench.ts';

/** Bits that the last of some symbols costs, read one by one from the zero state on the specification kernels. */
function costByHand({ network }: ReaderModel, symbols: readonly number[]): number {
  const pass = new ForwardPass(network, { batchSize: 1, seqLength: 1 });
  for (const symbol of symbols.slice(0, -1)) pass.run([symbol], 1);
  return -Math.log2(pass.trace.probabilities()[symbols.at(-1)!]);
}

/** The start symbol and the characters up to the one at an index, included. */
function symbolsTo(text: string, index: number): number[] {
  return [vocabulary.startOf('c'), ...vocabulary.encode(text).slice(0, index + 1)];
}

function trialByHand(model: ReaderModel, text: string, index: number, measure: InfluenceMeasure): number[] {
  const symbols = symbolsTo(text, index);
  const cost = costByHand(model, symbols);
  const first = Math.max(0, index - MOST_INFLUENCES);
  return Array.from({ length: index - first }, (_, i) => {
    const place = first + i + 1;
    const without =
      measure === 'takenOut' ? symbols.toSpliced(place, 1) : symbols.with(place, Vocabulary.unknown);
    return costByHand(model, without) - cost;
  });
}

/** By the gradient of one-hot vectors, read by a network of the same parameters that takes any vectors. */
function gradientByHand({ network }: ReaderModel, text: string, index: number): number[] {
  const symbols = symbolsTo(text, index);
  const length = symbols.length - 1;
  const size = vocabulary.size;
  const shape = { ...shapeOf(network.config), input: { kind: 'vectors' as const, size } };
  const twin = new Network(shape, createSpecificationKernels);
  twin.parameters.set(network.parameters);
  twin.parametersChanged();
  const gradients = new SequenceGradients(twin, { batchSize: 1, seqLength: length, wishes: ['inputs'] });
  const inputs = new Float32Array(length * size);
  for (let t = 0; t < length; t++) inputs[t * size + symbols[t]] = 1;
  const output = new Int32Array(length).fill(-1);
  output[length - 1] = symbols[length];
  gradients.forward({ inputs, length, targets: { output } });
  gradients.backward();
  const by = gradients.gradientTrace.inputs();
  const first = Math.max(0, index - MOST_INFLUENCES) + 1;
  const asked = Array.from({ length: length - first }, (_, i) => first + i);
  return asked.map(t => {
    const mean = asked.reduce((sum, other) => sum + by[t * size + symbols[other]], 0) / asked.length;
    return (mean - by[t * size + symbols[t]]) / Math.LN2;
  });
}

function byHand(model: ReaderModel, text: string, index: number, measure: InfluenceMeasure): number[] {
  return measure === 'gradient'
    ? gradientByHand(model, text, index)
    : trialByHand(model, text, index, measure);
}

/** One value for each character, from one for each unit. */
function perCharacter(reader: DocumentReader, from: number, bits: Float32Array): number[] {
  const { text } = reader;
  const first = text.indexAt(from);
  return Array.from(
    { length: text.indexAt(from + bits.length) - first },
    (_, i) => bits[text.offsetAt(first + i) - from],
  );
}

describe('what earlier characters did for a prediction', () => {
  const text = randomText(330, new Random(8));

  for (const cell of cellTypes)
    for (const measure of influenceMeasures)
      it(`${cell}, ${measure}: as a plain loop has it, near the start and far from it`, async () => {
        const model = readerModel(cell);
        for (const index of [1, 33, 60, 230]) {
          const reader = readerOf(model, text);
          const offset = reader.text.offsetAt(index);
          const found = await influenceAt(reader, offset, measure, undisturbed);
          assert.ok(found);
          assert.equal(found.offset, offset);
          assert.equal(found.from + found.bits.length, offset);
          const bits = perCharacter(reader, found.from, found.bits);
          const short = reader.text.slice(0, index + 1);
          assertClose(bits, byHand(model, short, index, measure), 1e-4, `before ${index}`);
          const unknown = found.character !== '\n' && vocabulary.encode(found.character)[0] === 0;
          const sharers = unknown ? Math.log2(vocabulary.unknownCharacters) : 0;
          const cost = costByHand(model, symbolsTo(short, index));
          assertClose([found.surpriseBits], [cost + sharers], 1e-4, 'surprise');
        }
      });

  it('is the same on fast kernels, to their precision', async () => {
    const kernels = await loadWasm();
    for (const measure of influenceMeasures) {
      const offset = 120;
      const plain = await influenceAt(readerOf(readerModel('gru'), text), offset, measure, undisturbed);
      const fast = await influenceAt(
        readerOf(readerModel('gru', { kernels }), text),
        offset,
        measure,
        undisturbed,
      );
      assert.ok(plain && fast);
      assertClose(fast.bits, plain.bits, 1e-3, measure);
    }
  });

  it('gives both units of a character outside the basic plane its value', async () => {
    const reader = readerOf(readerModel('lstm'), 'a😀b');
    const found = await influenceAt(reader, 3, 'takenOut', undisturbed);
    assert.equal(found?.bits.length, 3);
    assert.equal(found.bits[1], found.bits[2]);
    assert.notEqual(found.bits[0], found.bits[1]);
  });

  it('is asked of nothing where there is no character, or none before it', async () => {
    const reader = readerOf(readerModel('rnn'), 'ab');
    assert.equal(await influenceAt(reader, 0, 'takenOut', undisturbed), undefined);
    assert.equal(await influenceAt(reader, 2, 'takenOut', undisturbed), undefined);
    assert.equal((await influenceAt(reader, 1, 'takenOut', undisturbed))?.bits.length, 1);
    assert.equal(await influenceAt(readerOf(readerModel('rnn'), ''), 0, 'gradient', undisturbed), undefined);
  });

  for (const measure of influenceMeasures) {
    it(`${measure}: lets others have their turn, who may read with the same network`, async () => {
      const model = readerModel('lstm');
      const alone = await influenceAt(readerOf(model, text), 150, measure, undisturbed);
      const other = readerOf(model, text);
      let turns = 0;
      const yieldToEvents = async () => {
        turns++;
        await other.stateAt(turns % 100, undisturbed);
      };
      const control = { signal: undisturbed.signal, yieldToEvents };
      const beside = await influenceAt(readerOf(model, text), 150, measure, control);
      assert.ok(turns > 5);
      assert.deepEqual(beside, alone);
    });

    it(`${measure}: ends when aborted, and when the text is edited`, async () => {
      const model = readerModel('lstm');
      for (const end of ['abort', 'edit']) {
        const reader = readerOf(model, text);
        const aborting = new AbortController();
        let turns = 0;
        const yieldToEvents = async () => {
          if (++turns < 3) return;
          if (end === 'abort') aborting.abort();
          else if (turns === 3) reader.text.replace({ offset: 0, length: 0, text: 'a' });
        };
        const control = { signal: aborting.signal, yieldToEvents };
        assert.equal(await influenceAt(reader, 150, measure, control), undefined, end);
        assert.equal(turns, 3);
      }
    });
  }
});
