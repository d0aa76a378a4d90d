import path from 'node:path';
import type { SourceItem } from '../../../model/text/corpus.ts';
import type { FileListMessage } from '../../../protocol/filesMessages.ts';
import { type ReadOptions, readSources, type SourceFolder } from './findSourceFiles.ts';
import { listFiles } from './listFiles.ts';
import { readText } from './readSourceFile.ts';

/** A folder of the workspace, and globs of what to leave out of it. */
interface WorkspaceFolder {
  path: string;
  exclude: readonly string[];
}

/** Reads the texts of all folders, one when it is asked for. Where there are several, each path begins with its folder's name. */
export function readWorkspaceSources(
  folders: readonly WorkspaceFolder[],
  {
    include,
    ...options
  }: { include: readonly string[] } & Pick<ReadOptions, 'signal' | 'maxTotalBytes' | 'onRead'>,
): AsyncIterable<SourceItem> {
  return readSources(withPrefixes(folders), { globs: include, ...options });
}

/** What `readWorkspaceSources` would read, and what not. */
export async function listWorkspaceFiles(
  folders: readonly WorkspaceFolder[],
  { include, signal }: { include: readonly string[]; signal: AbortSignal },
): Promise<FileListMessage> {
  const { files, notices } = await listFiles(withPrefixes(folders), { globs: include, signal });
  const paths = folders.map(folder => folder.path);
  return {
    files: files.map(listed => ({ ...listed, location: locateSource(paths, listed.file) ?? '' })),
    notices,
  };
}

/** The text of a file that `readWorkspaceSources` gave, as it is now; undefined when it cannot be read. */
export async function readWorkspaceSource(
  folders: readonly string[],
  sourcePath: string,
): Promise<string | undefined> {
  const location = locateSource(folders, sourcePath);
  const read = location === undefined ? undefined : await readText(location, 'refuse');
  return read && 'text' in read ? read.text : undefined;
}

/** Where a path that `readWorkspaceSources` gave lies on disk; undefined when its folder is no longer there. */
export function locateSource(folders: readonly string[], sourcePath: string): string | undefined {
  const prefixes = folderPrefixes(folders);
  const index = prefixes.findIndex(prefix => sourcePath.startsWith(prefix));
  return index < 0 ? undefined : path.join(folders[index], sourcePath.slice(prefixes[index].length));
}

/** What `readWorkspaceSources` calls a file that lies somewhere on disk; undefined when it is in none of the folders. */
export function sourcePathOf(folders: readonly string[], file: string): string | undefined {
  const prefixes = folderPrefixes(folders);
  for (const [i, folder] of folders.entries()) {
    const within = path.relative(folder, file);
    const isWithin = within !== '' && !path.isAbsolute(within) && within.split(path.sep)[0] !== '..';
    if (isWithin) return prefixes[i] + within.replaceAll(path.sep, '/');
  }
  return undefined;
}

function withPrefixes(folders: readonly WorkspaceFolder[]): SourceFolder[] {
  const prefixes = folderPrefixes(folders.map(folder => folder.path));
  return folders.map((folder, index) => ({ ...folder, prefix: prefixes[index] }));
}

/** Nothing for a single folder; else 'name/', with a number for a name that was there before. */
function folderPrefixes(folders: readonly string[]): string[] {
  if (folders.length === 1) return [''];
  const names = folders.map(folder => path.basename(folder));
  return names.map((name, index) => {
    const before = names.slice(0, index).filter(other => other === name).length;
    return before === 0 ? `${name}/` : `${name} (${before + 1})/`;
  });
}
