import path from 'node:path';
import { assets } from '../../../protocol/assets.ts';

/** Where an asset lies in the package whose kernels are in this folder. */
export function assetBeside(kernelDirectory: string, asset: string): string {
  return path.join(kernelDirectory, path.relative(assets.kernels, asset));
}
