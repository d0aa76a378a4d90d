import { UserError } from '../base/userError.ts';
import type { Arena } from './arena.ts';
import type { Kernels } from './kernels.ts';

/** The two builds of kernels.c, as `npm run build:kernels` makes them. */
interface KernelBinaries {
  /** kernels.wasm: 128-bit SIMD */
  plain: Uint8Array<ArrayBuffer>;
  /** kernels-relaxed.wasm: relaxed SIMD, which multiplies and adds in one instruction */
  relaxed: Uint8Array<ArrayBuffer>;
}

export type KernelName = 'wasm-relaxed-simd' | 'wasm-simd' | 'native-avx512' | 'native-avx2' | 'native-neon';

/** Kernels that work in the memory of one arena. */
export type KernelFactory = (arena: Arena) => Kernels;

export interface CompiledKernels {
  /** which they are, for logs and reports */
  name: KernelName;
  create: KernelFactory;
}

/**
 * Compiles the faster of the builds that this engine takes; `create` then costs well under a millisecond. Throws a
 * UserError when the engine takes neither.
 */
export async function compileWasmKernels(binaries: KernelBinaries): Promise<CompiledKernels> {
  const name = WebAssembly.validate(binaries.relaxed) ? 'wasm-relaxed-simd' : 'wasm-simd';
  const binary = name === 'wasm-simd' ? binaries.plain : binaries.relaxed;
  if (!WebAssembly.validate(binary))
    throw new UserError(
      'The kernels do not run here: this JavaScript engine has no WebAssembly SIMD with shared memory, or ' +
        'media/kernels/kernels.wasm is damaged. Use Node.js 20 or later, or install Cellscope again.',
    );
  const module = await WebAssembly.compile(binary);
  return { name, create: arena => instantiate(module, arena) };
}

/** The exports of the C source have the names and the argument order of Kernels; a C pointer is an arena's Pointer. */
function instantiate(module: WebAssembly.Module, arena: Arena): Kernels {
  const instance = new WebAssembly.Instance(module, { env: { memory: arena.memory } });
  const { __stack_pointer: stackPointer } = instance.exports;
  // Threads share the memory: each has a stack of its own.
  (stackPointer as WebAssembly.Global).value = arena.stackTop;
  return instance.exports as unknown as Kernels;
}
