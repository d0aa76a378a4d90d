import assert from 'node:assert/strict';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { Network } from '../../../src/model/network/network.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { Random } from '../../../src/model/base/random.ts';
import { predictorAfter } from '../predict/predictorAfter.ts';
import { generate, mostLikely } from '../../../src/model/predict/sampler.ts';
import { kernelImplementations } from './networks.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';

const symbols = ['h', 'e', 'l', 'o'];
const encode = (text: string) => Array.from(text, character => symbols.indexOf(character));
const decode = (ids: Iterable<number>) => Array.from(ids, id => symbols[id]).join('');

function trainedOnHello(cell: (typeof cellTypes)[number], kernels: KernelFactory): Network {
  const network = new Network({ cell, vocabSize: symbols.length, hiddenSize: 10, numLayers: 1 }, kernels);
  network.initialise(new Random(1));
  const trainer = new NetworkTrainer(network, { batchSize: 1, seqLength: 4, gradClip: 5 });
  for (let step = 0; step < 150; step++) {
    trainer.resetState();
    trainer.step({ inputs: encode('hell'), targets: encode('ello') }, 0.02);
  }
  return network;
}

for (const implementation of kernelImplementations)
  describe(`hello on ${implementation.name} kernels`, () => {
    let kernels: KernelFactory;
    before(async () => {
      kernels = await implementation.load();
    });

    for (const cell of cellTypes)
      it(`${cell} learns that h, e, l, l are followed by e, l, l, o`, () => {
        const network = trainedOnHello(cell, kernels);
        const pass = new ForwardPass(network, { batchSize: 1, seqLength: 4 });
        pass.run(encode('hell'), 4);
        const probabilities = pass.trace.probabilities();
        const predicted = [0, 1, 2, 3].map(t => mostLikely(probabilities.subarray(t * 4, t * 4 + 4)));
        // The two l are followed by different characters, so this takes the state and not the symbol alone.
        assert.equal(decode(predicted), 'ello');
        const greedy = { length: 4, temperature: 0, random: new Random(1) };
        assert.equal('h' + decode(generate(predictorAfter(network, encode('h')), greedy)), 'hello');
        const warm = { ...greedy, temperature: 0.3 };
        assert.equal('h' + decode(generate(predictorAfter(network, encode('h')), warm)), 'hello');
      });
  });
