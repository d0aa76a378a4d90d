import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import picomatch, { type PicomatchOptions } from 'picomatch';
import { languageOfPath } from '../model/text/language.ts';
import { UserError } from '../model/userError.ts';
import { readable } from './systemErrors.ts';

/** Folders that never hold the user's own text. */
const NEVER = new Set(['.git', '.hg', '.svn', 'node_modules']);

export interface FoundFile {
  /** Relative to the folder, with forward slashes. */
  path: string;
  bytes: number;
  /** Why it cannot be read. */
  skipReason?: string;
}

interface WalkOptions {
  globs: readonly string[];
  exclude: readonly string[];
  signal?: AbortSignal;
}

/** The rules of one .gitignore, for paths relative to its folder. */
interface IgnoreRules {
  /** Relative to the root, '' or with a slash at its end. */
  folder: string;
  rules: Ignore;
}

/** Finds the files of the right kind below `root`, sorted by path, without what .gitignore or `exclude` leave out. */
export async function walkFolder(root: string, options: WalkOptions): Promise<FoundFile[]> {
  const isWanted = matcher(options.globs, glob => ({ basename: !glob.includes('/') }));
  const isExcluded = matcher(options.exclude, () => ({}));
  const found: FoundFile[] = [];

  const visit = async (folder: string, inherited: readonly IgnoreRules[]): Promise<void> => {
    options.signal?.throwIfAborted();
    const entries = await listFolder(root, folder, found);
    const hasRules = entries.some(entry => entry.name === '.gitignore' && entry.isFile());
    const rules = hasRules ? [await readRules(root, folder), ...inherited] : inherited;
    const wanted: Dirent[] = [];
    for (const entry of entries) {
      const file = folder + entry.name;
      if (NEVER.has(entry.name) || isExcluded(file)) continue;
      if (entry.isDirectory()) {
        if (!isIgnored(`${file}/`, rules)) await visit(`${file}/`, rules);
      } else if ((languageOfPath(file) !== 'other' || isWanted(file)) && !isIgnored(file, rules))
        wanted.push(entry);
    }
    // All at once: waiting for one after the other takes ten times as long.
    found.push(...(await Promise.all(wanted.map(entry => describe(root, folder + entry.name, entry)))));
  };
  await visit('', []);
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function listFolder(root: string, folder: string, found: FoundFile[]): Promise<Dirent[]> {
  try {
    return await readdir(path.join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (folder === '') throw readable(error, `Cannot read the folder ${root}`);
    const { message } = error as Error;
    found.push({ path: folder, bytes: 0, skipReason: `the folder cannot be read (${message})` });
    return [];
  }
}

/** Links are not followed: their targets are found where they are, or lie outside of the folder. */
async function describe(root: string, file: string, entry: Dirent): Promise<FoundFile> {
  if (entry.isSymbolicLink()) return { path: file, bytes: 0, skipReason: 'it is a symbolic link' };
  if (!entry.isFile()) return { path: file, bytes: 0, skipReason: 'it is not a regular file' };
  try {
    return { path: file, bytes: (await lstat(path.join(root, file))).size };
  } catch (error) {
    return { path: file, bytes: 0, skipReason: `it cannot be read (${(error as Error).message})` };
  }
}

async function readRules(root: string, folder: string): Promise<IgnoreRules> {
  const text = await readFile(path.join(root, folder, '.gitignore'), 'utf8').catch(() => '');
  return { folder, rules: ignore().add(text) };
}

/** As git has it: the nearest .gitignore that says anything about a path decides. `rules` begin with the nearest. */
function isIgnored(file: string, rules: readonly IgnoreRules[]): boolean {
  for (const { folder, rules: own } of rules) {
    const { ignored, unignored } = own.test(file.slice(folder.length));
    if (ignored || unignored) return ignored;
  }
  return false;
}

function matcher(
  globs: readonly string[],
  optionsOf: (glob: string) => PicomatchOptions,
): (file: string) => boolean {
  const matchers = globs.map(text => {
    const glob = text.trim().replace(/^\.\//, '');
    if (glob === '') throw new UserError('A glob is empty; write a pattern such as *.txt or notes/**/*.md.');
    return picomatch(glob, { ...optionsOf(glob), dot: true });
  });
  return file => matchers.some(matches => matches(file));
}
