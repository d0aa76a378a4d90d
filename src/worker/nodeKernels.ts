import { readFile } from 'node:fs/promises';
import path from 'node:path';
import v8 from 'node:v8';
import { type CompiledKernels, compileWasmKernels } from '../model/kernels/wasmKernels.ts';
import { UserError } from '../model/userError.ts';

/** The kernels for Node.js, out of the directory that holds the built kernels (media/kernels of the package). */
export async function loadNodeKernels(kernelDirectory: string): Promise<CompiledKernels> {
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

async function readKernels(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Cannot read the kernels ${file} (${reason}). Install Cellscope again, or in a clone run: npm run build:kernels`,
    );
  }
}
