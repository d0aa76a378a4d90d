import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Random } from '../../../../src/model/base/random.ts';

const run = promisify(execFile);

/** A repository with rules at all the places where git looks for them. */
export interface RandomTree {
  /** Relative to the top. */
  files: string[];
  /** Rule files, those in .git too, by their paths. */
  rules: Record<string, string>;
  /** Files that git tracks, whatever the rules say. */
  tracked: string[];
  ignoreCase: boolean;
  /** The folder that is read, '' for the top. */
  opened: string;
}

// Few names, so that rules and files meet.
const FOLDERS = ['a', 'b', 'ab', 'core', 'Core', 'a b', 'ä', '[a]', 'x.c', 'global', 'a\\b'];
const FILES = [
  'a.c',
  'b.c',
  'ab.h',
  'A.C',
  'core.c',
  'Core.h',
  'main.global.c',
  'ä.c',
  'b .c',
  '!a.c',
  '#b.h',
  'x.c',
];
const PARTS = [
  ...String.raw`* ** ? *.c *.[ch] a* *b [ab] [!a] [a-c]* [[:alpha:]]* [A-C]* ?.c \a [a []a] *a*b* *** core* [a]
    \[a\] a\ a\\b ä ?? \!a.c \#b.h [^b]* [[:upper:]]* [\a] [a\-c]* [[:nope:]] *. .c [a-]* **a b**`.split(
    /\s+/,
  ),
  'a b',
];

export function randomTree(random: Random): RandomTree {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random.next() * from.length)];
  const chance = (share: number) => random.next() < share;
  const count = (most: number) => Math.floor(random.next() * (most + 1));

  const ignoreCase = chance(0.25);
  const folders = [''];
  for (let i = 2 + count(6); i > 0; i--) {
    const parent = pick(folders);
    if (parent.split('/').length < 5) folders.push(`${parent}${pick(FOLDERS)}/`);
  }
  const paths = new Set<string>();
  for (let i = 4 + count(16); i > 0; i--) paths.add(pick(folders) + pick(FILES));
  // A folder may have the name of a file. Where case counts for nothing, no two names differ in it alone.
  const files = [...paths].filter(
    file => !folders.includes(`${file}/`) && (!ignoreCase || !hasTwin(file, [...paths, ...folders])),
  );

  const part = () => (chance(0.5) ? pick([...FOLDERS, ...FILES]) : pick(PARTS));
  const rule = () => {
    let text = Array.from({ length: 1 + (chance(0.4) ? 1 + count(2) : 0) }, part).join('/');
    if (chance(0.25)) text = `/${text}`;
    if (chance(0.3)) text += '/';
    if (chance(0.1)) text += chance(0.5) ? '/**' : ' ';
    if (chance(0.05)) text += '\r';
    if (chance(0.03)) text = `#${text}`;
    return chance(0.35) ? `!${text}` : text;
  };
  const ruleFile = () => {
    const lines = Array.from({ length: 1 + count(5) }, rule);
    return (chance(0.05) ? '\ufeff' : '') + lines.join('\n') + (chance(0.7) ? '\n' : '');
  };
  const rules: Record<string, string> = {};
  for (const folder of folders) if (chance(0.45)) rules[`${folder}.gitignore`] = ruleFile();
  if (chance(0.3)) rules['.git/info/exclude'] = ruleFile();
  if (chance(0.2)) rules['excludes.txt'] = ruleFile();
  const opened = chance(0.4) ? pick(folders.filter(folder => holdsFile(folder, files))) : '';
  const tracked = chance(0.25) ? files.filter(() => chance(0.4)) : [];
  return { files, rules, tracked, ignoreCase, opened: opened ?? '' };
}

/** Whether another path begins with the same names, or some of them, in another case. */
function hasTwin(file: string, paths: readonly string[]): boolean {
  const own = file.split('/');
  return paths.some(other => {
    const parts = other.split('/');
    const differ = parts.findIndex((part, i) => part !== own[i]);
    return differ >= 0 && parts[differ].toLowerCase() === own[differ]?.toLowerCase();
  });
}

function holdsFile(folder: string, files: readonly string[]): boolean {
  return files.some(file => file.startsWith(folder));
}

/** Writes the tree, as a repository by hand: running git for it would take longer than all the rest. */
export async function writeTree(top: string, tree: RandomTree, env: NodeJS.ProcessEnv): Promise<void> {
  const git = path.join(top, '.git');
  for (const folder of ['objects', 'refs', 'info']) await mkdir(path.join(git, folder), { recursive: true });
  await writeFile(path.join(git, 'HEAD'), 'ref: refs/heads/main\n');
  const excludes = 'excludes.txt' in tree.rules ? `\texcludesFile = ${path.join(top, 'excludes.txt')}\n` : '';
  const config = `[core]\n\trepositoryformatversion = 0\n\tignorecase = ${tree.ignoreCase}\n${excludes}`;
  await writeFile(path.join(git, 'config'), config);
  const written = [...tree.files.map(file => [file, `${file}\n`]), ...Object.entries(tree.rules)];
  for (const [name, text] of written) {
    await mkdir(path.dirname(path.join(top, name)), { recursive: true });
    await writeFile(path.join(top, name), text);
  }
  if (tree.tracked.length > 0)
    await run('git', ['--literal-pathspecs', 'add', '--force', '--', ...tree.tracked], { cwd: top, env });
}
