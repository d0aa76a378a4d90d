import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Random } from '../../../src/model/base/random.ts';
import { UserError } from '../../../src/model/base/userError.ts';
import { createSpecificationContextKernels } from '../../../src/model/contexts/specification.ts';
import { Arena } from '../../../src/model/kernels/arena.ts';
import {
  loadNativeContextSets,
  loadNativeSets,
  nativeFile,
} from '../../../src/platform/node/kernels/nativeKernels.ts';
import { loadContextKernels } from '../../../src/platform/node/kernels/nodeContextKernels.ts';
import { contextTrace, randomCase } from './contextTrace.ts';
import { specification, webAssembly, Workbench } from './workbench.ts';

const kernelDirectory = 'media/kernels';
const file = nativeFile('media/native');

describe('choice of context kernels', () => {
  let kernels: string;
  before(async () => {
    kernels = path.join(await mkdtemp(path.join(tmpdir(), 'cellscope-contexts-')), 'kernels');
    await cp(kernelDirectory, kernels, { recursive: true });
  });
  after(() => rm(path.dirname(kernels), { recursive: true, force: true }));

  it('auto takes WASM where there is no addon, and says why', async () => {
    const { name, nativeProblem } = await loadContextKernels(kernels);
    assert.equal(name, 'wasm-simd');
    assert.match(nativeProblem ?? '', /there is no/);
  });

  it('native ones that were asked for and are missing are a clear error', () =>
    assert.rejects(
      loadContextKernels(kernels, 'native'),
      (error: unknown) => error instanceof UserError && /npm run build:native/.test(error.message),
    ));

  it('wasm takes WASM without a word', async () => {
    const { name, nativeProblem } = await loadContextKernels(kernelDirectory, 'wasm');
    assert.deepEqual([name, nativeProblem], ['wasm-simd', undefined]);
  });
});

describe('WebAssembly context kernels', () => {
  it('say what the specification says over marks, to the bit', async () => {
    const create = await webAssembly();
    const random = new Random(21);
    for (const bytes of [0, 300]) {
      const one = randomCase(random, bytes, 90);
      assert.deepEqual(contextTrace(create(), one), contextTrace(specification(), one));
    }
  });
});

// Without `npm run build:native` there is nothing to try.
if (existsSync(file))
  describe('native context kernels', () => {
    it('are what auto takes, of the set that the network has', async () => {
      const { name, nativeProblem } = await loadContextKernels(kernelDirectory);
      assert.deepEqual([name, nativeProblem], [loadNativeSets(file)[0].name, undefined]);
    });

    it('are all there, in every set', () => {
      const names = Object.keys(createSpecificationContextKernels(new Arena()));
      for (const { create } of loadNativeContextSets(file)) {
        const kernels = Object.entries(create(new Arena())).filter(([, it]) => typeof it === 'function');
        assert.deepEqual(kernels.map(([name]) => name).toSorted(), names.toSorted());
      }
    });

    for (const { name, create } of loadNativeContextSets(file))
      it(`${name}: say what WebAssembly says, to the bit`, async () => {
        const wasm = await webAssembly();
        const random = new Random(22);
        for (let i = 0; i < 12; i++) {
          const one = randomCase(random, Math.floor(random.next() * 6000), 400);
          assert.deepEqual(contextTrace(new Workbench(create), one), contextTrace(wasm(), one));
        }
      });
  });
