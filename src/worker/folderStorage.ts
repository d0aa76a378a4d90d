import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Storage } from '../model/files/storage.ts';
import { UserError } from '../model/userError.ts';

/** A folder as storage. It is made when the first file is written. */
export function createFolderStorage(directory: string): Storage {
  const pathOf = (name: string): string => {
    if (name !== path.basename(name) || name === '' || name.startsWith('.'))
      throw new RangeError(`${JSON.stringify(name)} is not a plain file name.`);
    return path.join(directory, name);
  };

  return {
    place: directory,

    async read(name) {
      try {
        return await readFile(pathOf(name));
      } catch (error) {
        if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
        throw readable(error, `Cannot read ${pathOf(name)}`);
      }
    },

    async write(name, data) {
      const target = pathOf(name);
      const aside = `${target}.tmp`;
      try {
        await mkdir(directory, { recursive: true });
        await writeSynced(aside, data);
        await rename(aside, target);
        await syncDirectory(directory);
      } catch (error) {
        await rm(aside, { force: true }).catch(() => {});
        throw readable(error, `Cannot write ${target}`);
      }
    },

    async remove(name) {
      try {
        await rm(pathOf(name), { force: true });
      } catch (error) {
        throw readable(error, `Cannot remove ${pathOf(name)}`);
      }
    },

    async list() {
      try {
        const entries = await readdir(directory, { withFileTypes: true });
        return entries.filter(entry => entry.isFile()).map(entry => entry.name);
      } catch (error) {
        if (isCode(error, 'ENOENT')) return [];
        throw readable(error, `Cannot read the folder ${directory}`);
      }
    },
  };
}

async function writeSynced(file: string, data: Uint8Array): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(data);
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

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Make room there, then train on; what was saved before is whole',
  EDQUOT: 'the disk quota is used up. Make room there, then train on; what was saved before is whole',
  EACCES: 'permission denied. Make the folder writable for you, or choose another one',
  EPERM: 'the operation is not permitted. Make the folder writable for you, or choose another one',
  EROFS: 'the file system is read-only. Choose another folder',
  ENOTDIR: 'a part of the path is a file. Choose another folder',
  EEXIST: 'a file of that name is in the way. Choose another folder',
  EISDIR: 'a folder of that name is in the way. Choose another folder',
  EMFILE: 'too many files are open. Close other programs',
};

/** The error as the user can use it: what was done to which path, why it failed, what to do. */
export function readable(error: unknown, action: string): UserError {
  if (error instanceof UserError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = (code !== undefined && remedies[code]) || message;
  return new UserError(`${action}: ${reason}.`, { cause: error });
}

export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && codes.includes(code);
}
