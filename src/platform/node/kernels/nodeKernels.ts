import { readFile } from 'node:fs/promises';
import path from 'node:path';
import v8 from 'node:v8';
import {
  type CompiledKernels,
  compileWasmKernels,
  type KernelName,
} from '../../../model/kernels/wasmKernels.ts';
import { UserError } from '../../../model/base/userError.ts';
import { assets } from '../../../protocol/assets.ts';
import type { EngineChoice } from '../../../protocol/engineChoice.ts';
import { assetBeside } from './assetBeside.ts';
import { loadNativeKernels, loadNativeSets, nativeFile } from './nativeKernels.ts';

/** auto: native where it loads, else WebAssembly. */
export type KernelChoice = Exclude<EngineChoice, 'tensorflow'>;

export interface NodeKernels extends CompiledKernels {
  /** Why `auto` did not take the native kernels: for the log. */
  nativeProblem?: string;
}

/**
 * The kernels for Node.js. `kernelDirectory` is media/kernels of the package; the native ones are in media/native beside
 * it. Throws a UserError when those that were chosen do not run.
 */
export async function loadNodeKernels(
  kernelDirectory: string,
  choice: KernelChoice = 'auto',
): Promise<NodeKernels> {
  if (choice === 'wasm') return loadWasmKernels(kernelDirectory);
  const file = nativeFile(assetBeside(kernelDirectory, assets.nativeKernels));
  try {
    return loadNativeKernels(file);
  } catch (error) {
    const nativeProblem = nativeProblemFor(choice, error);
    return { ...(await loadWasmKernels(kernelDirectory)), nativeProblem };
  }
}

/** Why the native kernels do not run here. Throws a UserError that says so when they were asked for by name. */
export function nativeProblemFor(choice: KernelChoice, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (choice !== 'native') return reason;
  throw new UserError(
    `The native kernels do not run here (${reason}). Choose auto or wasm (--engine, or the setting cellscope.engine), or in a clone run: npm run build:native`,
  );
}

/** The kernels that another thread of this process has, by their name. */
export async function loadNamedKernels(kernelDirectory: string, name: KernelName): Promise<CompiledKernels> {
  const sets = name.startsWith('native-')
    ? loadNativeSets(nativeFile(assetBeside(kernelDirectory, assets.nativeKernels)))
    : [await loadWasmKernels(kernelDirectory)];
  const found = sets.find(set => set.name === name);
  if (!found) throw new Error(`the kernels ${name} do not load in a second thread`);
  return found;
}

async function loadWasmKernels(kernelDirectory: string): Promise<CompiledKernels> {
  const [plain, relaxed] = await Promise.all([
    readKernels(path.join(kernelDirectory, 'kernels.wasm')),
    readKernels(path.join(kernelDirectory, 'kernels-relaxed.wasm')),
  ]);
  allowRelaxedSimd();
  return compileWasmKernels({ plain, relaxed });
}

/** Node.js 20 has relaxed SIMD behind a flag; later ones have it always, and complain about the flag. */
function allowRelaxedSimd(): void {
  if (process.versions.node.startsWith('20.')) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
}

export async function readKernels(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Cannot read the kernels ${file} (${reason}). Install Cellscope again, or in a clone run: npm run build:kernels`,
    );
  }
}
