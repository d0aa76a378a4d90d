import path from 'node:path';
import { loadModel, type Model } from '../../model/files/modelFiles.ts';
import type { KernelFactory } from '../../model/kernels/wasmKernels.ts';
import { assets } from '../../protocol/assets.ts';
import { createFolderStorage } from '../../platform/node/modelFolder/folderStorage.ts';
import { loadNodeKernels } from '../../platform/node/kernels/nodeKernels.ts';

/** In the package, beside the bundle. */
export const kernelDirectory = path.join(__dirname, '..', assets.kernels);

async function openKernels(): Promise<KernelFactory> {
  const { create } = await loadNodeKernels(kernelDirectory);
  return create;
}

/** The model in a folder that `cellscope train --out` or the editor made. */
export async function openModel(directory: string): Promise<Model> {
  return loadModel(createFolderStorage(path.resolve(directory)), await openKernels());
}
