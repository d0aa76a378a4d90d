import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SkippedFile, SourceText } from '../model/text/corpus.ts';
import { Digest } from '../model/text/digest.ts';
import { languageOfPath } from '../model/text/language.ts';
import { UserError } from '../model/userError.ts';
import { isCode, readable } from './folderStorage.ts';
import { type FoundFile, walkFolder } from './walkFolder.ts';

const MAX_FILE_BYTES = 20_000_000;
/** Text beyond this takes memory and hours to learn; a sample of the files does as well. */
const MAX_TOTAL_BYTES = 100_000_000;
/** Nobody writes such lines by hand: data or minified code, which would teach the network nothing of use. */
const MAX_LINE_CHARACTERS = 50_000;

export interface FindOptions {
  /** Of files to take besides C and LaTeX; one without a slash matches in every folder. */
  globs: readonly string[];
  /** Of files and folders to leave out, as in VS Code's files.exclude. */
  exclude: readonly string[];
  signal?: AbortSignal;
}

export interface FoundSources {
  /** Sorted by path. */
  sources: SourceText[];
  /** Files of the right kind that were left out, and why; not those that .gitignore or `exclude` leave out. */
  skipped: SkippedFile[];
}

/**
 * Reads the texts to learn from in a folder (or one file): C and LaTeX by their extensions, others by the globs.
 * Honours .gitignore files, follows no symbolic links, and leaves out what is binary, not UTF-8, too large, made by a
 * machine, or an exact copy of another file. Throws a UserError when the folder cannot be read.
 */
export async function readSources(folder: string, options: FindOptions): Promise<FoundSources> {
  const { root, found } = await findFiles(folder, options);
  const skipped: SkippedFile[] = [];
  const small = found.filter(file => {
    if (file.skipReason === undefined && file.bytes <= MAX_FILE_BYTES) return true;
    const reason = `${megabytes(file.bytes)} is more than ${megabytes(MAX_FILE_BYTES)} a file`;
    skipped.push({ path: file.path, reason: file.skipReason ?? reason });
    return false;
  });
  const chosen = chooseWithinTotal(small, skipped);

  const sources: SourceText[] = [];
  const pathOfHash = new Map<string, string>();
  for (const file of chosen) {
    options.signal?.throwIfAborted();
    const result = await readText(path.join(root, file.path));
    if ('reason' in result) {
      skipped.push({ path: file.path, reason: result.reason });
      continue;
    }
    const original = pathOfHash.get(result.hash);
    if (original !== undefined) {
      skipped.push({ path: file.path, reason: `it is an exact copy of ${original}` });
      continue;
    }
    pathOfHash.set(result.hash, file.path);
    sources.push({ path: file.path, language: languageOfPath(file.path), text: result.text });
  }
  return { sources, skipped: skipped.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}

async function findFiles(
  folder: string,
  options: FindOptions,
): Promise<{ root: string; found: FoundFile[] }> {
  let root: string;
  try {
    root = await realpath(folder);
    const stats = await stat(root);
    if (stats.isFile())
      return { root: path.dirname(root), found: [{ path: path.basename(root), bytes: stats.size }] };
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR'))
      throw new UserError(`There is no folder ${folder}. Give the path of a folder with C or LaTeX files.`);
    throw readable(error, `Cannot read ${folder}`);
  }
  return { root, found: await walkFolder(root, options) };
}

/** All files when they fit; else as many as do, in a hashed order, so that they come from all over the folder. */
function chooseWithinTotal(files: readonly FoundFile[], skipped: SkippedFile[]): readonly FoundFile[] {
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  if (total <= MAX_TOTAL_BYTES) return files;
  const place = new Map(files.map(file => [file, new Digest().addText(file.path).value()]));
  const chosen = new Set<FoundFile>();
  let bytes = 0;
  for (const file of files.toSorted((a, b) => place.get(a)! - place.get(b)!)) {
    if (bytes + file.bytes > MAX_TOTAL_BYTES) {
      const reason = `the folder's ${megabytes(total)} are more than the ${megabytes(MAX_TOTAL_BYTES)} that are read`;
      skipped.push({ path: file.path, reason });
      continue;
    }
    bytes += file.bytes;
    chosen.add(file);
  }
  return files.filter(file => chosen.has(file));
}

async function readText(file: string): Promise<{ text: string; hash: string } | { reason: string }> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return { reason: 'it vanished while the folder was read' };
    return { reason: `it cannot be read (${(error as Error).message})` };
  }
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

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
