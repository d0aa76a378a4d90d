import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { isCode } from './systemErrors.ts';

/** Makes a folder and those that it is in. Where that fails, the error is that of the first one that could not be made. */
export async function makeFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    // On a file system that is read-only, mkdir says of all that lies deeper only that it is not there.
    const parent = path.dirname(directory);
    if (!isCode(error, 'ENOENT') || parent === directory) throw error;
    await makeFolder(parent);
    await mkdir(directory);
  }
}
