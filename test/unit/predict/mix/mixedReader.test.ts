import assert from 'node:assert/strict';
import { Random } from '../../../../src/model/base/random.ts';
import { ContextTable } from '../../../../src/model/contexts/contextTable.ts';
import type { ContextKernelFactory } from '../../../../src/model/contexts/wasmContextKernels.ts';
import type { ReaderModel } from '../../../../src/model/predict/documentReader.ts';
import { explainText } from '../../../../src/model/predict/mix/explainText.ts';
import { copiedFrom } from '../../../../src/model/predict/mix/copiedFrom.ts';
import { bitsOfFiles, contextsAlone } from '../../../../src/model/predict/mix/mixedEvaluation.ts';
import { MixedReader } from '../../../../src/model/predict/mix/mixedReader.ts';
import { NetworkPredictor } from '../../../../src/model/predict/networkPredictor.ts';
import { assertClose } from '../../network/networks.ts';
import { characters, contextKernels, mixedModel, randomText, vocabulary } from './mixWorkbench.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

const file = (path: string) =>
  ({ path, language: 'c', bytes: bytesOf(randomText(80, new Random(4))) }) as const;

describe('a reader of both experts', () => {
  let model: ReaderModel;
  let create: ContextKernelFactory;
  before(async () => {
    model = await mixedModel();
    create = await contextKernels();
  });

  function fresh() {
    const layer = ContextTable.empty(create, 8).workspace;
    return { layer, reader: new MixedReader({ network: model.network, characters, layer }) };
  }

  it('is surprised alike in whatever slices it reads, also within characters', () => {
    const bytes = bytesOf(randomText(300, new Random(1)));
    const whole = fresh().reader;
    whole.begin(3, 'c');
    const nats = whole.learn(bytes);
    for (const size of [1, 3, 100]) {
      const { reader } = fresh();
      reader.begin(3, 'c');
      let sum = 0;
      for (let at = 0; at < bytes.length; at += size) sum += reader.learn(bytes.subarray(at, at + size));
      assertClose([sum], [nats], 1e-6, `in slices of ${size}`);
    }
  });

  it('learns how far the network is to be trusted', () => {
    // A network that knows what comes, and one that does not.
    const text = randomText(1500, new Random(6));
    const symbols = vocabulary.encode(text);
    const bits = [0, 12].map(sureness => {
      const { layer, reader } = fresh();
      let at = 0;
      const knowing = new NetworkPredictor(model.network);
      knowing.read([vocabulary.startOf('c')]);
      knowing.distribution = into => {
        into.fill(0.1 / into.length);
        into[symbols[at]] += sureness;
        at++;
      };
      layer.beginText(1);
      reader.goOnWith(knowing);
      return reader.learn(bytesOf(text)) / Math.LN2;
    });
    assert.ok(bits[1] < bits[0] / 3, `${bits[1]} bits with, ${bits[0]} without`);
  });

  it('measures files one after the other: what is said again in the next is known there', async () => {
    const { layer, reader } = fresh();
    const [one, two] = [await bitsOfFiles(reader, [file('a.c')]), await bitsOfFiles(reader, [file('b.c')])];
    assert.ok(two < one / 2, `${one}, then ${two}`);
    const both = await bitsOfFiles(fresh().reader, [file('a.c'), file('b.c')]);
    assertClose([both], [one + two], 1e-9, 'together');
    layer.forget();
    const alone = await bitsOfFiles(contextsAlone(layer), [file('a.c')]);
    assert.ok(alone > 0 && alone !== one);
  });

  it('says of each character what it took and who knew it, to the bits that the mix takes', () => {
    const { layer, reader } = fresh();
    reader.begin(1, 'c');
    reader.learn(bytesOf(randomText(300, new Random(9))));
    const text = 'if (a漢😀\n';
    const begin = () => {
      const network = new NetworkPredictor(model.network);
      network.read([vocabulary.startOf('c')]);
      layer.beginText(2);
      return { network, layer, characters };
    };
    const shares = explainText(text, begin());
    assert.deepEqual(
      shares.map(({ character }) => character),
      Array.from(text),
    );
    for (const { net, contexts, bits } of shares) {
      assert.ok(net >= 0 && net <= 1 && contexts >= 0 && contexts <= 1 && bits > 0);
      assertClose([net + contexts], [1], 1e-9, 'shares');
    }
    assert.ok(shares.some(({ net }) => net > 0));
    // Nothing was learnt by that: it says the same again.
    assert.deepEqual(explainText(text, begin()), shares);
    reader.begin(2, 'c');
    const nats = reader.learn(bytesOf(text));
    const bits = shares.reduce((sum, each) => sum + each.bits, 0);
    assertClose([bits * Math.LN2], [nats], 0.05, 'bits');
  });

  it('finds where a text was copied from: after what is most like what stands before it, the latest of equals', () => {
    const { layer } = fresh();
    layer.beginText(1);
    layer.learn(bytesOf('int first = call(a);\nint other = call(b);\nint first = call(a);\n'));
    const from = (before: string, text: string, until?: number) =>
      copiedFrom(layer, { before: bytesOf(before), text: bytesOf(text) }, until);
    const [first, other, again] = [12 + 1, 12 + 22, 12 + 43];
    assert.deepEqual(from('x int other = ', 'call(')?.position, other);
    assert.deepEqual(from('y\nint first = ', 'call(a)')?.position, again);
    assert.deepEqual(from('int first = ', 'call(a);\nint other')?.position, first);
    assert.equal(from('whatever', 'is not there'), undefined);
    // What was learnt since was no source.
    assert.deepEqual(from('y\nint first = ', 'call(a)', again)?.position, first);
    assert.equal(from('int first = ', 'call(a);', 1), undefined);
    assert.equal(from('', ''), undefined);
    assert.equal(from('q', 'l('), undefined);
  });
});
