// The package that is best for this machine: with native kernels where they can be built and have been tried.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root, run, runQuietly } from './command.mjs';
import { vsixFile } from './vsixFile.mjs';

/** @returns {Promise<string>} the VSIX */
export async function packageHere() {
  const target = `${process.platform}-${process.arch}`;
  const args = (await hasNativeKernels(target)) ? ['--target', target] : [];
  await runQuietly(process.execPath, ['scripts/package.mjs', ...args]);
  return await vsixFile(args[1]);
}

async function hasNativeKernels(target) {
  if (process.platform !== 'linux') return false;
  const status = await run(process.execPath, ['scripts/build-native.mjs', '--if-possible', '--if-stale']);
  return status === 0 && existsSync(path.join(root, `media/native/${target}.node`));
}
