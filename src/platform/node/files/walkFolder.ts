import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { languageOfPath } from '../../../protocol/languages.ts';
import { UserError } from '../../../model/base/userError.ts';
import { isUtf8, tell, toBytes, toText } from './byteNames.ts';
import { Effort } from './effort.ts';
import type { Environment } from '../git/gitConfig.ts';
import {
  findRepository,
  openRepository,
  outsideRepositories,
  readRules,
  type Territory,
} from '../git/gitRepository.ts';
import { RuleList } from '../git/ruleList.ts';
import { type PathGlob, parseGlob } from './pathGlob.ts';
import { kindOf } from './fileKind.ts';
import { readProblem } from './readRegularFile.ts';

/** Folders of tools that keep what they know of a working tree. */
const NEVER = new Set(['.git', '.hg', '.svn']);

/** Characters of a rule that are told. */
const TOLD_RULE = 60;

export interface FoundFile {
  /** Relative to the folder, with forward slashes; a folder has one at its end. */
  path: string;
  bytes: number;
  /** Why it is not to be read. */
  reason?: string;
  /** It is the user's own rule that leaves it out. */
  byRule?: true;
}

interface WalkOptions {
  /** Of files to find besides C and LaTeX. */
  globs: readonly string[];
  /** Of files and folders to leave out. */
  exclude: readonly string[];
  signal?: AbortSignal;
  /** Says where the user's settings for git are: that of the process unless given. */
  env?: Environment;
}

/** A folder as the walk has come to it. All paths of the walk are bytes, one a character, as they are for git. */
interface Visit {
  /** Relative to the folder in which the walk began, '' or with a slash at its end. */
  folder: string;
  territory: Territory;
  /** The folder relative to the top of the territory, '' or with a slash at its end. */
  inTerritory: string;
  /** Of the .gitignore files from this folder up, the nearest first. */
  lists: readonly RuleList[];
  /** Why git ignores the folder and all in it that it does not track. */
  ignored: string | undefined;
}

/**
 * Finds the files of the right kind below `root` (an absolute path without links), sorted by path: what git would keep
 * there, tracked or not yet, and beside it what is left out, with the reason. Where there is no repository, the
 * .gitignore files from `root` down count. Repositories within a repository are not entered. Throws a UserError when
 * `root` cannot be read.
 */
export async function walkFolder(root: string, options: WalkOptions): Promise<FoundFile[]> {
  const walk = new FolderWalk(root, options);
  await walk.run();
  return [...walk.found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

class FolderWalk {
  /** By path. */
  readonly found = new Map<string, FoundFile>();
  private readonly root: string;
  private readonly wanted: readonly PathGlob[];
  private readonly excluded: readonly PathGlob[];
  private readonly env: Environment;
  private readonly signal: AbortSignal | undefined;
  private readonly effort = new Effort();

  constructor(root: string, { globs, exclude, env = process.env, signal }: WalkOptions) {
    this.root = root;
    this.wanted = globs.map(glob => parseGlob(glob, 'anyFolder'));
    this.excluded = exclude.map(glob => parseGlob(glob, 'path'));
    this.env = env;
    this.signal = signal;
  }

  async run(): Promise<void> {
    const visit = await this.begin();
    const tracks = visit.territory.tracked?.hasFilesIn(visit.inTerritory.slice(0, -1)) ?? false;
    if (visit.ignored === undefined || tracks) await this.visit(visit);
    else this.leaveOut('./', visit.ignored, 'byRule');
  }

  /** The root, with what the rules above it say. */
  private async begin(): Promise<Visit> {
    const territory = (await findRepository(this.root, this.env)) ?? outsideRepositories(this.root);
    const parts = path.relative(territory.top, this.root).split(path.sep);
    let visit: Visit = { folder: '', territory, inTerritory: '', lists: [], ignored: undefined };
    let above = territory.top;
    for (const part of parts.filter(one => one !== '')) {
      const lists = visit.ignored === undefined ? await this.listsIn(visit, above) : visit.lists;
      const name = toBytes(part);
      const ignored = visit.ignored ?? this.whyIgnored({ ...visit, lists }, name, 'folder');
      visit = { ...visit, inTerritory: `${visit.inTerritory}${name}/`, lists, ignored };
      above = path.join(above, part);
    }
    return visit;
  }

  private async visit(arrived: Visit): Promise<void> {
    this.signal?.throwIfAborted();
    const location = path.join(this.root, toText(arrived.folder));
    const entries = await this.list(arrived.folder, location);
    const visit = await this.enter(arrived, entries, location);
    if (!visit) return;
    const files: Entry[] = [];
    for (const entry of entries) {
      if (NEVER.has(entry.name)) continue;
      const name = tell(visit.folder + entry.name);
      const isFolder = entry.kind.isDirectory();
      if (!isFolder && !this.isWanted(name)) continue;
      const excluding = this.excluded.find(glob => glob.matches(name, this.effort.spend));
      if (excluding)
        this.leaveOut(
          isFolder ? `${name}/` : name,
          `files.exclude leaves it out: ${shorten(excluding.text)}`,
          'byRule',
        );
      else if (isFolder) await this.visitFolder(visit, entry.name);
      else files.push(entry);
    }
    // All at once: waiting for one after the other takes ten times as long.
    const found = await Promise.all(files.map(entry => this.describe(visit, entry)));
    for (const file of found) this.add(file);
  }

  private async visitFolder(visit: Visit, name: string): Promise<void> {
    const folder = `${visit.folder}${name}/`;
    const { tracked } = visit.territory;
    const inTerritory = visit.inTerritory + name;
    const ignored = visit.ignored ?? this.whyIgnored(visit, name, 'folder');
    if (name === 'node_modules') this.leaveOut(tell(folder), 'packages of others are not read', 'byRule');
    else if (tracked?.hasSubmodule(inTerritory)) this.leaveOut(tell(folder), ownRepository);
    else if (ignored !== undefined && tracked?.hasFilesIn(inTerritory) !== true)
      this.leaveOut(tell(folder), ignored, 'byRule');
    else if (!isUtf8(name)) this.leaveOut(tell(folder), notUtf8);
    else await this.visit({ ...visit, folder, inTerritory: `${inTerritory}/`, ignored });
  }

  private async list(folder: string, location: string): Promise<Entry[]> {
    try {
      const entries = await readdir(location, { withFileTypes: true, encoding: 'buffer' });
      return entries.map(kind => ({ name: kind.name.toString('latin1'), kind }));
    } catch (error) {
      if (folder === '')
        throw new UserError(`Cannot read the folder ${this.root}: ${readProblem(error)}.`, { cause: error });
      this.leaveOut(tell(folder), readProblem(error));
      return [];
    }
  }

  /** The folder with its own rules; undefined when it is a repository within another one. */
  private async enter(
    arrived: Visit,
    entries: readonly Entry[],
    location: string,
  ): Promise<Visit | undefined> {
    const { folder, inTerritory } = arrived;
    const { tracked } = arrived.territory;
    const has = (name: string) => entries.some(entry => entry.name === name);
    let visit = arrived;
    if (folder !== '' && has('.git') && tracked?.hasFilesIn(inTerritory.slice(0, -1)) !== true) {
      const territory = await openRepository(location, this.env);
      if (territory && tracked) {
        this.leaveOut(tell(folder), ownRepository);
        return undefined;
      }
      if (territory) visit = { folder, territory, inTerritory: '', lists: [], ignored: undefined };
    }
    if (visit.ignored !== undefined || !has('.gitignore')) return visit;
    return { ...visit, lists: await this.listsIn(visit, location) };
  }

  /** The rules that count in a folder: its own .gitignore before those above. */
  private async listsIn(
    { territory, inTerritory, lists }: Visit,
    location: string,
  ): Promise<readonly RuleList[]> {
    const file = path.join(location, '.gitignore');
    const rules = await readRules(file, 'refuse');
    const name = path.relative(this.root, file).split(path.sep).join('/');
    if (typeof rules === 'string')
      return [new RuleList(rules, { name, base: inTerritory, ignoreCase: territory.ignoreCase }), ...lists];
    if (!rules.isMissing) this.leaveOut(name, `${rules.reason}, so its rules do not count`);
    return lists;
  }

  /** As git has it: the nearest rule file that says anything about a path decides. */
  private whyIgnored(
    { territory, inTerritory, lists }: Visit,
    name: string,
    kind: 'file' | 'folder',
  ): string | undefined {
    for (const list of [...lists, ...territory.excludes]) {
      const rule = list.lastMatch(inTerritory + name, kind === 'folder', this.effort.spend);
      if (rule?.negative === true) return undefined;
      if (rule) return `it is ignored by ${list.name}, line ${rule.line}: ${shorten(tell(rule.text))}`;
    }
    return undefined;
  }

  private async describe(visit: Visit, { name, kind }: Entry): Promise<FoundFile> {
    const file = { path: tell(visit.folder + name), bytes: 0 };
    // What git tracks it keeps, whatever its rules say.
    if (!visit.territory.tracked?.hasFile(visit.inTerritory + name)) {
      const reason = visit.ignored ?? this.whyIgnored(visit, name, 'file');
      if (reason !== undefined) return { ...file, reason, byRule: true };
    }
    if (!isUtf8(name)) return { ...file, reason: notUtf8 };
    const what = kindOf(kind);
    if (what !== undefined) return { ...file, reason: `it is ${what}` };
    try {
      return { ...file, bytes: (await lstat(path.join(this.root, file.path))).size };
    } catch (error) {
      return { ...file, reason: readProblem(error) };
    }
  }

  private isWanted(file: string): boolean {
    return (
      languageOfPath(file) !== 'other' || this.wanted.some(glob => glob.matches(file, this.effort.spend))
    );
  }

  private leaveOut(name: string, reason: string, why?: 'byRule'): void {
    this.add({ path: name, bytes: 0, reason, ...(why && { byRule: true }) });
  }

  /** A file of rules that cannot be read may be asked for as a text, too: what was said of it first is said. */
  private add(file: FoundFile): void {
    if (!this.found.has(file.path)) this.found.set(file.path, file);
  }
}

/** What a folder holds. */
interface Entry {
  /** Bytes. */
  name: string;
  kind: Dirent<Buffer>;
}

const notUtf8 = 'its name is not UTF-8; rename it to have it read';
const ownRepository =
  'it is a repository of its own, which this one keeps no files of; give that folder by itself to have it read';

function shorten(text: string): string {
  return text.length > TOLD_RULE ? `${text.slice(0, TOLD_RULE)}...` : text;
}
