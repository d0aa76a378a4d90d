import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { UserError } from '../model/userError.ts';
import { isCode, readable } from './folderStorage.ts';

const LOCK_FILE = 'training.lock';
/** The holder shows this often that it lives. */
const BEAT_MS = 10_000;
/** A lock that has not been touched for so long is that of a holder which hangs or is gone. */
const STALE_MS = 120_000;

interface Holder {
  /** Of this very lock. */
  id: string;
  pid: number;
  host: string;
  /** Who holds it, in words for the user. */
  name: string;
}

export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Makes sure that only one process trains into a model folder. Throws a UserError that names the holder when there is
 * one. The lock of a process that has died, or has shown no sign of life for two minutes, is taken over.
 */
export async function lockFolder(directory: string, name: string): Promise<FolderLock> {
  const file = path.join(directory, LOCK_FILE);
  const holder: Holder = { id: randomUUID(), pid: process.pid, host: hostname(), name };
  try {
    await mkdir(directory, { recursive: true });
    while (!(await tryToCreate(file, holder))) await removeIfStale(file);
  } catch (error) {
    throw readable(error, `Cannot lock ${directory} for training`);
  }
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), BEAT_MS);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      const found = await readHolder(file);
      if (found?.id === holder.id) await rm(file, { force: true });
    },
  };
}

async function tryToCreate(file: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    // Made, but not filled, on a full disk.
    await rm(file, { force: true }).catch(() => {});
    throw error;
  }
}

/** Removes the lock when its holder is gone; throws when it is not. */
async function removeIfStale(file: string): Promise<void> {
  const holder = await readHolder(file);
  const age = await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => undefined,
  );
  // Released meanwhile.
  if (age === undefined) return;
  const dead = holder?.host === hostname() && !isAlive(holder.pid);
  if (!dead && age < STALE_MS) {
    const who = holder ? `${holder.name} (process ${holder.pid} on ${holder.host})` : 'another process';
    throw new UserError(
      `${who} is training in ${path.dirname(file)} already. Wait for it or stop it; if it is gone, remove ${file}.`,
    );
  }
  await takeAway(file, holder);
}

/** By a rename, which only one of several processes can do: the others then find the new holder's lock. */
async function takeAway(file: string, stale: Holder | undefined): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  const taken = await readHolder(aside);
  // Another process took the stale lock over just before, and this one is its new lock: it gets it back.
  if (taken?.id !== stale?.id) await rename(aside, file);
  else await rm(aside, { force: true });
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to someone else.
    return !isCode(error, 'ESRCH');
  }
}
