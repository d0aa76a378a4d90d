// The packaged extension, where `npm run package` leaves it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './command.mjs';

export async function vsixFile() {
  const { name, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return path.join(root, `${name}-${version}.vsix`);
}
