// The packaged extension, where `npm run package` leaves it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './command.mjs';

/** @param {string} [target] the platform that it is for; the package for all of them has none in its name */
export async function vsixFile(target) {
  const { name, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return path.join(root, `${[name, ...(target ? [target] : []), version].join('-')}.vsix`);
}
