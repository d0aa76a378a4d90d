import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { Arena, STACK_BYTES } from '../../../src/model/kernels/arena.ts';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import { compileWasmKernels } from '../../../src/model/kernels/wasmKernels.ts';
import { UserError } from '../../../src/model/base/userError.ts';
import { loadNodeKernels } from '../../../src/platform/node/kernels/nodeKernels.ts';
import { kernelDirectory } from './workbench.ts';

const nothing = new Uint8Array();

async function binaryOf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(`${kernelDirectory}/${file}`));
}

describe('WASM kernels', () => {
  it('relaxed SIMD is chosen where it runs, else plain SIMD', async () => {
    const plain = await binaryOf('kernels.wasm');
    assert.equal((await loadNodeKernels(kernelDirectory, 'wasm')).name, 'wasm-relaxed-simd');
    assert.equal((await compileWasmKernels({ plain, relaxed: nothing })).name, 'wasm-simd');
  });

  it('have every kernel of the specification', async () => {
    const { create } = await loadNodeKernels(kernelDirectory, 'wasm');
    const names = Object.keys(createSpecificationKernels(new Arena()));
    const kernels = create(new Arena());
    for (const name of names) assert.equal(typeof kernels[name as keyof typeof kernels], 'function', name);
  });

  it('keep nothing in memory but their stack', async () => {
    for (const file of ['kernels.wasm', 'kernels-relaxed.wasm']) {
      const arena = new Arena();
      const module = await WebAssembly.compile(await binaryOf(file));
      assert.deepEqual(
        WebAssembly.Module.imports(module).map(({ module: from, name, kind }) => [from, name, kind]),
        [['env', 'memory', 'memory']],
      );
      const { exports } = new WebAssembly.Instance(module, { env: { memory: arena.memory } });
      assert.equal((exports['__stack_pointer'] as WebAssembly.Global).value, STACK_BYTES);
      assert.ok(arena.floats(0, STACK_BYTES / 4).every(value => value === 0));
    }
  });

  it('an arena that grows stays valid', async () => {
    const { create } = await loadNodeKernels(kernelDirectory, 'wasm');
    const arena = new Arena();
    const kernels = create(arena);
    const early = arena.allocate(10);
    const view = arena.floats(early, 10);
    const late = arena.allocate(3_000_000);
    kernels.fill(10, 1, early);
    kernels.fill(3_000_000, 2, late);
    assert.ok(view.every(value => value === 1));
    assert.equal(arena.floats(late, 3_000_000).at(-1), 2);
  });

  it('a missing file is named', () =>
    assert.rejects(loadNodeKernels('no/such/directory'), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /no[\\/]such[\\/]directory/);
      return true;
    }));

  it('kernels that do not run are a clear error', async () => {
    const plain = (await binaryOf('kernels.wasm')).subarray(0, 100);
    await assert.rejects(compileWasmKernels({ plain, relaxed: nothing }), UserError);
  });

  it('work in a worker thread on memory of the main thread', async () => {
    const arena = new Arena();
    const x = arena.allocate(5);
    const { create } = await loadNodeKernels(kernelDirectory, 'wasm');
    create(arena).fill(5, 3, x);
    const binary = await binaryOf('kernels-relaxed.wasm');
    const code = `
      const { workerData, parentPort } = require('node:worker_threads');
      const { binary, memory, x } = workerData;
      const instance = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
      parentPort.postMessage(instance.exports.sumOfSquares(5, x));`;
    const worker = new Worker(code, { eval: true, workerData: { binary, memory: arena.memory, x } });
    const sum = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    // Not waited for: its end waits until no thread of this process has background work of V8's left.
    worker.unref();
    assert.equal(sum, 45);
  });
});
