import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import type { ContextKernels } from '../../../model/contexts/contextKernels.ts';
import type { ContextKernelFactory } from '../../../model/contexts/wasmContextKernels.ts';
import { Arena } from '../../../model/kernels/arena.ts';
import { type Kernels, packedFloats } from '../../../model/kernels/kernels.ts';
import type { CompiledKernels, KernelFactory } from '../../../model/kernels/wasmKernels.ts';

export type NativeName = 'native-avx512' | 'native-avx2' | 'native-neon';

// Of the System V ABI: the header of a 64-bit ELF file, in the byte order of x64 and arm64.
const ELF_HEADER_BYTES = 64;
const ELF_MAGIC = 0x7f454c46;
/** Where the header says where the table of sections begins, and how large it is. */
const ELF_SECTION_TABLE = { offset: 0x28, entryBytes: 0x3a, entries: 0x3c };

/** What src/native/addon.c exports. */
interface Addon {
  /** the sets of kernels that this processor runs, the best first */
  kernelSets(): NativeName[];
  /**
   * `bytes` are those of the arena, from its start. They do not move when it grows, to at most `maximumBytes`, which the
   * system is asked to keep in huge pages.
   */
  create(name: NativeName, bytes: Uint8Array, maximumBytes: number): Kernels;
  /** The same for the context expert. */
  createContexts(name: NativeName, bytes: Uint8Array, maximumBytes: number): ContextKernels;
}

/** The addon for this platform, as `npm run build:native` makes it. */
export function nativeFile(directory: string): string {
  return path.join(directory, `${process.platform}-${process.arch}.node`);
}

/** The sets of kernels in an addon that this processor runs, the best first. Throws when the addon does not load. */
export function loadNativeSets(file: string): CompiledKernels[] {
  const addon = loadAddon(file);
  return addon.kernelSets().map(name => ({
    name,
    create: arena => addon.create(name, new Uint8Array(arena.memory.buffer), arena.maximumBytes),
  }));
}

/** The best set of an addon, after a check that it can multiply. Throws an error that says why there is none. */
export function loadNativeKernels(file: string): CompiledKernels {
  const [best] = loadNativeSets(file);
  if (!best) throw new Error('this processor has none of the instruction sets that the native kernels need');
  checkProduct(best.create);
  return best;
}

export interface NativeContextSet {
  name: NativeName;
  create: ContextKernelFactory;
}

/** The same for the kernels of the context expert. */
export function loadNativeContextSets(file: string): NativeContextSet[] {
  const addon = loadAddon(file);
  return addon.kernelSets().map(name => ({
    name,
    create: arena => addon.createContexts(name, new Uint8Array(arena.memory.buffer), arena.maximumBytes),
  }));
}

/** Of the same set as `loadNativeKernels`, after its check. */
export function loadNativeContextKernels(file: string): NativeContextSet {
  const { name } = loadNativeKernels(file);
  const found = loadNativeContextSets(file).find(set => set.name === name);
  if (!found) throw new Error(`${file} has no context kernels ${name}`);
  return found;
}

function loadAddon(file: string): Addon {
  // The loader of the system says it in its own words, in those of its language.
  if (!existsSync(file)) throw new Error(`there is no ${file}`);
  checkWhole(file);
  const loaded: { exports: Partial<Addon> } = { exports: {} };
  // Not require, which bundlers take for an import of theirs.
  process.dlopen(loaded, path.resolve(file));
  const { kernelSets, create, createContexts } = loaded.exports;
  if (!kernelSets || !create || !createContexts) throw new Error(`${file} is not an addon of this version`);
  return { kernelSets, create, createContexts };
}

/**
 * Throws when the file is an ELF file (linux) that ends before its own table of sections does, which is its last part:
 * where an installation broke off, the loader would map what is not there, and the process would be killed by SIGBUS.
 */
function checkWhole(file: string): void {
  const header = Buffer.alloc(ELF_HEADER_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, header);
    if (header.readUInt32BE(0) !== ELF_MAGIC) return;
    const { offset, entryBytes, entries } = ELF_SECTION_TABLE;
    const end =
      header.readBigUInt64LE(offset) + BigInt(header.readUInt16LE(entryBytes) * header.readUInt16LE(entries));
    if (end > fstatSync(descriptor).size) throw new Error(`${file} is cut short`);
  } finally {
    closeSync(descriptor);
  }
}

/** Small whole numbers, whose product is exact in any order of summation. */
function checkProduct(create: KernelFactory): void {
  const [rows, columns, depth] = [5, 7, 3];
  const arena = new Arena(2 ** 20);
  const kernels = create(arena);
  const a = arena.allocate(rows * depth);
  const b = arena.allocate(depth * columns);
  const c = arena.allocate(rows * columns);
  const packed = arena.allocate(packedFloats(kernels, depth, columns));
  const left = arena.floats(a, rows * depth).map((_, i) => i - 6);
  const right = arena.floats(b, depth * columns).map((_, i) => 2 * i - 19);
  arena.floats(a, rows * depth).set(left);
  arena.floats(b, depth * columns).set(right);
  kernels.pack(depth, columns, b, columns, 1, packed);
  kernels.gemm(rows, columns, depth, a, depth, 1, packed, c, columns, 0);
  const product = arena.floats(c, rows * columns);
  for (let m = 0; m < rows; m++)
    for (let n = 0; n < columns; n++) {
      let expected = 0;
      for (let k = 0; k < depth; k++) expected += left[m * depth + k] * right[k * columns + n];
      if (product[m * columns + n] !== expected) throw new Error('the native kernels multiply wrongly');
    }
}
