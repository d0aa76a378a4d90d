import assert from 'node:assert/strict';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';
import type { Network } from '../../../src/model/network/network.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import type { NetworkConfig } from '../../../src/model/network/networkConfig.ts';
import { Random } from '../../../src/model/base/random.ts';
import { copyOf, randomIds, randomNetwork, relativeError } from './networks.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';

/**
 * How far each tensor's gradient may be from the measured one, as a share of its length. Measuring by differences of
 * 32-bit losses is off by some 1e-3; a term left out, doubled or taken from the wrong time step, by 1e-1 and more.
 */
const TOLERANCE = 1e-2;
/** Distance over which the loss is measured: rounding (about 1e-7 / STEP) and the fifth derivative's part are small. */
const STEP = 0.03;

interface Case {
  config: Omit<NetworkConfig, 'cell'>;
  batchSize: number;
  seqLength: number;
}

const cases: Case[] = [
  { config: { vocabSize: 5, hiddenSize: 4, numLayers: 2 }, batchSize: 2, seqLength: 6 },
  { config: { vocabSize: 3, hiddenSize: 7, numLayers: 2 }, batchSize: 1, seqLength: 4 },
  { config: { vocabSize: 7, hiddenSize: 3, numLayers: 3 }, batchSize: 3, seqLength: 3 },
];

interface Window {
  inputs: number[];
  targets: number[];
}

/** Mean loss (nats) of a window that begins in the given state; the sum is in 64 bits. */
function lossFrom(pass: ForwardPass, state: Float32Array, { inputs, targets }: Window): number {
  pass.writeState(state);
  pass.run(inputs, inputs.length / pass.batchSize);
  const counted = targets.filter(target => target >= 0).length;
  let sum = 0;
  for (const loss of pass.trace.losses(targets)) sum += loss;
  return sum / counted;
}

/** Derivative of the loss by one parameter, from four points. */
function measuredGradient(network: Network, index: number, loss: () => number): number {
  const value = network.parameters[index];
  const at = (distance: number) => {
    network.parameters[index] = value + distance;
    network.parametersChanged();
    return loss();
  };
  const near = at(STEP) - at(-STEP);
  const far = at(2 * STEP) - at(-2 * STEP);
  network.parameters[index] = value;
  network.parametersChanged();
  return (8 * near - far) / (12 * STEP);
}

describe('gradients against measured differences of the loss', () => {
  for (const cell of cellTypes)
    for (const [number, { config, batchSize, seqLength }] of cases.entries())
      it(`${cell}, ${config.numLayers} layers of ${config.hiddenSize} cells, ${batchSize} x ${seqLength}`, async () => {
        const random = new Random(100 + number);
        const network = randomNetwork({ ...config, cell }, random);
        const rows = batchSize * seqLength;
        const first = randomIds(rows, config.vocabSize, random);
        const window: Window = {
          inputs: randomIds(rows, config.vocabSize, random),
          targets: randomIds(rows, config.vocabSize, random),
        };
        window.targets[1] = -1;
        // A window before it gives a state that is not zero, through which no gradient may flow.
        const trainer = new NetworkTrainer(copyOf(network), { batchSize, seqLength, gradClip: 1 });
        trainer.step({ inputs: first, targets: first }, 0);
        const { state } = await trainer.exportState();
        assert.ok(state.every(value => value !== 0));
        trainer.step(window, 0);

        const pass = new ForwardPass(network, { batchSize, seqLength });
        for (const { name, offset, length } of network.layout.views) {
          const measured = Array.from({ length }, (_, i) =>
            measuredGradient(network, offset + i, () => lossFrom(pass, state, window)),
          );
          const computed = trainer.gradients.subarray(offset, offset + length);
          const error = relativeError(computed, measured);
          assert.ok(error < TOLERANCE, `${name} is off by ${error}`);
        }
      });
});
