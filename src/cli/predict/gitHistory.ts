import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../model/base/userError.ts';
import { editsBetween, hunksOf } from '../../model/suggest/replay/edits.ts';
import type { EditedFile } from '../../model/suggest/replay/replay.ts';
import { withLineFeeds } from '../../model/text/vocabulary.ts';
import { extensionsOf, knownLanguages, languageOfPath } from '../../protocol/languages.ts';

const run = promisify(execFile);

/** Of a file at one commit; longer ones are data. */
const MOST_BYTES = 2_000_000;

/** Nothing that a repository or the environment says makes git run another program, ask, or fetch what is not there. */
const SAFE = [
  '--no-pager',
  '--no-replace-objects',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.attributesFile=/dev/null'].flatMap(
    setting => ['-c', setting],
  ),
  ...['core.quotePath=false', 'protocol.allow=never'].flatMap(setting => ['-c', setting]),
];

const SAFE_ENVIRONMENT = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  LC_ALL: 'C',
};

/** A change of one file by one commit. */
interface Change {
  path: string;
  /** Names of what the file held before and holds after; undefined where it was not there. */
  before: string | undefined;
  after: string;
}

export interface HistoryOptions {
  commits: number;
  /** Of each commit, at most. */
  files: number;
}

/**
 * What the latest commits of a repository did to files of the known languages, the oldest first; merges are left out, and
 * files that were only renamed or deleted. Throws a UserError where there is no repository or no git.
 */
export async function readHistory(
  repository: string,
  { commits, files: mostFiles }: HistoryOptions,
): Promise<EditedFile[]> {
  const git = new Git(repository);
  const globs = knownLanguages.flatMap(extensionsOf).map(extension => `:(icase,glob)**/*${extension}`);
  const list = ['rev-list', '--no-merges', `--max-count=${commits}`, '--reverse', 'HEAD', '--', ...globs];
  const files: EditedFile[] = [];
  for (const commit of (await git.text(list)).split('\n').filter(line => line !== ''))
    for (const change of (await changesOf(git, commit, globs)).slice(0, mostFiles)) {
      const file = await editedFile(git, change);
      if (file && file.edits.length > 0) files.push(file);
    }
  if (files.length > 0) return files;
  throw new UserError(
    `The latest ${commits} commits of ${repository} changed no file that can be typed. Give a repository of C or LaTeX files, or more --commits.`,
  );
}

async function changesOf(git: Git, commit: string, globs: readonly string[]): Promise<Change[]> {
  const fields = [
    'diff-tree',
    '--root',
    '-r',
    '-z',
    '--raw',
    '--no-abbrev',
    '--no-commit-id',
    '--no-renames',
  ];
  const parts = (await git.text([...fields, commit, '--', ...globs])).split('\0');
  const changes: Change[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const [, mode, before, after, status] = parts[i].slice(1).split(' ');
    // Neither links nor other repositories.
    if (mode.startsWith('100') && 'AM'.includes(status))
      changes.push({ path: parts[i + 1], before: status === 'A' ? undefined : before, after });
  }
  return changes;
}

async function editedFile(git: Git, { path: name, before, after }: Change): Promise<EditedFile | undefined> {
  const now = await git.blob(after);
  const old = before === undefined ? '' : await git.blob(before);
  if (now === undefined || old === undefined) return undefined;
  const hunks = before === undefined ? [wholeFile(now)] : hunksOf(await git.text([...DIFF, before, after]));
  const language = languageOfPath(name);
  return { language, before: old, edits: editsBetween(old, now, hunks) };
}

function wholeFile(text: string) {
  return { oldFrom: 0, oldLines: 0, newFrom: 0, newLines: text.split('\n').length };
}

const DIFF = [
  'diff',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--diff-algorithm=myers',
  '--unified=0',
  '--inter-hunk-context=0',
];

class Git {
  private readonly repository: string;

  constructor(repository: string) {
    this.repository = repository;
  }

  async text(args: readonly string[]): Promise<string> {
    const options = { encoding: 'utf8', env: safeEnvironment(), maxBuffer: 64 * 2 ** 20 } as const;
    try {
      const { stdout } = await run('git', [...SAFE, '-C', path.resolve(this.repository), ...args], options);
      return stdout;
    } catch (error) {
      throw this.problem(error as Error & { code?: unknown; stderr?: string });
    }
  }

  /** A text with line feeds; undefined for what is none, or too long. */
  async blob(name: string): Promise<string | undefined> {
    if (Number(await this.text(['cat-file', '-s', name])) > MOST_BYTES) return undefined;
    const text = (await this.text(['cat-file', 'blob', name])).replaceAll('\r\n', '\n');
    // A carriage return alone would be a line that git does not count.
    return text.includes('\0') || text.includes('\r') ? undefined : withLineFeeds(text);
  }

  private problem({ code, stderr = '', message }: Error & { code?: unknown; stderr?: string }): UserError {
    if (code === 'ENOENT')
      return new UserError('There is no git program on the path. Install git, or replay a folder of files.');
    const [line] = (stderr.trim() || message).split('\n');
    return new UserError(
      `The history of ${this.repository} cannot be read: ${line.replace(/^fatal: /, '')}. Give a folder of a git repository that has commits.`,
    );
  }
}

/** Nothing of git's own, which could lead to other repositories and programs. */
function safeEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(kept), ...SAFE_ENVIRONMENT };
}
