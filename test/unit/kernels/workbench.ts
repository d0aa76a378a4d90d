// What the tests of the kernels share: the builds under test, memory with guard zones, and what "agrees" means.
import assert from 'node:assert/strict';
import { normal } from '../base/normal.ts';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Arena, type Pointer } from '../../../src/model/kernels/arena.ts';
import type { Kernels } from '../../../src/model/kernels/kernels.ts';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import {
  type CompiledKernels,
  compileWasmKernels,
  type KernelFactory,
} from '../../../src/model/kernels/wasmKernels.ts';
import type { Random } from '../../../src/model/base/random.ts';
import { loadNativeSets, nativeFile } from '../../../src/platform/node/kernels/nativeKernels.ts';
import { loadNodeKernels } from '../../../src/platform/node/kernels/nodeKernels.ts';

export const kernelDirectory = 'media/kernels';
export const nativeDirectory = 'media/native';

/** Arrays by name: what goes into a kernel, or what comes out of it. */
type Arrays = Record<string, Float32Array>;

/** Calls kernels on `inputs` and gives what they wrote. */
export type Run<Inputs extends Arrays> = (bench: Workbench, inputs: Inputs) => Arrays;

const REGION_FLOATS = 2 ** 22;
/** Longer than a tile's row, and not a multiple of the vector length, so that arrays begin and end anywhere. */
const GUARD_FLOATS = 19;
const GUARD = Math.fround(1234.5678);

/** The kernels of one build, over memory in which every array lies between guard zones. */
export class Workbench {
  readonly kernels: Kernels;
  private readonly arena = new Arena();
  private readonly region: Pointer;
  private readonly memory: Float32Array;
  /** where the guard zones begin, in floats of the region */
  private guards: number[] = [];
  /** floats of the region in use */
  private used = 0;

  constructor(create: KernelFactory) {
    this.kernels = create(this.arena);
    this.region = this.arena.allocate(REGION_FLOATS);
    this.memory = this.arena.floats(this.region, REGION_FLOATS);
  }

  /** A copy of `values` for the kernels to read and write. */
  floats(values: Float32Array): Pointer {
    const pointer = this.room(values.length);
    this.memory.set(values, (pointer - this.region) / 4);
    return pointer;
  }

  integers(values: ArrayLike<number>): Pointer {
    const pointer = this.room(values.length);
    this.arena.integers(pointer, values.length).set(values);
    return pointer;
  }

  /** Room for results. It is full of NaN, so that a kernel that adds where it should write is found out. */
  room(count: number): Pointer {
    const start = this.used;
    this.used += count;
    assert.ok(this.used + GUARD_FLOATS <= REGION_FLOATS, 'the test asks for more than the region has');
    this.memory.fill(NaN, start, this.used);
    this.placeGuard();
    return this.region + start * 4;
  }

  /** A copy. */
  read(pointer: Pointer, count: number): Float32Array {
    const start = (pointer - this.region) / 4;
    return this.memory.slice(start, start + count);
  }

  /** Runs on fresh memory, and checks that nothing was written outside the arrays. */
  run<Inputs extends Arrays>(run: Run<Inputs>, inputs: Inputs): Arrays {
    this.used = 0;
    this.guards = [];
    this.placeGuard();
    const outputs = run(this, inputs);
    for (const start of this.guards)
      for (let i = start; i < start + GUARD_FLOATS; i++)
        assert.equal(this.memory[i], GUARD, 'a kernel wrote outside its arrays');
    return outputs;
  }

  private placeGuard(): void {
    this.guards.push(this.used);
    this.memory.fill(GUARD, this.used, this.used + GUARD_FLOATS);
    this.used += GUARD_FLOATS;
  }
}

/** The builds that run on this machine, each with its kernels and the specification to compare them with. */
export const builds: { build: string; load: () => Promise<Benches> }[] = [
  { build: 'wasm-simd', load: loadPlain },
  { build: 'wasm-relaxed-simd', load: loadRelaxed },
  ...nativeSets().map(({ name, create }) => ({ build: name, load: async () => benches(create) })),
];

/** Without `npm run build:native` there are none. */
function nativeSets(): CompiledKernels[] {
  const file = nativeFile(nativeDirectory);
  return existsSync(file) ? loadNativeSets(file) : [];
}

export interface Benches {
  tested: Workbench;
  specification: Workbench;
}

async function loadPlain(): Promise<Benches> {
  const plain = new Uint8Array(await readFile(`${kernelDirectory}/kernels.wasm`));
  // Nothing that could be taken for a relaxed build, so that the plain one is chosen.
  const { name, create } = await compileWasmKernels({ plain, relaxed: new Uint8Array() });
  assert.equal(name, 'wasm-simd');
  return benches(create);
}

async function loadRelaxed(): Promise<Benches> {
  const { name, create } = await loadNodeKernels(kernelDirectory, 'wasm');
  assert.equal(name, 'wasm-relaxed-simd');
  return benches(create);
}

function benches(create: KernelFactory): Benches {
  return { tested: new Workbench(create), specification: new Workbench(createSpecificationKernels) };
}

const TOLERANCE = 1e-5;

interface Agreement {
  /**
   * Per output, what an error is relative to besides the value itself: a number, or an array of one for each
   * element. 1 where it is not given.
   */
  scale?: Record<string, number | Float32Array>;
}

/**
 * Runs on both and asserts that each output agrees: |tested - specification| <= 1e-5 * max(|specification|, scale).
 */
export function assertAgree<Inputs extends Arrays>(
  { tested, specification }: Benches,
  run: Run<Inputs>,
  inputs: Inputs,
  { scale = {} }: Agreement = {},
): void {
  const expected = specification.run(run, inputs);
  const actual = tested.run(run, inputs);
  for (const [name, values] of Object.entries(expected)) {
    const scales = scale[name] ?? 1;
    for (let i = 0; i < values.length; i++) {
      const greatest = Math.max(Math.abs(values[i]), typeof scales === 'number' ? scales : scales[i]);
      // So written that a NaN fails.
      if (!(Math.abs(actual[name][i] - values[i]) <= TOLERANCE * greatest))
        assert.fail(`${name}[${i}] is ${actual[name][i]}, by the specification ${values[i]}`);
    }
  }
}

/**
 * For kernels whose outputs are sums of products of their inputs: an error is relative to what the sum would be if no
 * two terms cancelled.
 */
export function assertSumsAgree<Inputs extends Arrays>(
  benchPair: Benches,
  run: Run<Inputs>,
  inputs: Inputs,
): void {
  const absolute = Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => [name, values.map(Math.abs)]),
  ) as Inputs;
  assertAgree(benchPair, run, inputs, { scale: benchPair.specification.run(run, absolute) });
}

export function normals(random: Random, count: number, deviation = 1): Float32Array {
  return Float32Array.from({ length: count }, () => deviation * normal(random));
}

/** An integer from `least` to `greatest`. */
export function integerBetween(random: Random, least: number, greatest: number): number {
  return least + Math.floor(random.next() * (greatest - least + 1));
}
