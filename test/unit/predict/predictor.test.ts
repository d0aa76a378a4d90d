import assert from 'node:assert/strict';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { Random } from '../../../src/model/base/random.ts';
import { NetworkPredictor } from '../../../src/model/predict/networkPredictor.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';
import { kernelImplementations, randomNetwork } from '../network/networks.ts';
import { testPredictor } from './predictorContract.ts';

const vocabSize = 7;

for (const { name, load } of kernelImplementations)
  for (const cell of cellTypes)
    testPredictor(`a ${cell} network on ${name} kernels`, async () => {
      const config = { cell, vocabSize, hiddenSize: 6, numLayers: 2 };
      const network = randomNetwork(config, new Random(1), { kernels: await load(), range: 1.5 });
      return () => new NetworkPredictor(network);
    });

describe('NetworkPredictor', () => {
  const config = { cell: 'lstm', vocabSize, hiddenSize: 5, numLayers: 1 } as const;

  it('goes on from a point of a text as one that has read up to there', () => {
    const network = randomNetwork(config, new Random(2));
    const pass = new ForwardPass(network, { batchSize: 1, seqLength: 3 });
    pass.run([1, 2, 3], 3);
    const state = new Float32Array(pass.stateLength);
    pass.readState(state);
    const [there, fresh] = [new NetworkPredictor(network, { state, last: 4 }), new NetworkPredictor(network)];
    fresh.read([1, 2, 3, 4]);
    const [expected, actual] = [new Float32Array(vocabSize), new Float32Array(vocabSize)];
    fresh.distribution(expected);
    there.distribution(actual);
    assert.deepEqual(actual, expected);
  });

  it('gives no chances where its numbers are not finite', () => {
    const network = randomNetwork(config, new Random(3));
    network.parameter('output.bias')[2] = -Infinity;
    network.parametersChanged();
    const predictor = new NetworkPredictor(network);
    const [surprise, distribution] = [new Float32Array(3), new Float32Array(vocabSize)];
    predictor.read([1, 2, 3], surprise);
    predictor.distribution(distribution);
    assert.deepEqual(surprise, Float32Array.of(0, NaN, NaN));
    assert.ok(distribution.every(value => Number.isNaN(value)));
  });
});
