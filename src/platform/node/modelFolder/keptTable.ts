import { lstat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { CONTEXTS_FILE } from '../../../model/files/ownFiles.ts';
import { isAlive } from '../processes/isAlive.ts';
import { LOCK_FILE, usualTiming } from './folderLock.ts';
import { lookAtLock } from './lockFile.ts';

/** Another text for each table of contexts that is kept in a folder: each is a file of its own. Undefined without one. */
export function tableStamp(directory: string): Promise<string | undefined> {
  return fileStamp(directory, CONTEXTS_FILE);
}

/** Another text whenever a file was added to or replaced; undefined where there is none. */
export async function fileStamp(directory: string, name: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeMs } = await lstat(path.join(directory, name));
    return [ino, size, mtimeMs].join();
  } catch {
    return undefined;
  }
}

/** Whether a process that lives holds the lock of a model's folder. */
export async function isBeingTrained(directory: string): Promise<boolean> {
  try {
    const found = await lookAtLock(path.join(directory, LOCK_FILE));
    if (!found) return false;
    const { holder, touchedMs } = found;
    if (holder?.host === hostname() && !isAlive(holder.pid)) return false;
    return Date.now() - touchedMs < usualTiming.staleMs;
  } catch {
    return false;
  }
}
