import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Random } from '../../../src/model/base/random.ts';
import type { ContextKernels } from '../../../src/model/contexts/contextKernels.ts';
import { ContextLayer } from '../../../src/model/contexts/contextLayer.ts';
import { documentSizes, workspaceSizes } from '../../../src/model/contexts/layerSizes.ts';
import { compileContextKernels } from '../../../src/model/contexts/wasmContextKernels.ts';
import { Arena } from '../../../src/model/kernels/arena.ts';
import { randomText } from './workbench.ts';

const megabytes = 2 ** 20;

describe('a layer of contexts', () => {
  let arena: Arena;
  let kernels: ContextKernels;
  beforeEach(async () => {
    arena = new Arena();
    const binary = new Uint8Array(await readFile('media/kernels/contexts.wasm'));
    kernels = (await compileContextKernels(binary))(arena);
  });

  const workspace = () => new ContextLayer(kernels, arena, workspaceSizes(8 * megabytes));

  it('takes as much memory as it is given', () => {
    for (const given of [8, 9, 33, 128, 1024]) {
      const sizes = workspaceSizes(given * megabytes);
      const { runGroups, bucketGroups, matchSlots, textBytes, journalBlocks } = sizes;
      const taken = kernels.layerBytes(runGroups, bucketGroups, matchSlots, textBytes, journalBlocks);
      assert.ok(taken <= given * megabytes && taken > (given - 0.5) * megabytes, `${given} ${taken}`);
    }
  });

  it('reads long texts in parts as in one', () => {
    const text = randomText(new Random(4), 20_000);
    const whole = workspace();
    const parts = workspace();
    const nats = whole.learn(text);
    const sum = parts.learn(text.subarray(0, 16_384)) + parts.learn(text.subarray(16_384));
    assert.equal(sum, nats);
  });

  it('goes back to a mark, with its cursor, and forgets a document', () => {
    const random = new Random(5);
    const below = workspace();
    below.learn(randomText(random, 500));
    const document = new ContextLayer(kernels, arena, documentSizes(8 * megabytes), below);
    const [first, second] = [randomText(random, 200), randomText(random, 200)];
    const before = document.learn(first);
    const mark = document.mark();
    const nats = document.learn(second);
    assert.equal(document.rewind(mark), true);
    assert.equal(document.learn(second), nats);
    document.forget();
    assert.equal(document.learn(first), before);
  });
});
