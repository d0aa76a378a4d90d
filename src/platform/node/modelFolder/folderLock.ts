import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { FolderLost } from '../../../model/files/folderLost.ts';
import { UserError } from '../../../model/base/userError.ts';
import type { LockHolder } from '../../../protocol/lockHolder.ts';
import { type FoundLock, lookAtLock, takeLock, tryToMakeLock } from './lockFile.ts';
import { makeFolder } from '../files/makeFolder.ts';
import { readable } from './systemErrors.ts';

export const LOCK_FILE = 'training.lock';
/** Times that a lock which is gone is made again, where others are at it, too. */
const ATTEMPTS = 5;

interface LockTiming {
  /** The holder shows this often that it lives. */
  beatMs: number;
  /** A lock that has not been touched for so long is that of a holder which hangs or is gone. */
  staleMs: number;
}

export const usualTiming: LockTiming = { beatMs: 10_000, staleMs: 120_000 };

/** Only one process trains into a folder at a time: the one that holds this. */
export interface FolderLock {
  /** Aborted with a FolderLost once another process is seen to have taken the lock. */
  readonly lost: AbortSignal;
  /**
   * Makes the lock again where it has gone: the folder was removed, or another process has taken the lock over and
   * released it. Which of the two it was only the folder itself can tell. Rejects with a FolderLost when another process
   * has it.
   */
  claim(): Promise<void>;
  /** Rejects with a UserError when the lock is not held: with a FolderLost when another process has it. */
  check(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Makes sure that only one process trains into a model folder. Throws a UserError that names the holder when there is
 * one. The lock of a process that has died, or has shown no sign of life for two minutes, is taken over.
 */
export async function lockFolder(
  directory: string,
  name: string,
  timing: LockTiming = usualTiming,
): Promise<FolderLock> {
  const file = path.join(directory, LOCK_FILE);
  const holder: LockHolder = { id: randomUUID(), pid: process.pid, host: hostname(), name };
  try {
    await makeFolder(directory);
    await takeLock(file, holder, timing.staleMs);
  } catch (error) {
    throw readable(error, `Cannot lock ${directory} for training`);
  }
  return new HeldLock(directory, holder, timing);
}

class HeldLock implements FolderLock {
  readonly #directory: string;
  readonly #file: string;
  readonly #holder: LockHolder;
  readonly #beat: ReturnType<typeof setInterval>;
  readonly #lost = new AbortController();

  constructor(directory: string, holder: LockHolder, { beatMs }: LockTiming) {
    this.#directory = directory;
    this.#file = path.join(directory, LOCK_FILE);
    this.#holder = holder;
    this.#beat = setInterval(() => void this.#showLife().catch(() => {}), beatMs);
    this.#beat.unref();
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async claim(): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await this.#isHeld()) return;
      await makeFolder(this.#directory);
      if (await tryToMakeLock(this.#file, this.#holder)) return;
    }
    throw this.#loseIt();
  }

  async check(): Promise<void> {
    if (await this.#isHeld()) return;
    throw new UserError(`${this.#file} was removed while the model was being saved, which is tried again.`);
  }

  async release(): Promise<void> {
    clearInterval(this.#beat);
    const found = await lookAtLock(this.#file).catch(() => undefined);
    if (found && this.#isOwn(found)) await rm(this.#file, { force: true });
  }

  /** False when it has gone. */
  async #isHeld(): Promise<boolean> {
    const found = await lookAtLock(this.#file);
    if (found && !this.#isOwn(found)) throw this.#loseIt();
    return found !== undefined;
  }

  async #showLife(): Promise<void> {
    const found = await lookAtLock(this.#file, { touchIfOf: this.#holder.id });
    if (found && !this.#isOwn(found)) this.#loseIt();
  }

  #isOwn({ holder }: FoundLock): boolean {
    return holder?.id === this.#holder.id;
  }

  #loseIt(): FolderLost {
    const error = new FolderLost(this.#directory);
    this.#lost.abort(error);
    return error;
  }
}
