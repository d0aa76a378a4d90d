import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { Network } from '../../../src/model/network/network.ts';
import { cellTypes, type CellType } from '../../../src/model/network/cells/cells.ts';
import type { NetworkConfig } from '../../../src/model/network/networkConfig.ts';
import { assertClose, kernelImplementations } from './networks.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';

/** What test/golden/makeGoldens.py writes. */
interface Golden {
  config: NetworkConfig;
  batchSize: number;
  seqLength: number;
  learningRate: number;
  gradClip: number;
  weightDecay: number;
  inputs: number[][];
  targets: number[][];
  parameters: Record<string, number[]>;
  logits: number[];
  gradients: Record<string, number[]>;
  losses: number[];
  gradientNorms: number[];
  finalState: number[];
  finalParameters: Record<string, number[]>;
}

const TOLERANCE = 1e-4;

function readGolden(cell: CellType): Golden {
  return JSON.parse(readFileSync(`test/golden/${cell}.json`, 'utf8')) as Golden;
}

function networkOf(golden: Golden, kernels: KernelFactory): Network {
  const network = new Network(golden.config, kernels);
  for (const [name, values] of Object.entries(golden.parameters)) network.parameter(name).set(values);
  network.parametersChanged();
  return network;
}

for (const implementation of kernelImplementations)
  describe(`PyTorch's numbers on ${implementation.name} kernels`, () => {
    let kernels: KernelFactory;
    before(async () => {
      kernels = await implementation.load();
    });

    for (const cell of cellTypes)
      describe(cell, () => {
        const golden = readGolden(cell);
        const { batchSize, seqLength, gradClip, weightDecay, learningRate } = golden;

        it('names the same parameters in the same order', () => {
          const network = new Network(golden.config, kernels);
          const names = network.layout.views.map(view => view.name);
          assert.deepEqual(names, Object.keys(golden.parameters));
          for (const { name, length } of network.layout.views)
            assert.equal(length, golden.parameters[name].length, name);
        });

        it('gives the same logits', () => {
          const pass = new ForwardPass(networkOf(golden, kernels), { batchSize, seqLength });
          pass.run(golden.inputs[0], seqLength);
          assertClose(pass.trace.logits(), golden.logits, TOLERANCE, 'logits');
        });

        it('gives the same gradients', () => {
          const network = networkOf(golden, kernels);
          const trainer = new NetworkTrainer(network, { batchSize, seqLength, gradClip });
          trainer.step({ inputs: golden.inputs[0], targets: golden.targets[0] }, learningRate);
          for (const { name, offset, length } of network.layout.views)
            assertClose(
              trainer.gradients.subarray(offset, offset + length),
              golden.gradients[name],
              TOLERANCE,
              name,
            );
        });

        it('trains to the same losses, state and parameters', async () => {
          const network = networkOf(golden, kernels);
          const trainer = new NetworkTrainer(network, { batchSize, seqLength, gradClip, weightDecay });
          const results = golden.inputs.map((inputs, window) =>
            trainer.step({ inputs, targets: golden.targets[window] }, learningRate),
          );
          const losses = results.map(result => result.loss);
          const norms = results.map(result => result.gradientNorm);
          assertClose(losses, golden.losses, TOLERANCE, 'losses');
          assertClose(norms, golden.gradientNorms, TOLERANCE, 'gradient norms');
          assert.ok(Math.min(...norms) < gradClip && gradClip < Math.max(...norms), 'some are clipped');
          assertClose((await trainer.exportState()).state, golden.finalState, TOLERANCE, 'state');
          for (const [name, values] of Object.entries(golden.finalParameters))
            assertClose(network.parameter(name), values, TOLERANCE, name);
        });
      });
  });
