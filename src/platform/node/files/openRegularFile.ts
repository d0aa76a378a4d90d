import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { UserError } from '../../../model/base/userError.ts';
import { kindOf } from './fileKind.ts';
import { isCode } from '../modelFolder/systemErrors.ts';

// Windows has neither O_NOFOLLOW nor O_NONBLOCK. They are undefined there, which counts as 0 where flags are joined, and
// the look at what is under a name must do.
const { O_RDONLY, O_WRONLY, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK } = constants;

/** Under a name where a file should be is a link, a folder, a pipe. Nothing is done to it, nor to what it leads to. */
class NotAFile extends UserError {
  constructor(file: string, kind: string) {
    super(`${file} is ${kind}, not a file. Move it away, or choose another folder.`);
  }
}

/**
 * Opens a file to be read; undefined when there is none. Follows no link and waits for nobody at the other end of a
 * pipe: what is no file is a NotAFile.
 */
export async function openFile(file: string): Promise<{ handle: FileHandle; stats: Stats } | undefined> {
  try {
    // Before it is opened, since that alone can start something with a device.
    demandFile(await lstat(file), file);
    return await openChecked(file);
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    // As O_NOFOLLOW has it, where a link was put there since.
    if (isCode(error, 'ELOOP', 'EMLINK')) throw new NotAFile(file, 'a symbolic link');
    throw error;
  }
}

async function openChecked(file: string): Promise<{ handle: FileHandle; stats: Stats }> {
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = await handle.stat();
    demandFile(stats, file);
    return { handle, stats };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The bytes of a file; undefined when there is none. */
export async function readFile(file: string, maxBytes: number): Promise<Buffer | undefined> {
  const opened = await openFile(file);
  if (!opened) return undefined;
  const { handle, stats } = opened;
  try {
    if (stats.size > maxBytes)
      throw new UserError(
        `${file} has ${stats.size} bytes, and can have ${maxBytes} at most: it is damaged, or something else. Train the model again, or restore the file from a backup.`,
      );
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Makes a file that must not be there yet. Rejects with the system's own error. */
export function createFile(file: string): Promise<FileHandle> {
  return open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666);
}

/** Opens a file to be added to at its end, and makes it where there is none. What is no file is a NotAFile. */
export async function openToAppend(file: string): Promise<FileHandle> {
  try {
    demandFile(await lstat(file), file);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
  try {
    return await open(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o666);
  } catch (error) {
    if (isCode(error, 'ELOOP', 'EMLINK')) throw new NotAFile(file, 'a symbolic link');
    throw error;
  }
}

function demandFile(stats: Stats, file: string): void {
  const kind = kindOf(stats);
  if (kind !== undefined) throw new NotAFile(file, kind);
}
