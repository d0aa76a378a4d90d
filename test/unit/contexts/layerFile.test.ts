import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Random } from '../../../src/model/base/random.ts';
import { UserError } from '../../../src/model/base/userError.ts';
import type { ContextKernels } from '../../../src/model/contexts/contextKernels.ts';
import { ContextLayer } from '../../../src/model/contexts/contextLayer.ts';
import { loadLayer, saveLayer } from '../../../src/model/contexts/layerFile.ts';
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
    for (const given of [32, 128, 1024]) {
      const sizes = workspaceSizes(given * megabytes);
      const { runGroups, bucketGroups, matchSlots, textBytes, journalBlocks } = sizes;
      const taken = kernels.layerBytes(runGroups, bucketGroups, matchSlots, textBytes, journalBlocks);
      assert.ok(taken <= given * megabytes && taken > 0.97 * given * megabytes, `${given} ${taken}`);
    }
  });

  it('that was kept goes on as it would have', () => {
    const random = new Random(1);
    const layer = workspace();
    layer.learn(randomText(random, 3000));
    const kept = saveLayer(arena, layer);
    const loaded = loadLayer(kernels, arena, kept);
    const text = randomText(random, 500);
    layer.beginText(5);
    loaded.beginText(5);
    assert.equal(loaded.learn(text), layer.learn(text));
    assert.deepEqual(saveLayer(arena, loaded), saveLayer(arena, layer));
  });

  it('is kept in little more room than what it has learnt', () => {
    const layer = workspace();
    layer.learn(randomText(new Random(2), 100));
    assert.ok(saveLayer(arena, layer).length < 4 * megabytes);
  });

  it('that was damaged is refused', () => {
    const layer = workspace();
    layer.learn(randomText(new Random(3), 300));
    const kept = saveLayer(arena, layer);
    const refused = (bytes: Uint8Array, message: RegExp) =>
      assert.throws(
        () => loadLayer(kernels, arena, bytes),
        (error: unknown) => error instanceof UserError && message.test(error.message),
      );
    refused(kept.subarray(0, 20), /cut off/);
    refused(kept.subarray(0, kept.length - 4), /checksum/);
    for (const at of [5, 9, 40, 2000, kept.length - 1]) {
      const changed = kept.slice();
      changed[at] ^= 0x10;
      refused(changed, /checksum/);
    }
    const older = kept.slice();
    older[0] = 0;
    refused(older, /version/);
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
