import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { kindOf } from './fileKind.ts';
import { isCode } from '../modelFolder/systemErrors.ts';

/** Why there is nothing to be had of a file, in words for the user that go on from its name and a colon. */
export interface Refusal {
  reason: string;
  /** There is no such file. */
  isMissing?: true;
}

interface RegularFileOptions {
  /** More is refused. */
  maxBytes: number;
  /** Whether the file may be reached by a symbolic link. */
  links: 'follow' | 'refuse';
}

/** Windows has neither and leaves them undefined, which counts as 0: there is nothing to wait for there. */
const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;

/**
 * The bytes of a file of the disk. Never waits for someone to write into a pipe, and opens no device; a file that grows
 * meanwhile is read up to what is allowed. Does not throw for what a disk may hold.
 */
export async function readRegularFile(
  location: string,
  { maxBytes, links }: RegularFileOptions,
): Promise<Uint8Array | Refusal> {
  let handle: FileHandle | undefined;
  try {
    if (links === 'refuse') {
      const kind = kindOf(await lstat(location));
      if (kind !== undefined) return { reason: `it is ${kind}` };
    }
    handle = await open(location, O_RDONLY | O_NONBLOCK | (links === 'refuse' ? O_NOFOLLOW : 0));
    const stats = await handle.stat();
    const kind = kindOf(stats);
    if (kind !== undefined) return { reason: `it is ${kind}` };
    if (stats.size > maxBytes) return tooLarge(stats.size, maxBytes);
    const bytes = await readUpTo(handle, stats.size, maxBytes + 1);
    return bytes.length > maxBytes ? tooLarge(bytes.length, maxBytes) : bytes;
  } catch (error) {
    const reason = readProblem(error);
    return isCode(error, 'ENOENT', 'ENOTDIR') ? { reason, isMissing: true } : { reason };
  } finally {
    await handle?.close();
  }
}

/** Why something cannot be read, in words. */
export function readProblem(error: unknown): string {
  if (isCode(error, 'ENOENT', 'ENOTDIR', 'ESTALE')) return 'it vanished while the folder was read';
  if (isCode(error, 'EACCES', 'EPERM')) return 'you have no permission to read it';
  if (isCode(error, 'ELOOP', 'EMLINK')) return 'it is a symbolic link';
  // What opening a socket, or a device that is not there, comes to.
  if (isCode(error, 'ENXIO', 'ENODEV', 'EOPNOTSUPP')) return 'it is not a regular file';
  if (isCode(error, 'ENAMETOOLONG')) return 'its path is longer than the system allows';
  return `it cannot be read (${(error as Error).message})`;
}

export function tooLarge(bytes: number, maxBytes: number): Refusal {
  return { reason: `${megabytes(bytes)} is more than ${megabytes(maxBytes)} a file` };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** All bytes until the end, at most `limit`. */
async function readUpTo(handle: FileHandle, expected: number, limit: number): Promise<Uint8Array> {
  // One more than expected, so that the end is seen at once.
  let buffer = Buffer.allocUnsafe(Math.min(limit, expected + 1));
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    length += bytesRead;
    if (bytesRead === 0 || length === limit) return buffer.subarray(0, length);
    if (length === buffer.length)
      buffer = Buffer.concat([buffer], Math.min(limit, Math.max(4096, 2 * buffer.length)));
  }
}
