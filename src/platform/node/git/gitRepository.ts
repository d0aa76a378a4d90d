import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { readRegularFile, type Refusal } from '../files/readRegularFile.ts';
import {
  configPath,
  type Environment,
  type GitConfig,
  isOn,
  readConfig,
  userConfigFiles,
  xdgFolder,
} from './gitConfig.ts';
import { readTrackedFiles, TrackedFiles } from './gitIndex.ts';
import { RuleList } from './ruleList.ts';

/** Rule files are text that people write: 20,000 rules are a twentieth of it. */
const MAX_RULE_BYTES = 8_000_000;

/** Where a repository keeps what it knows. */
interface GitFolders {
  /** Of this working tree. */
  gitFolder: string;
  /** Of all its working trees. */
  commonFolder: string;
}

/** A part of the disk in which one set of rules counts: a repository, or a folder that lies in none. */
export interface Territory {
  /** Its top folder, absolute. */
  top: string;
  ignoreCase: boolean;
  /** Rules beside those of .gitignore files, the strongest first. */
  excludes: readonly RuleList[];
  /** Undefined where there is no repository. */
  tracked: TrackedFiles | undefined;
}

/** The repository that a folder lies in, as git finds it; undefined when it lies in none. */
export async function findRepository(folder: string, env: Environment): Promise<Territory | undefined> {
  const device = await deviceOf(folder);
  for (let top = folder; ; top = path.dirname(top)) {
    const repository = await openRepository(top, env);
    if (repository) return repository;
    // As git does, it is not looked for across file systems.
    if (top === path.dirname(top) || (await deviceOf(path.dirname(top))) !== device) return undefined;
  }
}

/** The repository of which a folder is the top; undefined when it is none. */
export async function openRepository(top: string, env: Environment): Promise<Territory | undefined> {
  const folders = await gitFolders(path.join(top, '.git'));
  if (!folders) return undefined;
  const { gitFolder, commonFolder } = folders;
  const ofRepository = [path.join(commonFolder, 'config')];
  let config = await readConfig([...userConfigFiles(env), ...ofRepository], { env, gitFolder });
  if (isOn(config.get('extensions.worktreeconfig') ?? 'no')) {
    ofRepository.push(path.join(gitFolder, 'config.worktree'));
    config = await readConfig([...userConfigFiles(env), ...ofRepository], { env, gitFolder });
  }
  const ignoreCase = isOn(config.get('core.ignorecase') ?? 'no');
  const hashBytes = config.get('extensions.objectformat') === 'sha256' ? 32 : 20;
  const exclude = path.join(commonFolder, 'info', 'exclude');
  const files = [exclude, userExcludes(config, env, top)];
  const excludes: RuleList[] = [];
  for (const file of files) {
    const text = file === undefined ? { reason: '' } : await readRules(file, 'follow');
    const name = file === exclude ? tellPath(top, exclude) : (file ?? '');
    if (typeof text === 'string') excludes.push(new RuleList(text, { name, base: '', ignoreCase }));
  }
  return { top, ignoreCase, excludes, tracked: await readTrackedFiles(gitFolder, { hashBytes, ignoreCase }) };
}

/** A folder in no repository, by the platform's habits. */
export function outsideRepositories(top: string): Territory {
  const ignoreCase = process.platform === 'win32' || process.platform === 'darwin';
  return { top, ignoreCase, excludes: [], tracked: undefined };
}

/** The bytes of a rule file, one a character. Of those in the working tree git follows no links. */
export async function readRules(file: string, links: 'follow' | 'refuse'): Promise<string | Refusal> {
  const bytes = await readRegularFile(file, { maxBytes: MAX_RULE_BYTES, links });
  return 'reason' in bytes
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function userExcludes(config: GitConfig, env: Environment, top: string): string | undefined {
  const chosen = config.get('core.excludesfile');
  return chosen === undefined ? path.join(xdgFolder(env), 'ignore') : configPath(chosen, env, top);
}

/** What `.git` of a working tree stands for; undefined when that is no repository. */
async function gitFolders(dotGit: string): Promise<GitFolders | undefined> {
  const stats = await stat(dotGit).catch(() => undefined);
  if (!stats) return undefined;
  if (stats.isDirectory()) return foldersOf(dotGit);
  // Of a further working tree, or of a submodule.
  const target = /^gitdir: (.+?)[\r\n]*$/s.exec(await firstBytes(dotGit))?.[1];
  return target === undefined || /^(\/\/|\\\\)/.test(target)
    ? undefined
    : foldersOf(path.resolve(path.dirname(dotGit), target));
}

async function foldersOf(gitFolder: string): Promise<GitFolders | undefined> {
  const common = (await firstBytes(path.join(gitFolder, 'commondir'))).trim();
  const commonFolder = common === '' ? gitFolder : path.resolve(gitFolder, common);
  const isRepository =
    (await isHead(path.join(gitFolder, 'HEAD'))) &&
    (await isFolder(path.join(commonFolder, 'objects'))) &&
    (await isFolder(path.join(commonFolder, 'refs')));
  return isRepository ? { gitFolder: await realpath(gitFolder), commonFolder } : undefined;
}

async function isHead(file: string): Promise<boolean> {
  if ((await lstat(file).catch(() => undefined))?.isSymbolicLink()) return true;
  return /^(ref:\s*refs\/|[0-9a-f]{40})/.test(await firstBytes(file));
}

async function isFolder(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined))?.isDirectory() ?? false;
}

/** Of a small file; empty when it cannot be read. */
async function firstBytes(file: string): Promise<string> {
  const bytes = await readRegularFile(file, { maxBytes: 65_536, links: 'follow' });
  return 'reason' in bytes ? '' : Buffer.from(bytes).toString('utf8');
}

async function deviceOf(folder: string): Promise<number | undefined> {
  return (await stat(folder).catch(() => undefined))?.dev;
}

/** As people know it: relative to the top folder where it lies in it. */
function tellPath(top: string, file: string): string {
  const relative = path.relative(top, file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative.split(path.sep).join('/');
}
