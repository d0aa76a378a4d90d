import { randomBytes } from 'node:crypto';
import { lstat, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Storage } from '../../../model/files/storage.ts';
import type { FolderLock } from './folderLock.ts';
import { makeFolder } from '../files/makeFolder.ts';
import { createFile, openToAppend, readFile } from '../files/openRegularFile.ts';
import { isCode, readable } from './systemErrors.ts';

/** What is being written lies aside under such a name: nobody else's, and never one that was there before. */
const ASIDE = /\.[0-9a-f]{16}\.cellscope-tmp$/;

/**
 * A folder as storage. It is made when the first file is written. With a lock it is written to only while that is held.
 */
export function createFolderStorage(directory: string, lock?: Pick<FolderLock, 'claim' | 'check'>): Storage {
  const pathOf = (name: string): string => {
    if (name !== path.basename(name) || name === '' || name.startsWith('.'))
      throw new RangeError(`${JSON.stringify(name)} is not a plain file name.`);
    return path.join(directory, name);
  };
  const list = async (): Promise<string[]> => {
    try {
      const entries = await readdir(directory, { withFileTypes: true });
      return entries.filter(entry => entry.isFile()).map(entry => entry.name);
    } catch (error) {
      if (isCode(error, 'ENOENT')) return [];
      throw readable(error, `Cannot read the folder ${directory}`);
    }
  };
  const remove = async (name: string): Promise<void> => {
    const file = pathOf(name);
    try {
      if ((await lstat(file)).isFile()) await rm(file, { force: true });
    } catch (error) {
      if (!isCode(error, 'ENOENT', 'ENOTDIR')) throw readable(error, `Cannot remove ${file}`);
    }
  };

  const write = async (name: string, data: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> => {
    const target = pathOf(name);
    const aside = `${target}.${randomBytes(8).toString('hex')}.cellscope-tmp`;
    try {
      await lock?.check();
      await makeFolder(directory);
      await writeSynced(aside, data);
      // Once more: that takes a while, in which the machine may sleep.
      await lock?.check();
      await rename(aside, target);
      await syncDirectory(directory);
    } catch (error) {
      await rm(aside, { force: true }).catch(() => {});
      throw readable(error, `Cannot write ${target}`);
    }
  };

  const append = async (name: string, data: Uint8Array): Promise<void> => {
    const target = pathOf(name);
    try {
      await lock?.check();
      await makeFolder(directory);
      const handle = await openToAppend(target);
      try {
        await handle.appendFile(data);
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw readable(error, `Cannot write ${target}`);
    }
  };

  return {
    place: directory,

    async read(name, maxBytes) {
      const file = pathOf(name);
      try {
        return await readFile(file, maxBytes);
      } catch (error) {
        throw readable(error, `Cannot read ${file}`);
      }
    },

    async claim() {
      try {
        await lock?.claim();
      } catch (error) {
        throw readable(error, `Cannot write in ${directory}`);
      }
    },

    write,
    writeParts: write,
    append,
    remove,
    list,

    async tidy() {
      for (const name of await list()) if (ASIDE.test(name)) await remove(name);
    },
  };
}

async function writeSynced(file: string, data: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await createFile(file);
  try {
    await writeFile(handle, data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename last through a power cut. Not every system can sync a folder (Windows cannot): then it is left. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => undefined);
  try {
    await handle?.sync();
  } catch (error) {
    if (!isCode(error, 'EPERM', 'EINVAL', 'EISDIR', 'EBADF', 'EACCES')) throw error;
  } finally {
    await handle?.close();
  }
}
