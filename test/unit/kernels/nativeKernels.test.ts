import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Arena } from '../../../src/model/kernels/arena.ts';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import { UserError } from '../../../src/model/base/userError.ts';
import {
  loadNativeKernels,
  loadNativeSets,
  nativeFile,
} from '../../../src/platform/node/kernels/nativeKernels.ts';
import { loadNodeKernels } from '../../../src/platform/node/kernels/nodeKernels.ts';
import { kernelDirectory, nativeDirectory } from './workbench.ts';

describe('choice of kernels', () => {
  let folder: string;
  let kernels: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cellscope-kernels-'));
    kernels = path.join(folder, 'kernels');
    await cp(kernelDirectory, kernels, { recursive: true });
    await mkdir(path.join(folder, 'native'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => rm(nativeFile(path.join(folder, 'native')), { force: true }));

  it('auto takes WASM where there is no addon, and says why', async () => {
    const { name, nativeProblem } = await loadNodeKernels(kernels);
    assert.equal(name, 'wasm-relaxed-simd');
    assert.ok(nativeProblem);
  });

  it('auto takes WASM where the addon is damaged, and says why', async () => {
    await writeFile(nativeFile(path.join(folder, 'native')), 'not an addon');
    const { name, nativeProblem } = await loadNodeKernels(kernels);
    assert.equal(name, 'wasm-relaxed-simd');
    assert.ok(nativeProblem);
  });

  it('native kernels that were asked for and are missing are a clear error', () =>
    assert.rejects(loadNodeKernels(kernels, 'native'), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /npm run build:native/);
      return true;
    }));

  it('wasm takes WASM without a word', async () => {
    const { name, nativeProblem } = await loadNodeKernels(kernelDirectory, 'wasm');
    assert.equal(name, 'wasm-relaxed-simd');
    assert.equal(nativeProblem, undefined);
  });
});

const file = nativeFile(nativeDirectory);

/** Of this process, what may be written to and is to be kept in huge pages: flag hg. */
function advisedKilobytes(): number {
  return readFileSync('/proc/self/smaps', 'utf8')
    .split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)
    .filter(mapping => / rw-.*[^]*^VmFlags:.* hg\b/m.test(mapping))
    .reduce((sum, mapping) => sum + Number(/^Size: +(\d+) kB/m.exec(mapping)?.[1]), 0);
}

// Without `npm run build:native` there is nothing to try.
if (existsSync(file))
  describe('native kernels', () => {
    it('are what auto takes', async () => {
      const { name, nativeProblem } = await loadNodeKernels(kernelDirectory);
      assert.match(name, /^native-/);
      assert.equal(nativeProblem, undefined);
      assert.equal(name, loadNativeSets(file)[0].name);
    });

    if (process.platform === 'linux')
      it('are refused when the file was cut short, which would kill the process', async () => {
        const whole = readFileSync(file);
        const folder = await mkdtemp(path.join(tmpdir(), 'cellscope-cut-'));
        try {
          const cut = path.join(folder, 'cut.node');
          for (const bytes of [64, 4096, whole.length >> 1, whole.length - 1]) {
            await writeFile(cut, whole.subarray(0, bytes));
            assert.throws(() => loadNativeKernels(cut), /cut\.node is cut short/);
          }
        } finally {
          await rm(folder, { recursive: true });
        }
      });

    it('have every kernel of the specification, in every set', () => {
      const names = Object.keys(createSpecificationKernels(new Arena()));
      for (const { create } of loadNativeSets(file)) {
        const kernels = create(new Arena());
        for (const name of names)
          assert.equal(typeof kernels[name as keyof typeof kernels], 'function', name);
      }
    });

    it('an arena that grows stays valid', () => {
      const arena = new Arena();
      const kernels = loadNativeKernels(file).create(arena);
      const early = arena.allocate(10);
      const view = arena.floats(early, 10);
      const late = arena.allocate(3_000_000);
      kernels.fill(10, 1, early);
      kernels.fill(3_000_000, 2, late);
      assert.ok(view.every(value => value === 1));
      assert.equal(arena.floats(late, 3_000_000).at(-1), 2);
    });

    if (existsSync('/sys/kernel/mm/transparent_hugepage/enabled'))
      it('ask for huge pages, and keep them as the arena grows', () => {
        const arena = new Arena();
        loadNativeKernels(file).create(arena);
        const before = advisedKilobytes();
        arena.allocate(2 ** 22);
        assert.ok(advisedKilobytes() >= before + 2 ** 14);
      });

    it('share an arena with WASM kernels', async () => {
      const arena = new Arena();
      const x = arena.allocate(7);
      (await loadNodeKernels(kernelDirectory, 'wasm')).create(arena).fill(7, 3, x);
      assert.equal(loadNativeKernels(file).create(arena).sumOfSquares(7, x), 63);
    });

    it('work in worker threads on memory of the main thread, each loading the addon', async () => {
      const arena = new Arena();
      const x = arena.allocate(5);
      loadNativeKernels(file).create(arena).fill(5, 3, x);
      const code = `
        const { workerData, parentPort } = require('node:worker_threads');
        const { file, memory, x } = workerData;
        const addon = { exports: {} };
        process.dlopen(addon, file);
        const { kernelSets, create } = addon.exports;
        const kernels = create(kernelSets()[0], new Uint8Array(memory.buffer), memory.buffer.byteLength);
        parentPort.postMessage(kernels.sumOfSquares(5, x));`;
      for (let i = 0; i < 2; i++) {
        const workerData = { file: path.resolve(file), memory: arena.memory, x };
        const worker = new Worker(code, { eval: true, workerData });
        const sum = await new Promise((resolve, reject) => {
          worker.once('message', resolve);
          worker.once('error', reject);
        });
        await worker.terminate();
        assert.equal(sum, 45);
      }
    });

    it('a set that is not there, or no arena, is an error and not a crash', () => {
      const addon: { exports: { create?: (...args: unknown[]) => unknown } } = { exports: {} };
      process.dlopen(addon, path.resolve(file));
      const { create } = addon.exports;
      assert.throws(() => create?.('native-none', new Uint8Array(8), 8), RangeError);
      assert.throws(() => create?.('native-avx2'), TypeError);
      assert.throws(() => create?.('native-avx2', new Uint8Array(8)), TypeError);
      assert.throws(() => create?.(1, 2), TypeError);
    });
  });
