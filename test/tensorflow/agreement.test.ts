import assert from 'node:assert/strict';
import type { KernelFactory } from '../../src/model/kernels/wasmKernels.ts';
import { cellTypes } from '../../src/model/network/cells/cells.ts';
import { Random } from '../../src/model/base/random.ts';
import type { TrainingEngine } from '../../src/model/training/trainingEngine.ts';
import { findTensorflow } from '../../src/platform/node/tensorflow/findTensorflow.ts';
import { assertClose, copyOf, loadWasm } from '../unit/network/networks.ts';
import {
  assertSameLosses,
  loadTensorflow,
  options,
  smallNetwork,
  steps,
  tensorflowFolder,
} from './tensorflow.ts';
import { NetworkTrainer } from '../../src/model/network/training/networkTrainer.ts';

/** What the two may differ in after 20 steps: the order of their sums. */
const TOLERANCE = 1e-4;

describe('TensorflowTrainer', () => {
  let kernels: KernelFactory;
  let tensorflow: TrainingEngine;
  before(async () => {
    kernels = await loadWasm();
    tensorflow = await loadTensorflow();
  });

  for (const cell of cellTypes)
    for (const numLayers of [1, 2])
      describe(`${cell}, layers: ${numLayers}`, () => {
        it('learns step for step what the own kernels do', async () => {
          const network = smallNetwork(cell, numLayers, kernels);
          const copy = copyOf(network, kernels);
          const expected = await steps(new NetworkTrainer(network, options), 20, new Random(2));
          // Else the test would say nothing of clipping.
          assert.ok(expected.some(({ gradientNorm }) => gradientNorm > options.gradClip));
          const trainer = await tensorflow.createTrainer(copy, options);
          assertSameLosses(await steps(trainer, 20, new Random(2)), expected, TOLERANCE);
          await trainer.publishParameters();
          assertClose(copy.parameters, network.parameters, TOLERANCE, 'parameters');
          await trainer.dispose();
        });

        it('goes on from a state of the own kernels, and they from its own', async () => {
          const network = smallNetwork(cell, numLayers, kernels);
          const own = new NetworkTrainer(network, options);
          const random = new Random(3);
          await steps(own, 5, random);
          const copy = copyOf(network, kernels);
          const trainer = await tensorflow.createTrainer(copy, options);
          await trainer.importState(await own.exportState());
          assert.equal(trainer.stepCount, 5);
          assert.deepEqual(await trainer.exportState(), await own.exportState());
          const restored = Random.restore(random.state);
          const there = await steps(trainer, 6, restored);
          assertSameLosses(there, await steps(own, 6, random), TOLERANCE);

          await trainer.publishParameters();
          const back = copyOf(copy, kernels);
          const third = new NetworkTrainer(back, options);
          await third.importState(await trainer.exportState());
          assert.equal(third.stepCount, 11);
          const again = Random.restore(random.state);
          assertSameLosses(await steps(third, 6, again), await steps(own, 6, random), TOLERANCE);
          await trainer.dispose();
        });
      });

  it('takes every window from where the one before ended, until it is reset', async () => {
    const trainer = await tensorflow.createTrainer(smallNetwork('lstm', 2, kernels), options);
    const still = async () => {
      const ids = Array.from({ length: options.batchSize * options.seqLength }, (_, i) => i % 11);
      return (await trainer.step({ inputs: ids, targets: ids }, 0)).loss;
    };
    const first = await still();
    assert.notEqual(await still(), first);
    trainer.resetState();
    assert.equal(await still(), first);
    await trainer.dispose();
  });

  it('leaves parameters and Adam as they are when the loss is not finite', async () => {
    const network = smallNetwork('gru', 1, kernels);
    network.parameter('output.bias')[0] = Infinity;
    network.parametersChanged();
    const before = Float32Array.from(network.parameters);
    const trainer = await tensorflow.createTrainer(network, options);
    const [result] = await steps(trainer, 1, new Random(1));
    assert.ok(!Number.isFinite(result.loss));
    await trainer.publishParameters();
    assert.deepEqual(Float32Array.from(network.parameters), before);
    assert.equal(trainer.stepCount, 0);
    assert.ok((await trainer.exportState()).m.every(value => value === 0));
    await trainer.dispose();
  });

  it('refuses symbols that the vocabulary does not have, and goes on', async () => {
    const trainer = await tensorflow.createTrainer(smallNetwork('lstm', 1, kernels), options);
    assert.throws(
      () => trainer.step({ inputs: [0, 1, 2, 11], targets: [0, 0, 0, 0] }, 0.01),
      /Symbol 11; the vocabulary of this/,
    );
    assert.throws(
      () => trainer.step({ inputs: [0, 1, 2, -1], targets: [0, 0, 0, 0] }, 0.01),
      /Symbol -1; the vocabulary of this/,
    );
    assert.throws(
      () => trainer.step({ inputs: [0, 1, 2], targets: [0, 0, 0] }, 0.01),
      /3 inputs and 3 targets for 4 streams/,
    );
    assert.ok(
      Number.isFinite((await trainer.step({ inputs: [0, 1, 2, 3], targets: [0, 0, 0, 0] }, 0.01)).loss),
    );
    await trainer.dispose();
  });

  for (const cell of cellTypes)
    it(`${cell} keeps no tensor of a step, and none when it is disposed of`, async () => {
      const { binding } = findTensorflow({ settingPath: tensorflowFolder, workspaceFolders: [] });
      const start = binding.getNumOfTensors();
      const trainer = await tensorflow.createTrainer(smallNetwork(cell, 2, kernels), options);
      await steps(trainer, 1, new Random(1));
      const afterOne = binding.getNumOfTensors();
      await steps(trainer, 12, new Random(2));
      await trainer.publishParameters();
      await trainer.importState(await trainer.exportState());
      trainer.resetState();
      await steps(trainer, 1, new Random(3));
      assert.equal(binding.getNumOfTensors(), afterOne);
      await trainer.dispose();
      assert.equal(binding.getNumOfTensors(), start);
    });
});
