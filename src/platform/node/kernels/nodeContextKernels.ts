import path from 'node:path';
import {
  compileContextKernels,
  type ContextKernelFactory,
} from '../../../model/contexts/wasmContextKernels.ts';
import { assets } from '../../../protocol/assets.ts';
import { assetBeside } from './assetBeside.ts';
import { loadNativeContextKernels, nativeFile, type NativeName } from './nativeKernels.ts';
import { type KernelChoice, nativeProblemFor, readKernels } from './nodeKernels.ts';

/** The kernels of the context expert, which have the same bits whichever they are. */
export interface NodeContextKernels {
  /** which they are, for logs and reports */
  name: 'wasm-simd' | NativeName;
  create: ContextKernelFactory;
  /** why `auto` did not take the native ones: for the log */
  nativeProblem?: string;
}

/**
 * The kernels of the context expert for Node.js, chosen as `loadNodeKernels` chooses those of the network.
 * `kernelDirectory` is media/kernels of the package. Throws a UserError when those that were chosen do not run.
 */
export async function loadContextKernels(
  kernelDirectory: string,
  choice: KernelChoice = 'auto',
): Promise<NodeContextKernels> {
  if (choice === 'wasm') return loadWasmContextKernels(kernelDirectory);
  try {
    return loadNativeContextKernels(nativeFile(assetBeside(kernelDirectory, assets.nativeKernels)));
  } catch (error) {
    const nativeProblem = nativeProblemFor(choice, error);
    return { ...(await loadWasmContextKernels(kernelDirectory)), nativeProblem };
  }
}

async function loadWasmContextKernels(kernelDirectory: string): Promise<NodeContextKernels> {
  const binary = await readKernels(path.join(kernelDirectory, 'contexts.wasm'));
  return { name: 'wasm-simd', create: await compileContextKernels(binary) };
}
