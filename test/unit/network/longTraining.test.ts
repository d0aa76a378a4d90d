// What a training comes to after a very long time: moments that have died away, weights and a state that have grown.
import assert from 'node:assert/strict';
import { Network } from '../../../src/model/network/network.ts';
import { type CellType, cellTypes } from '../../../src/model/network/cells/cells.ts';
import { Random } from '../../../src/model/base/random.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { loadWasm } from './networks.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';

/** A million of the usual cell's, and fewer of the others', for the time that they take. */
const STEPS: Record<CellType, number> = { lstm: 1_000_000, gru: 100_000, rnn: 100_000 };
const INPUTS = [[0], [1]];

/**
 * Trains one cell on two symbols, one symbol a step, and gives the step whose loss is not finite, or undefined. Long
 * stretches of one symbol, after which all gradients are next to nothing, end in a few surprises.
 */
async function firstBadStep(
  kernels: KernelFactory,
  cell: CellType,
  epsilon: number,
): Promise<number | undefined> {
  const steps = STEPS[cell];
  const random = new Random(1);
  const network = new Network({ cell, vocabSize: 2, hiddenSize: 1, numLayers: 1 }, kernels);
  network.initialise(random);
  const trainer = new NetworkTrainer(network, { batchSize: 1, seqLength: 1, gradClip: 1, epsilon });
  for (let step = 0; step < steps; step++) {
    const surprising = step % 20_000 > 19_900 && random.next() < 0.5;
    const { loss, gradientNorm } = trainer.step(
      { inputs: INPUTS[0], targets: INPUTS[surprising ? 1 : 0] },
      0.01,
    );
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return step;
  }
  const { m, v, state } = await trainer.exportState();
  const finite = [network.parameters, m, v, state].every(values => values.every(Number.isFinite));
  return finite ? undefined : steps;
}

describe('a very long training', () => {
  let kernels: KernelFactory;
  before(async () => {
    kernels = await loadWasm();
  });

  for (const cell of cellTypes)
    it(`${STEPS[cell]} steps of ${cell} have no NaN in them`, async () =>
      assert.equal(await firstBadStep(kernels, cell, 1e-8), undefined));

  it('is found out when it goes wrong: without epsilon Adam divides by the root of a mean of nothing', async () =>
    assert.notEqual(await firstBadStep(kernels, 'lstm', 0), undefined));
});
