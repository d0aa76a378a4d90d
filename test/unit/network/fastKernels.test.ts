import assert from 'node:assert/strict';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { Random } from '../../../src/model/base/random.ts';
import { assertClose, copyOf, kernelImplementations, randomIds, randomNetwork } from './networks.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';

const TOLERANCE = 1e-5;

interface Shape {
  vocabSize: number;
  hiddenSize: number;
  numLayers: number;
  batchSize: number;
  seqLength: number;
}

/** Sizes that fill vectors and panels exactly, and sizes that leave a rest; more rows than a block of 256. */
const shapes: Shape[] = [
  { vocabSize: 32, hiddenSize: 16, numLayers: 2, batchSize: 8, seqLength: 8 },
  { vocabSize: 13, hiddenSize: 11, numLayers: 2, batchSize: 3, seqLength: 5 },
  { vocabSize: 19, hiddenSize: 21, numLayers: 1, batchSize: 9, seqLength: 31 },
  { vocabSize: 2, hiddenSize: 1, numLayers: 3, batchSize: 1, seqLength: 1 },
  { vocabSize: 1, hiddenSize: 5, numLayers: 1, batchSize: 2, seqLength: 3 },
  { vocabSize: 2000, hiddenSize: 7, numLayers: 1, batchSize: 1, seqLength: 9 },
  ...randomShapes(new Random(1), 8),
];

function randomShapes(random: Random, count: number): Shape[] {
  const upTo = (greatest: number) => 1 + Math.floor(random.next() * greatest);
  return Array.from({ length: count }, (_, i) => ({
    vocabSize: upTo(i % 4 === 0 ? 2000 : 120),
    hiddenSize: upTo(70),
    numLayers: upTo(3),
    batchSize: i % 3 === 0 ? 1 : upTo(20),
    seqLength: upTo(20),
  }));
}

for (const { name, load } of kernelImplementations.slice(1))
  describe(`${name} kernels in whole training steps`, () => {
    let kernels: KernelFactory;
    before(async () => {
      kernels = await load();
    });

    for (const cell of cellTypes)
      for (const { batchSize, seqLength, ...shape } of shapes)
        it(`${cell} agrees with the specification, ${JSON.stringify(shape)}`, async () => {
          const random = new Random(7);
          const slow = randomNetwork({ cell, ...shape }, random, { range: 0.3 });
          const fast = copyOf(slow, kernels);
          const options = { batchSize, seqLength, gradClip: 0.1, weightDecay: 0.5 };
          const slowTrainer = new NetworkTrainer(slow, options);
          const fastTrainer = new NetworkTrainer(fast, options);
          const ids = () => randomIds(batchSize * seqLength, shape.vocabSize, random);
          for (let step = 0; step < 3; step++) {
            const [inputs, targets] = [ids(), ids()];
            // Small steps: Adam divides by the gradient's size, which would blow up the rounding of tiny gradients.
            const expected = slowTrainer.step({ inputs, targets }, 1e-4);
            const actual = fastTrainer.step({ inputs, targets }, 1e-4);
            assertClose([actual.loss], [expected.loss], TOLERANCE, 'loss');
            assertClose([actual.gradientNorm], [expected.gradientNorm], TOLERANCE, 'norm');
            assertClose(fastTrainer.gradients, slowTrainer.gradients, TOLERANCE, 'gradients');
            assertClose(fast.parameters, slow.parameters, TOLERANCE, 'parameters');
          }
          const [actual, expected] = [await fastTrainer.exportState(), await slowTrainer.exportState()];
          assertClose(actual.state, expected.state, TOLERANCE, 'state');
          assertClose(actual.m, expected.m, TOLERANCE, 'm');
          assertClose(actual.v, expected.v, TOLERANCE, 'v');
          // With a single symbol there is nothing to learn.
          const learns = slowTrainer.gradients.some(gradient => Math.abs(gradient) > 1e-3);
          assert.equal(learns, shape.vocabSize > 1);
        });
  });
