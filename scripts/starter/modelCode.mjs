// What scripts use of src, which is TypeScript: bundled and imported.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../command.mjs';

/**
 * @param {string} name of the bundle
 * @param {string} exportsText lines of TypeScript such as `export { decodeText } from './platform/node/files/decodeText.ts'`, seen from src
 */
export async function modelCode(name, exportsText) {
  const outfile = path.join(root, '.cache/starter/code', `${name}.mjs`);
  await build({
    stdin: { contents: exportsText, resolveDir: path.join(root, 'src'), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    logLevel: 'warning',
  });
  return await import(pathToFileURL(outfile).href);
}
