import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isCode } from './systemErrors.ts';

/** Nobody writes such lines by hand: data or minified code, which would teach the network nothing of use. */
const MAX_LINE_CHARACTERS = 50_000;

/** Files that are read while the one before them is worked on, and their bytes: waiting for a disk takes longest. */
const FILES_AHEAD = 8;
const BYTES_AHEAD = 8_000_000;

export interface FileToRead {
  /** On disk. */
  location: string;
  /** As it was found; only for reading ahead. */
  bytes: number;
}

/** The bytes of a file, or in words for the user why there are none. */
export type FileBytes = Uint8Array | { reason: string };

/** Reads files in their order, small ones some way ahead of the one that is asked for. */
export async function* readInOrder<File extends FileToRead>(
  files: readonly File[],
): AsyncGenerator<{ file: File; bytes: FileBytes }> {
  const ahead: { file: File; bytes: Promise<FileBytes> }[] = [];
  let bytesAhead = 0;
  let next = 0;
  const mayRead = () =>
    next < files.length &&
    (ahead.length === 0 || (ahead.length < FILES_AHEAD && bytesAhead + files[next].bytes <= BYTES_AHEAD));
  while (next < files.length || ahead.length > 0) {
    while (mayRead()) {
      const file = files[next++];
      bytesAhead += file.bytes;
      ahead.push({ file, bytes: readBytes(file.location) });
    }
    const { file, bytes } = ahead.shift()!;
    bytesAhead -= file.bytes;
    yield { file, bytes: await bytes };
  }
}

async function readBytes(location: string): Promise<FileBytes> {
  try {
    return await readFile(location);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return { reason: 'it vanished while the folder was read' };
    return { reason: `it cannot be read (${(error as Error).message})` };
  }
}

/** The text that bytes are, and a hash that no other text has; or in words for the user why it is none to learn from. */
export function decodeSource(bytes: Uint8Array): { text: string; hash: string } | { reason: string } {
  if (bytes.length === 0) return { reason: 'it is empty' };
  if (bytes.includes(0)) return { reason: 'it has NUL bytes, so it is not text' };
  let text: string;
  try {
    // Drops a byte order mark.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { reason: 'it is not UTF-8; convert it to be learnt from' };
  }
  const longest = longestLine(text);
  if (longest > MAX_LINE_CHARACTERS)
    return { reason: `a line of ${longest} characters says that a machine wrote it` };
  return { text, hash: createHash('sha256').update(bytes).digest('base64') };
}

function longestLine(text: string): number {
  let longest = 0;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    longest = Math.max(longest, (end < 0 ? text.length : end) - start);
    start = end < 0 ? text.length : end + 1;
  }
  return longest;
}
