import assert from 'node:assert/strict';
import { wholeFile, Evaluator } from '../../../src/model/predict/evaluation.ts';
import { inspectPosition } from '../../../src/model/insight/inspectPosition.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { areFinite, NotFinite } from '../../../src/model/network/finite.ts';
import type { Network } from '../../../src/model/network/network.ts';
import { Random } from '../../../src/model/base/random.ts';
import { complete } from '../../../src/model/suggest/complete.ts';
import { DocumentReader } from '../../../src/model/predict/documentReader.ts';
import { NetworkPredictor } from '../../../src/model/predict/networkPredictor.ts';
import { networkScoring } from '../../../src/model/predict/networkScoring.ts';
import { DocumentText } from '../../../src/model/text/documentText.ts';
import { undisturbed } from '../../../src/model/base/readControl.ts';
import { generate } from '../../../src/model/predict/sampler.ts';
import { encodeFile } from '../../../src/model/text/corpus.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';
import { askedFor } from '../suggest/places.ts';
import { kernelImplementations, randomNetwork } from './networks.ts';

const text = 'int main(void) { return 0; }\n';

/** Checks an error: it is the one, and says where. */
const isSaid = (place: RegExp) => (error: unknown) => {
  assert.ok(error instanceof NotFinite);
  assert.match(error.message, /^The model gives numbers that are not finite, first .*Train it again\.$/);
  assert.match(error.message, place);
  return true;
};

describe('areFinite', () => {
  it('finds what is not, wherever it is', () => {
    assert.ok(areFinite(Float32Array.of(0, -0, 1e-45, 3.4e38, -3.4e38, 3.4e38)));
    assert.ok(areFinite(new Float32Array(0)));
    for (const wrong of [Infinity, -Infinity, Number.NaN])
      for (const place of [0, 5, 9]) {
        const values = new Float32Array(10).fill(3e38);
        values[place] = wrong;
        assert.ok(!areFinite(values), `${wrong} at ${place}`);
      }
  });
});

for (const { name, load } of kernelImplementations)
  describe(`a model whose numbers are not finite, ${name} kernels`, () => {
    let kernels: KernelFactory;
    const vocabulary = Vocabulary.fromTexts([text]);
    before(async () => {
      kernels = await load();
    });

    /** The weights are finite, and so large that sums of them are not: at once, or for one symbol alone. */
    function hugeNetwork(onlySymbol?: number): Network {
      const config = { cell: 'lstm', vocabSize: vocabulary.size, hiddenSize: 8, numLayers: 1 } as const;
      const network = randomNetwork(config, new Random(3), { kernels });
      const weights = network.parameter('output.weight');
      const rows = onlySymbol === undefined ? [0, 1, 2, 3] : [onlySymbol];
      for (const row of rows) weights.fill(3e38, row * 8, (row + 1) * 8);
      // The states are close to 1, so that eight of them make a sum that is too large.
      network.parameter('rnn.bias_ih_l0').fill(20);
      network.parametersChanged();
      return network;
    }

    const evaluatorOf = (network: Network) => new Evaluator(vocabulary, networkScoring(network));

    for (const temperature of [0, 0.8])
      it(`is said when drawing at temperature ${temperature}`, () => {
        const predictor = new NetworkPredictor(hugeNetwork());
        predictor.read([vocabulary.startOf('c')]);
        const drawn = generate(predictor, {
          length: 5,
          temperature,
          random: new Random(1),
        });
        assert.throws(() => Array.from(drawn), isSaid(/first in drawing character 1:/));
      });

    it('is said when completing', async () => {
      const model = { network: hugeNetwork(), vocabulary };
      const reader = new DocumentReader(model, new DocumentText(text), 'c');
      const options = { ...askedFor, offset: text.length, maxLength: 9, random: new Random(1) };
      await assert.rejects(complete(reader, options, undisturbed), isSaid(/predicting character 1 of/));
    });

    it('is said when a position is inspected', async () => {
      const model = { network: hugeNetwork(), vocabulary };
      const reader = new DocumentReader(model, new DocumentText(text), 'c');
      await assert.rejects(inspectPosition(reader, 4, undisturbed), isSaid(/at character 5:/));
    });

    it('is found when evaluating, with its place', async () => {
      const file = encodeFile(vocabulary, { path: 'main.c', language: 'c', text });
      const { notFinite } = await evaluatorOf(hugeNetwork()).evaluate([wholeFile(file)]);
      assert.equal(notFinite?.passage.path, 'main.c');
      assert.equal(notFinite?.index, 1);
    });

    it('is not found where numbers are sound', async () => {
      const config = { cell: 'gru', vocabSize: vocabulary.size, hiddenSize: 8, numLayers: 2 } as const;
      const network = randomNetwork(config, new Random(3), { kernels });
      const file = encodeFile(vocabulary, { path: 'main.c', language: 'c', text });
      const result = await evaluatorOf(network).evaluate([wholeFile(file)]);
      assert.equal(result.notFinite, undefined);
      assert.equal(result.characters, text.length);
    });
  });
