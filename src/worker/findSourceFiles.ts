import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SkippedFile, SourceItem } from '../model/text/corpus.ts';
import { Digest } from '../model/text/digest.ts';
import { languageOfPath } from '../model/text/language.ts';
import { UserError } from '../model/userError.ts';
import { isCode, readable } from './systemErrors.ts';
import { decodeSource, type FileToRead, readInOrder } from './readSourceFile.ts';
import { type FoundFile, walkFolder } from './walkFolder.ts';

const MAX_FILE_BYTES = 20_000_000;
/**
 * Text beyond this takes memory (a byte a character, rarely two, for as long as the training goes on) and hours to
 * learn; a sample of the files does as well.
 */
const MAX_TOTAL_BYTES = 256_000_000;

/** A folder, or one file, to read. */
export interface SourceFolder {
  path: string;
  /** Of files and folders to leave out, as in VS Code's files.exclude. */
  exclude?: readonly string[];
  /** What the paths of its files begin with. */
  prefix?: string;
}

export interface ReadOptions {
  /** Of files to take besides C and LaTeX; one without a slash matches in every folder. */
  globs: readonly string[];
  signal?: AbortSignal;
  /** Of all folders together; 256 MB unless given. */
  maxTotalBytes?: number;
}

/** A file that may be read. */
interface SourceFile extends FileToRead {
  /** As the user is told it. */
  path: string;
  folder: SourceFolder;
}

/**
 * Reads the texts to learn from in folders, each when it is asked for, folder by folder and sorted by path: C and LaTeX
 * by their extensions, others by the globs. Honours .gitignore files, follows no symbolic links, and leaves out what is
 * binary, not UTF-8, too large, made by a machine, or an exact copy of another file of its folder; but says nothing of
 * what .gitignore or `exclude` leave out. Throws a UserError when a folder cannot be read.
 */
export async function* readSources(
  folders: readonly SourceFolder[],
  { globs, signal, maxTotalBytes = MAX_TOTAL_BYTES }: ReadOptions,
): AsyncGenerator<SourceItem, void, void> {
  const files: SourceFile[] = [];
  const skipped: SkippedFile[] = [];
  for (const folder of folders) await findFiles(folder, { globs, signal }, { files, skipped });
  yield* skipped;
  const chosen = chooseWithinTotal(files, maxTotalBytes);
  if (chosen.length < files.length) yield { notice: sampleNotice(files, chosen, maxTotalBytes) };

  const originals = new Map<string, string>();
  for await (const { file, bytes } of readInOrder(chosen)) {
    signal?.throwIfAborted();
    const read = 'reason' in bytes ? bytes : decodeSource(bytes);
    if ('reason' in read) {
      yield { path: file.path, reason: read.reason };
      continue;
    }
    const key = `${folders.indexOf(file.folder)} ${read.hash}`;
    const original = originals.get(key);
    if (original === undefined) {
      originals.set(key, file.path);
      yield { path: file.path, language: languageOfPath(file.path), text: read.text };
    } else yield { path: file.path, reason: `it is an exact copy of ${original}` };
  }
}

async function findFiles(
  folder: SourceFolder,
  options: { globs: readonly string[]; signal: AbortSignal | undefined },
  { files, skipped }: { files: SourceFile[]; skipped: SkippedFile[] },
): Promise<void> {
  const { root, found } = await walk(folder, options);
  for (const { path: name, bytes, skipReason } of found) {
    const file = { path: (folder.prefix ?? '') + name, location: path.join(root, name), bytes, folder };
    if (skipReason !== undefined) skipped.push({ path: file.path, reason: skipReason });
    else if (bytes > MAX_FILE_BYTES)
      skipped.push({
        path: file.path,
        reason: `${megabytes(bytes)} is more than ${megabytes(MAX_FILE_BYTES)} a file`,
      });
    else files.push(file);
  }
}

async function walk(
  { path: folder, exclude = [] }: SourceFolder,
  { globs, signal }: { globs: readonly string[]; signal: AbortSignal | undefined },
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
  return { root, found: await walkFolder(root, { globs, exclude, ...(signal && { signal }) }) };
}

/** All files when they fit; else as many as do, in a hashed order, so that they come from all over the folders. */
function chooseWithinTotal(files: readonly SourceFile[], maxTotalBytes: number): readonly SourceFile[] {
  if (totalBytes(files) <= maxTotalBytes) return files;
  const place = new Map(files.map(file => [file, new Digest().addText(file.path).value()]));
  const chosen = new Set<SourceFile>();
  let bytes = 0;
  for (const file of files.toSorted((a, b) => place.get(a)! - place.get(b)!)) {
    if (bytes + file.bytes > maxTotalBytes) continue;
    bytes += file.bytes;
    chosen.add(file);
  }
  return files.filter(file => chosen.has(file));
}

function sampleNotice(
  files: readonly SourceFile[],
  chosen: readonly SourceFile[],
  maxTotalBytes: number,
): string {
  const counts = `${chosen.length.toLocaleString('en')} of the ${files.length.toLocaleString('en')} files`;
  return `The files have ${megabytes(totalBytes(files))} of text, more than the ${megabytes(maxTotalBytes)} that are read at most: ${counts}, from all over, are taken. Choose a smaller folder, or leave out files, to have a say in which.`;
}

function totalBytes(files: readonly SourceFile[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
