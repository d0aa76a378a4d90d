import path from 'node:path';
import { readRegularFile } from '../files/readRegularFile.ts';
import { lowerCase } from './gitPattern.ts';

/** A million files take half of it. */
const MAX_BYTES = 256_000_000;
/** What no real repository has; more than that is damage, and would take all memory. */
const MAX_PATH = 4096;
const MAX_PATHS_LENGTH = 200_000_000;
const MAX_FOLDERS = 2_000_000;
const GITLINK = 0o160000;
const FOLDER = 0o40000;

/** What git has of a working tree, whatever its rules say. Paths are bytes, relative to the top folder. */
export class TrackedFiles {
  private readonly files = new Set<string>();
  private readonly folders = new Set<string>();
  private readonly submodules = new Set<string>();
  private readonly ignoreCase: boolean;

  constructor(entries: Iterable<{ path: string; mode: number }>, ignoreCase: boolean) {
    this.ignoreCase = ignoreCase;
    for (const { path: name, mode } of entries) {
      const own = this.fold(name);
      if (mode === GITLINK) this.submodules.add(own);
      else if (mode !== FOLDER) this.addFile(own);
    }
  }

  hasFile(file: string): boolean {
    return this.files.has(this.fold(file));
  }

  /** Whether any file lies in the folder; without a slash at its end. */
  hasFilesIn(folder: string): boolean {
    return this.folders.has(this.fold(folder));
  }

  hasSubmodule(folder: string): boolean {
    return this.submodules.has(this.fold(folder));
  }

  private addFile(file: string): void {
    this.files.add(file);
    for (let slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1)) {
      const folder = file.slice(0, slash);
      if (this.folders.has(folder) || this.folders.size === MAX_FOLDERS) return;
      this.folders.add(folder);
    }
  }

  private fold(name: string): string {
    return this.ignoreCase ? lowerCase(name) : name;
  }
}

/**
 * Reads the index of a repository, gitformat-index(5), versions 2 to 4. An index that is missing or damaged has no
 * files. `hashBytes` is 20, or 32 where objects are named by SHA-256.
 */
export async function readTrackedFiles(
  gitFolder: string,
  { hashBytes, ignoreCase }: { hashBytes: number; ignoreCase: boolean },
): Promise<TrackedFiles> {
  const index = await readIndex(path.join(gitFolder, 'index'), hashBytes);
  // Most of a split index lies in a file that several share. One of its files that has been removed since is not on
  // the disk either, as a rule; if it is, it is taken for tracked.
  const shared =
    index?.shared === undefined
      ? undefined
      : await readIndex(path.join(gitFolder, `sharedindex.${index.shared}`), hashBytes);
  return new TrackedFiles([...(index?.entries ?? []), ...(shared?.entries ?? [])], ignoreCase);
}

interface Entry {
  path: string;
  mode: number;
}

async function readIndex(
  file: string,
  hashBytes: number,
): Promise<{ entries: Entry[]; shared: string | undefined } | undefined> {
  const read = await readRegularFile(file, { maxBytes: MAX_BYTES, links: 'follow' });
  if ('reason' in read) return undefined;
  const bytes = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
  const version = bytes.length < 12 ? 0 : bytes.readUInt32BE(4);
  if (version < 2 || version > 4 || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const entries: Entry[] = [];
  let at = 12;
  let previous = '';
  let length = 0;
  for (let left = bytes.readUInt32BE(8); left > 0; left--) {
    const start = at;
    at += 40 + hashBytes;
    if (at + 4 > bytes.length) return undefined;
    const mode = bytes.readUInt32BE(start + 24);
    const isExtended = version > 2 && (bytes[at] & 0x40) !== 0;
    at += isExtended ? 4 : 2;
    let name = '';
    if (version === 4) {
      const cut = readOffset(bytes, at);
      name = previous.slice(0, Math.max(0, previous.length - cut.value));
      at = cut.end;
    }
    const end = bytes.indexOf(0, at);
    if (end < 0) return undefined;
    name += bytes.toString('latin1', at, end);
    length += name.length;
    if (name.length > MAX_PATH || length > MAX_PATHS_LENGTH) return undefined;
    // Versions before 4 fill up to eight bytes, with one NUL at least.
    at = version === 4 ? end + 1 : start + ((end - start + 8) & ~7);
    previous = name;
    // The names of a split index's replaced entries stand in the shared one.
    if (name !== '') entries.push({ path: name, mode });
  }
  return { entries, shared: sharedIndex(bytes, at, hashBytes) };
}

/** A number of seven bits a byte, the highest first, each but the last counted one up. */
function readOffset(bytes: Uint8Array, start: number): { value: number; end: number } {
  let at = start;
  let byte = bytes[at++] ?? 0;
  let value = byte & 127;
  while ((byte & 128) !== 0 && at < bytes.length) {
    byte = bytes[at++];
    value = (value + 1) * 128 + (byte & 127);
  }
  return { value, end: at };
}

/** The hash that names the shared part, out of the extensions behind the entries. */
function sharedIndex(bytes: Buffer, start: number, hashBytes: number): string | undefined {
  for (let at = start; at + 8 + hashBytes <= bytes.length; at += 8 + bytes.readUInt32BE(at + 4))
    if (bytes.toString('latin1', at, at + 4) === 'link')
      return bytes.toString('hex', at + 8, at + 8 + hashBytes);
  return undefined;
}
