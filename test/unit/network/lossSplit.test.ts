import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Random } from '../../../src/model/base/random.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { Network } from '../../../src/model/network/network.ts';
import type { NetworkConfig } from '../../../src/model/network/networkConfig.ts';
import { LossSplit } from '../../../src/model/network/training/lossSplit.ts';
import { SequenceGradients } from '../../../src/model/network/training/sequenceGradients.ts';
import { assertClose, kernelImplementations, randomIds, randomNetwork, relativeError } from './networks.ts';

/** What test/golden/makeGoldens.py writes into splits.json. */
interface SplitGolden {
  config: NetworkConfig;
  inputs: number[];
  targets: number[];
  startState: number[];
  parameters: Record<string, number[]>;
  losses: number[];
  /** by layer, (T, K, H) */
  split: number[][];
  /** (T, V), of the last loss */
  inputGradient: number[];
}

/** Relative to the length of what is expected. */
const TOLERANCE = 1e-4;
const goldens = JSON.parse(readFileSync('test/golden/splits.json', 'utf8')) as SplitGolden[];

function networkOf(golden: SplitGolden, kernels: KernelFactory): Network {
  const network = new Network(golden.config, kernels);
  for (const [name, values] of Object.entries(golden.parameters)) network.parameter(name).set(values);
  network.parametersChanged();
  return network;
}

for (const implementation of kernelImplementations)
  describe(`gradients by the loss that they come from on ${implementation.name} kernels`, () => {
    let kernels: KernelFactory;
    before(async () => {
      kernels = await implementation.load();
    });

    for (const golden of goldens) {
      const { inputs, targets, config } = golden;
      const steps = inputs.length;
      const state = Float32Array.from(golden.startState);

      it(`${config.cell}: as PyTorch has them, in every layer`, () => {
        const network = networkOf(golden, kernels);
        const layers = new LossSplit(network, steps).split({ inputs, targets, state });
        assert.equal(layers.length, config.numLayers);
        for (const [layer, split] of layers.entries()) {
          for (let t = 0; t < steps; t++)
            for (let k = 0; k < steps; k++) {
              const start = (t * steps + k) * config.hiddenSize;
              const expected = golden.split[layer].slice(start, start + config.hiddenSize);
              const what = `dL${k}/dh${t} of layer ${layer}`;
              if (k < t)
                assert.ok(
                  split.part(t, k).every(value => value === 0),
                  what,
                );
              else assert.ok(relativeError(split.part(t, k), expected) < TOLERANCE, what);
            }
        }
      });

      it(`${config.cell}: the gradient of the input of the last loss, from that of the lowest gates`, () => {
        const network = networkOf(golden, kernels);
        const gradients = new SequenceGradients(network, { batchSize: 1, seqLength: steps });
        const last = targets.map((target, t) => (t === steps - 1 ? target : -1));
        const loss = gradients.forward({ inputs, length: steps, targets: { output: last }, state });
        assertClose([loss], [golden.losses[steps - 1]], TOLERANCE, 'loss');
        gradients.backward();
        const gates = gradients.gradientTrace.inputGates();
        const weights = network.parameter('rnn.weight_ih_l0');
        const [width, symbols] = [gates.length / steps, config.vocabSize];
        const found = golden.inputGradient.map((_, i) => {
          const [t, symbol] = [Math.floor(i / symbols), i % symbols];
          let sum = 0;
          for (let j = 0; j < width; j++) sum += gates[t * width + j] * weights[j * symbols + symbol];
          return sum;
        });
        assert.ok(relativeError(found, golden.inputGradient) < TOLERANCE);
      });
    }

    for (const cell of cellTypes)
      it(`${cell}: the parts add up to the gradient of all losses together`, () => {
        const random = new Random(4);
        const [steps, hiddenSize] = [9, 6];
        const config = { cell, vocabSize: 7, hiddenSize, numLayers: 2 };
        const network = randomNetwork(config, random, { kernels });
        const ids = randomIds(steps + 1, 7, random);
        const [inputs, targets] = [ids.slice(0, -1), ids.slice(1)];
        const layers = new LossSplit(network, steps).split({ inputs, targets });
        const all = new SequenceGradients(network, { batchSize: 1, seqLength: steps, wishes: ['steps'] });
        all.forward({ inputs, length: steps, targets: { output: targets } });
        all.backward();
        for (const [layer, split] of layers.entries()) {
          const whole = Array.from({ length: steps }, (_, t) => [...split.whole(t)]).flat();
          // The loss of a sequence is the mean of its steps'.
          const expected = all.gradientTrace.hidden(layer).map(value => value * steps);
          assert.ok(relativeError(whole, expected) < TOLERANCE, `layer ${layer}`);
        }
      });

    it('refuses a stretch that is not as long as it was made for', () => {
      const network = networkOf(goldens[0], kernels);
      assert.throws(() => new LossSplit(network, 4).split({ inputs: [0, 1, 2], targets: [1, 2, 3] }), {
        message: '3 symbols and 3 targets; 4 are split.',
      });
    });
  });
