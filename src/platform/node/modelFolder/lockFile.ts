import { type FileHandle, rm, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { UserError } from '../../../model/base/userError.ts';
import {
  formatLockHolder,
  isUnfilledLock,
  type LockHolder,
  MAX_LOCK_BYTES,
  parseLockHolder,
} from '../../../protocol/lockHolder.ts';
import { createFile, openFile } from '../files/openRegularFile.ts';
import { isAlive } from '../processes/isAlive.ts';
import { isCode } from './systemErrors.ts';

/** Turns of others that take a lock over or release it just as it is looked at, before that is called odd. */
const ATTEMPTS = 20;

/** A lock that is there. */
export interface FoundLock {
  /** Undefined for one that was not filled. */
  holder: LockHolder | undefined;
  touchedMs: number;
}

/** Makes the lock, in place of a stale one where there is one. Throws a UserError that names who holds it, if it is held. */
export async function takeLock(file: string, holder: LockHolder, staleMs: number): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await tryToMakeLock(file, holder)) return;
    const found = await lookAtLock(file);
    // Released meanwhile, if not.
    if (!found) continue;
    demandStale(file, found, staleMs);
    await removeStale(file, found, staleMs);
  }
  throw new UserError(
    `${file} cannot be taken, though nobody seems to train in ${path.dirname(file)}. Remove it, or choose another folder.`,
  );
}

/** False where there is something of that name. */
export async function tryToMakeLock(file: string, holder: LockHolder): Promise<boolean> {
  return await tryToFill(file, formatLockHolder(holder));
}

async function tryToFill(file: string, text: string): Promise<boolean> {
  let handle;
  try {
    handle = await createFile(file);
  } catch (error) {
    if (isCode(error, 'EEXIST', 'ELOOP')) return false;
    throw error;
  }
  try {
    await handle.writeFile(text);
  } catch (error) {
    // Made, but not filled, on a full disk.
    await rm(file, { force: true }).catch(() => {});
    throw error;
  } finally {
    await handle.close();
  }
  return true;
}

/** Undefined when there is none. Throws a UserError for what is no lock of this program, which is left as it is. */
export async function lookAtLock(
  file: string,
  { touchIfOf }: { touchIfOf?: string } = {},
): Promise<FoundLock | undefined> {
  const opened = await openFile(file);
  if (!opened) return undefined;
  const { handle, stats } = opened;
  try {
    const text = stats.size > MAX_LOCK_BYTES ? undefined : await handle.readFile('utf8');
    const holder = text === undefined ? undefined : parseLockHolder(text);
    if (!holder && (text === undefined || !isUnfilledLock(text)))
      throw new UserError(
        `${file} is not a lock of Cellscope, and is left as it is. Move it away, or choose another folder.`,
      );
    if (touchIfOf !== undefined && holder?.id === touchIfOf) await touch(file, handle);
    return { holder, touchedMs: stats.mtimeMs };
  } finally {
    await handle.close();
  }
}

/** By the open file, since under its name there may be another one by now; Windows lets only its name be used. */
async function touch(file: string, handle: FileHandle): Promise<void> {
  const now = new Date();
  try {
    await handle.utimes(now, now);
  } catch (error) {
    if (!isCode(error, 'EPERM', 'EACCES')) throw error;
    await utimes(file, now, now);
  }
}

/** Throws a UserError when the holder may be at work. */
function demandStale(file: string, { holder, touchedMs }: FoundLock, staleMs: number): void {
  const isDead = holder?.host === hostname() && !isAlive(holder.pid);
  if (isDead || Date.now() - touchedMs >= staleMs) return;
  const who = holder ? `${holder.name} (process ${holder.pid} on ${holder.host})` : 'another process';
  throw new UserError(
    `${who} is training in ${path.dirname(file)} already. Wait for it or stop it; if it is gone, remove ${file}.`,
  );
}

/**
 * By one process at a time, which makes a file of its own to be that one: else a second one that has found the lock stale,
 * too, would remove the new lock of the first.
 */
async function removeStale(file: string, stale: FoundLock, staleMs: number): Promise<void> {
  const turn = `${file}.takeover`;
  if (!(await tryToFill(turn, ''))) return await demandTurn(turn, file, staleMs);
  try {
    const found = await lookAtLock(file);
    if (found && found.holder?.id === stale.holder?.id && found.touchedMs === stale.touchedMs)
      await rm(file, { force: true });
  } finally {
    await rm(turn, { force: true });
  }
}

/** Throws a UserError while another process takes the lock over; removes what one that died at it has left. */
async function demandTurn(turn: string, file: string, staleMs: number): Promise<void> {
  const opened = await openFile(turn);
  await opened?.handle.close();
  if (opened && Date.now() - opened.stats.mtimeMs < staleMs)
    throw new UserError(
      `Another process begins to train in ${path.dirname(file)}. Wait for it or stop it; if it is gone, remove ${turn}.`,
    );
  await rm(turn, { force: true });
}
