// The engine under test, and what it is compared with.
import assert from 'node:assert/strict';
import type { KernelFactory } from '../../src/model/kernels/wasmKernels.ts';
import type { Network } from '../../src/model/network/network.ts';
import type { CellType } from '../../src/model/network/cells/cells.ts';
import { Random } from '../../src/model/base/random.ts';
import type { StepResult, Trainer } from '../../src/model/network/training/trainer.ts';
import type { TrainingEngine } from '../../src/model/training/trainingEngine.ts';
import { createTensorflowEngine } from '../../src/platform/node/tensorflow/tensorflowEngine.ts';
import { randomIds, randomNetwork } from '../unit/network/networks.ts';

/** The folder in which scripts/tensorflow/prepareTensorflow.mjs found or built tfjs-node. */
export const tensorflowFolder = process.env.CELLSCOPE_TENSORFLOW ?? '.cache/tensorflow';

export function loadTensorflow(): Promise<TrainingEngine> {
  return createTensorflowEngine({ settingPath: tensorflowFolder, workspaceFolders: [] });
}

export const options = {
  groups: 2,
  batchSize: 4,
  seqLength: 9,
  gradClip: 0.5,
  beta2: 0.99,
  weightDecay: 0.5,
};
const vocabSize = 11;

export function smallNetwork(cell: CellType, numLayers: number, kernels: KernelFactory): Network {
  return randomNetwork({ cell, numLayers, vocabSize, hiddenSize: 14 }, new Random(numLayers), { kernels });
}

/** Steps on windows drawn from `random`: every third is short, and some targets of each do not count. */
export async function steps(trainer: Trainer, count: number, random: Random): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (let step = 0; step < count; step++) {
    const rows = options.batchSize * (step % 3 === 1 ? 5 : options.seqLength);
    const inputs = randomIds(rows, vocabSize, random);
    const targets = randomIds(rows, vocabSize, random).map((id, i) =>
      (i + step) % 7 === 0 ? -1 - step : id,
    );
    results.push(await trainer.step({ inputs, targets, group: step % options.groups }, 0.01));
  }
  return results;
}

export function assertSameLosses(
  actual: readonly StepResult[],
  expected: readonly StepResult[],
  tolerance: number,
): void {
  assert.equal(actual.length, expected.length);
  actual.forEach(({ loss, gradientNorm }, step) => {
    const other = expected[step];
    assert.ok(Math.abs(loss - other.loss) <= tolerance, `step ${step}: loss ${loss}, expected ${other.loss}`);
    const error = Math.abs(gradientNorm / other.gradientNorm - 1);
    assert.ok(error <= tolerance, `step ${step}: norm ${gradientNorm}, expected ${other.gradientNorm}`);
  });
}
