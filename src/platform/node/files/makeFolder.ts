import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isCode } from '../modelFolder/systemErrors.ts';

/**
 * Makes a folder and those that it is in. Where that fails, the error is that of the first one that could not be made:
 * mkdir's own way of making them all says ENOENT on a file system that is read-only, and never ends in /proc.
 */
export async function makeFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory);
  } catch (error) {
    if (await isFolder(directory)) return;
    const parent = path.dirname(directory);
    if (!isCode(error, 'ENOENT') || parent === directory || (await isFolder(parent))) throw error;
    await makeFolder(parent);
    await makeFolder(directory);
  }
}

async function isFolder(directory: string): Promise<boolean> {
  return await stat(directory).then(
    stats => stats.isDirectory(),
    () => false,
  );
}
