import type { Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SkippedFile, SourceItem } from '../../../model/text/corpus.ts';
import { Digest } from '../../../model/text/digest.ts';
import { kindsOfPath, namesInProse } from '../../../protocol/languages.ts';
import { UserError } from '../../../model/base/userError.ts';
import { isCode } from '../modelFolder/systemErrors.ts';
import type { Environment } from '../git/gitConfig.ts';
import { type FileToRead, hashOf, MAX_FILE_BYTES, readInOrder, whyNotLearnt } from './readSourceFile.ts';
import { kindOf } from './fileKind.ts';
import { readProblem, tooLarge } from './readRegularFile.ts';
import { type FoundFile, walkFolder } from './walkFolder.ts';

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
  /** Says where the user's settings for git are: that of the process unless given. */
  env?: Environment;
  /** Is told how far the files are read, 0..1 of their bytes. */
  onRead?: (share: number) => void;
}

/** A file that may be read. */
interface SourceFile extends FileToRead {
  /** As the user is told it. */
  path: string;
  folder: SourceFolder;
}

/**
 * Reads the texts to learn from in folders, each when it is asked for, folder by folder and sorted by path: C and LaTeX
 * by their extensions, others by the globs. Takes what git would keep (`walkFolder`), follows no symbolic links, and
 * leaves out what is no text, too large, made by a machine, or an exact copy of another file of its folder. Everything
 * that is left out is given, too, with the reason. Throws a UserError when a folder cannot be read.
 */
export async function* readSources(
  folders: readonly SourceFolder[],
  { maxTotalBytes = MAX_TOTAL_BYTES, onRead, ...options }: ReadOptions,
): AsyncGenerator<SourceItem, void, void> {
  const files: SourceFile[] = [];
  const skipped: SkippedFile[] = [];
  for (const folder of folders) await findFiles(folder, options, { files, skipped });
  const chosen = chooseWithinTotal(files, maxTotalBytes);
  if (chosen.size < files.length) {
    const bytes = totalBytes(files);
    const counts = { files: files.length, taken: chosen.size };
    yield { notice: { kind: 'sampled', ...counts, bytes, mostBytes: maxTotalBytes } };
    for (const file of files)
      if (!chosen.has(file))
        skipped.push({
          path: file.path,
          reason: 'there is more text than is read at most',
          isExpected: true,
        });
  }
  yield* skipped;

  const originals = new Map<string, string>();
  const wanted = files.filter(one => chosen.has(one));
  const wantedBytes = totalBytes(wanted);
  let bytes = 0;
  for await (const { file, read } of readInOrder(wanted)) {
    options.signal?.throwIfAborted();
    const { path: name, folder } = file;
    bytes += file.bytes;
    onRead?.(bytes / Math.max(1, wantedBytes));
    if ('reason' in read) {
      yield { path: name, reason: read.reason };
      continue;
    }
    const { text } = read;
    const key = `${folders.indexOf(folder)} ${hashOf(text)}`;
    const original = originals.get(key);
    const reason = original === undefined ? whyNotLearnt(text) : `it is an exact copy of ${original}`;
    if (reason !== undefined) yield { path: name, reason };
    else {
      originals.set(key, name);
      yield { path: name, ...kindsOfPath(name), text };
    }
  }
}

async function findFiles(
  folder: SourceFolder,
  options: Omit<ReadOptions, 'maxTotalBytes'>,
  { files, skipped }: { files: SourceFile[]; skipped: SkippedFile[] },
): Promise<void> {
  const { root, found } = await walk(folder, options);
  for (const { path: name, bytes, reason, byRule } of found) {
    const file = { path: (folder.prefix ?? '') + name, location: path.join(root, name), bytes, folder };
    if (reason !== undefined) skipped.push({ path: file.path, reason, ...(byRule && { isExpected: true }) });
    else if (bytes > MAX_FILE_BYTES) skipped.push({ path: file.path, ...tooLarge(bytes, MAX_FILE_BYTES) });
    else files.push(file);
  }
}

async function walk(
  { path: folder, exclude = [] }: SourceFolder,
  options: Omit<ReadOptions, 'maxTotalBytes'>,
): Promise<{ root: string; found: FoundFile[] }> {
  let root: string;
  try {
    root = await realpath(folder);
    const stats = await stat(root);
    if (!stats.isDirectory()) return { root: path.dirname(root), found: [itself(root, stats)] };
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR'))
      throw new UserError(
        `There is no folder ${folder}. Give the path of a folder with ${namesInProse('or')} files.`,
      );
    throw new UserError(`Cannot read ${folder}: ${readProblem(error)}.`, { cause: error });
  }
  return { root, found: await walkFolder(root, { ...options, exclude }) };
}

/** A file that was asked for by its name: no rule leaves it out. */
function itself(file: string, stats: Stats): FoundFile {
  const what = kindOf(stats);
  return {
    path: path.basename(file),
    bytes: stats.size,
    ...(what !== undefined && { reason: `it is ${what}` }),
  };
}

/** All files when they fit; else as many as do, in a hashed order, so that they come from all over the folders. */
function chooseWithinTotal(files: readonly SourceFile[], maxTotalBytes: number): ReadonlySet<SourceFile> {
  if (totalBytes(files) <= maxTotalBytes) return new Set(files);
  const place = new Map(files.map(file => [file, new Digest().addText(file.path).value()]));
  const chosen = new Set<SourceFile>();
  let bytes = 0;
  for (const file of files.toSorted((a, b) => place.get(a)! - place.get(b)!)) {
    if (bytes + file.bytes > maxTotalBytes) continue;
    bytes += file.bytes;
    chosen.add(file);
  }
  return chosen;
}

function totalBytes(files: readonly SourceFile[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}
