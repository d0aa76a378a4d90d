import { UserError } from '../base/userError.ts';
import type { Arena } from '../kernels/arena.ts';
import type { ContextKernels } from './contextKernels.ts';

/** Context kernels that work in the memory of one arena. */
export type ContextKernelFactory = (arena: Arena) => ContextKernels;

/** Compiles contexts.wasm, as `npm run build:kernels` makes it. */
export async function compileContextKernels(binary: Uint8Array<ArrayBuffer>): Promise<ContextKernelFactory> {
  if (!WebAssembly.validate(binary))
    throw new UserError(
      'The context kernels do not run here: this JavaScript engine has no WebAssembly SIMD with shared memory, or ' +
        'media/kernels/contexts.wasm is damaged. Use Node.js 20 or later, or install Cellscope again.',
    );
  const module = await WebAssembly.compile(binary);
  return arena => {
    const instance = new WebAssembly.Instance(module, { env: { memory: arena.memory } });
    const { __stack_pointer: stackPointer } = instance.exports;
    // Threads share the memory: each has a stack of its own.
    (stackPointer as WebAssembly.Global).value = arena.stackTop;
    return instance.exports as unknown as ContextKernels;
  };
}
