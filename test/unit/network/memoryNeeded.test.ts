import assert from 'node:assert/strict';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import {
  checkMemory,
  memoryNeeded,
  type TrainingShape,
} from '../../../src/model/network/training/memoryNeeded.ts';
import { Network } from '../../../src/model/network/network.ts';
import { cellTypes } from '../../../src/model/network/cells/cells.ts';
import { ParallelTrainer, type ThreadTeam } from '../../../src/model/network/training/parallelTrainer.ts';
import { Random } from '../../../src/model/base/random.ts';
import { Streams } from '../../../src/model/network/pass/streams.ts';
import { kernelImplementations } from './networks.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';

const noTeam: ThreadTeam = {
  failure: undefined,
  yieldToEvents: () => Promise.resolve(),
  dispose: () => Promise.resolve(),
};

/** Bytes that are allocated when a network is trained, and its text measured. */
async function allocated(shape: TrainingShape, kernels: KernelFactory): Promise<number> {
  const network = new Network(shape, kernels);
  const options = { ...shape, gradClip: 1 };
  if (shape.threads === 1) void new NetworkTrainer(network, options);
  if (shape.threads > 1) await ParallelTrainer.start(network, options, () => Promise.resolve(noTeam));
  new Streams(network).run([0], 1);
  return network.arena.allocatedBytes;
}

for (const { name, load } of kernelImplementations)
  describe(`memoryNeeded, ${name} kernels`, () => {
    let kernels: KernelFactory;
    before(async () => {
      kernels = await load();
    });

    for (const cell of cellTypes)
      it(`is what a training of ${cell} cells allocates, over random shapes`, async () => {
        const random = new Random(7);
        const upTo = (most: number) => 1 + Math.floor(random.next() * most);
        for (let i = 0; i < 12; i++) {
          const batchSize = upTo(9);
          const shape: TrainingShape = {
            cell,
            vocabSize: upTo(40),
            hiddenSize: upTo(40),
            numLayers: upTo(3),
            batchSize,
            seqLength: 1 + upTo(20),
            groups: upTo(4),
            // 0: trained elsewhere.
            threads: Math.min(batchSize, upTo(4) - 1),
          };
          const needed = memoryNeeded(shape, kernels);
          assert.equal(needed.total, await allocated(shape, kernels), JSON.stringify(shape));
          assert.equal(needed.weights + needed.learning + needed.activations, needed.total);
        }
      });
  });

describe('checkMemory', () => {
  const largest: TrainingShape = {
    cell: 'lstm',
    vocabSize: 120,
    hiddenSize: 2048,
    numLayers: 8,
    batchSize: 16,
    seqLength: 64,
    groups: 8,
    threads: 2,
  };
  let kernels: KernelFactory;
  before(async () => {
    kernels = await kernelImplementations[1].load();
  });

  /** The smaller values that an error offers, by what they are called. */
  function offers(shape: TrainingShape): Map<string, number> {
    try {
      checkMemory(shape, kernels);
    } catch (error) {
      const { message } = error as Error;
      assert.match(
        message,
        /^To train .* takes [\d.]+ GiB of memory \(.*\), and there is room for 1\.0\. It would/,
      );
      const found = message.matchAll(
        /with (?:sequences of )?(\d+) (cells?|layers?|places?|characters|threads?)/g,
      );
      return new Map(Array.from(found, ([, number, noun]) => [noun.replace(/s$/, ''), Number(number)]));
    }
    return assert.fail('It fits.');
  }

  it('takes what fits', () => {
    for (const cell of cellTypes) checkMemory({ ...largest, cell, hiddenSize: 512, numLayers: 2 }, kernels);
  });

  it('says all that is needed: for the weights alone more than there is room for', () => {
    const { weights } = memoryNeeded(largest, kernels);
    // 8 layers of 4 gates of 2048 cells with two matrices each, but one; and the same again, packed.
    assert.ok(weights > 2 * 4 * (15 * 4 * 2048 * 2048), String(weights));
    assert.throws(
      () => checkMemory(largest, kernels),
      /To train 8 layers of 2048 lstm cells takes \d\.\d GiB/,
    );
  });

  for (const cell of cellTypes)
    it(`offers what does fit, and no less than that: ${cell}`, () => {
      const shape = { ...largest, cell };
      const found = offers(shape);
      const units = found.get('cell')!;
      checkMemory({ ...shape, hiddenSize: units }, kernels);
      assert.throws(() => checkMemory({ ...shape, hiddenSize: units + 1 }, kernels));
    });

  it('offers smaller batches and sequences where they help', () => {
    const shape: TrainingShape = {
      ...largest,
      hiddenSize: 256,
      numLayers: 1,
      batchSize: 512,
      seqLength: 1024,
    };
    const found = offers(shape);
    checkMemory({ ...shape, batchSize: found.get('place')! }, kernels);
    checkMemory({ ...shape, seqLength: found.get('character')! }, kernels);
    assert.ok(!found.has('layer'));
  });
});
