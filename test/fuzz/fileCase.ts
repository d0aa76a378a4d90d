import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { appendFile, mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Random } from '../../src/model/base/random.ts';
import { readSources } from '../../src/platform/node/files/findSourceFiles.ts';

type Content = string | Uint8Array;

/** Makes a folder out of a seed and reads it, while its files change; checks what must hold of all that comes. */
export async function tryCase(seed: number, folder: string): Promise<void> {
  const dice = new Dice(seed);
  const files = await writeFolder(folder, dice);
  const maybeMany = <T>(make: () => T) => Array.from({ length: dice.below(4) }, make);
  const globs = dice.chance(0.3) ? maybeMany(() => glob(dice)) : [];
  const exclude = dice.chance(0.3) ? maybeMany(() => glob(dice)) : [];
  const end = new AbortController();
  const changes = dice.chance(0.2) ? change(folder, files, dice, end.signal) : undefined;
  try {
    const env = { HOME: path.join(folder, 'home'), GIT_CONFIG_NOSYSTEM: '1' };
    const seen = new Set<string>();
    for await (const item of readSources([{ path: path.join(folder, 'tree'), exclude }], { globs, env })) {
      if ('notice' in item) continue;
      assert.ok(!seen.has(item.path), `${item.path} is told twice`);
      seen.add(item.path);
      if ('reason' in item) assert.ok(item.reason.length > 5);
      else assert.ok(item.text !== '' && !item.text.includes('\0'));
    }
  } finally {
    end.abort();
    await changes;
  }
}

/** Gives the paths of the files, relative to the folder. */
async function writeFolder(folder: string, dice: Dice): Promise<string[]> {
  const written = new Map<string, Content>();
  const places = ['tree/', 'tree/src/', 'tree/src/a/', 'tree/\u00e4 b/', 'tree/core/', 'tree/n\nl/'];
  for (let i = dice.below(12); i > 0; i--)
    written.set(
      `${dice.pick(places)}${dice.pick(['a', 'b', '\u202e', ' ', '[x]'])}${i}.${dice.pick(['c', 'H', 'tex', 'txt'])}`,
      text(dice),
    );
  for (const place of places) if (dice.chance(0.3)) written.set(`${place}.gitignore`, rules(dice));
  if (dice.chance(0.5)) {
    const top = dice.pick(['', 'tree/', 'tree/src/']);
    written.set(`${top}.git/HEAD`, dice.chance(0.9) ? 'ref: refs/heads/main\n' : text(dice));
    written.set(`${top}.git/objects/x`, '').set(`${top}.git/refs/x`, '');
    if (dice.chance(0.6)) written.set(`${top}.git/config`, config(dice));
    if (dice.chance(0.4)) written.set(`${top}.git/info/exclude`, rules(dice));
    if (dice.chance(0.5)) written.set(`${top}.git/index`, index(dice, [...written.keys()]));
  } else if (dice.chance(0.2)) written.set('tree/.git', dice.chance(0.5) ? 'gitdir: ../tree\n' : text(dice));
  if (dice.chance(0.3)) written.set('home/.gitconfig', config(dice));
  if (dice.chance(0.3)) written.set('home/.config/git/ignore', rules(dice));
  await mkdir(path.join(folder, 'tree'), { recursive: true });
  for (const [name, content] of written) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  for (const name of ['tree/link.c', 'tree/.gitignore', 'tree/src/.git'])
    if (dice.chance(0.05) && !written.has(name))
      await symlink(dice.pick(['.', 'link.c', '/dev/zero', 'none']), path.join(folder, name)).catch(() => {});
  if (dice.chance(0.05)) {
    const name = dice.pick(['tree/pipe.c', 'tree/.gitignore', 'home/.gitconfig', 'tree/.git']);
    // Also no link that leads nowhere.
    if (!lstatSync(path.join(folder, name), { throwIfNoEntry: false })) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      execFileSync('mkfifo', [path.join(folder, name)], { stdio: 'ignore' });
    }
  }
  return [...written.keys()];
}

/** Text in any encoding, or nearly; now and then a large one. */
function text(dice: Dice): Content {
  let plain = '';
  for (let i = dice.below(30); i > 0; i--)
    plain += dice.pick([
      'int a;',
      '\n',
      '\r',
      '\r\n',
      '\u00e4',
      '\u{1f600}',
      '\ufeff',
      '\t',
      'x'.repeat(dice.below(200)),
      '// \u03bb',
    ]);
  if (dice.chance(0.03)) plain = plain.repeat(dice.below(3000));
  if (dice.chance(0.02)) plain = dice.pick(['x', '\r', 'ab\r']).repeat(60_000);
  if (dice.chance(0.2)) plain = `\ufeff${plain}`;
  const bytes = Buffer.from(plain, dice.pick(['utf8', 'utf8', 'utf8', 'utf16le', 'latin1']));
  if (dice.chance(0.1) && bytes.length % 2 === 0) bytes.swap16();
  return damaged(bytes, dice);
}

function damaged(bytes: Buffer, dice: Dice): Uint8Array {
  if (bytes.length === 0 || dice.chance(0.7)) return bytes;
  for (let i = dice.below(4); i > 0; i--) bytes[dice.below(bytes.length)] = dice.below(256);
  return dice.chance(0.3) ? bytes.subarray(0, dice.below(bytes.length)) : bytes;
}

const pieces = [
  '*',
  '**',
  '?',
  '/',
  '!',
  '#',
  '\\',
  '[',
  ']',
  '[a-',
  '[!',
  '[[:alpha:]]',
  '{',
  '}',
  ',',
  'a',
  'src',
  'core',
  '.c',
  ' ',
  '\u00e4',
  '\0',
  '-',
  '^',
];

function pattern(dice: Dice): string {
  if (dice.chance(0.02)) return dice.pick(pieces).repeat(70_000);
  if (dice.chance(0.05))
    return (
      dice.pick(['*a', '**/', '*/', '?*', '[a]*', '{a,', '{']).repeat(dice.below(300)) + dice.pick(pieces)
    );
  return Array.from({ length: 1 + dice.below(7) }, () => dice.pick(pieces)).join('');
}

function rules(dice: Dice): Content {
  const lines = Array.from({ length: dice.below(8) }, () => pattern(dice));
  if (dice.chance(0.03))
    lines.push(...Array.from({ length: 20_000 }, (_, i) => `${pattern(dice).slice(0, 40)}${i}`));
  return damaged(Buffer.from(lines.join(dice.pick(['\n', '\n', '\r\n', '\r']))), dice);
}

function glob(dice: Dice): string {
  return dice.chance(0.5) ? `**/${pattern(dice)}` : pattern(dice);
}

function config(dice: Dice): Content {
  const lines = Array.from({ length: dice.below(8) }, () =>
    dice.pick([
      '[core]',
      '[include]',
      '[includeIf "gitdir:**"]',
      '[extensions]',
      '[core "x"]',
      'ignorecase = true',
      'IGNORECASE',
      'excludesFile = ~/ignore',
      'excludesFile = /dev/zero',
      'excludesFile = "a',
      'path = ~/.gitconfig',
      'path = .',
      'path = \\',
      'worktreeConfig = 1',
      'objectFormat = sha256',
      '[[',
      `x = ${pattern(dice)}`,
      '; y',
      'excludesFile = //x/y',
    ]),
  );
  return damaged(Buffer.from(lines.join('\n')), dice);
}

/** An index of some files, right or nearly. */
function index(dice: Dice, names: readonly string[]): Content {
  const version = dice.pick([2, 3, 4, 4, 5]);
  const entries = names.filter(() => dice.chance(0.4)).map(name => name.replace('tree/', ''));
  const header = Buffer.from('DIRC\0\0\0\0\0\0\0\0', 'latin1');
  header.writeUInt32BE(version, 4);
  header.writeUInt32BE(dice.chance(0.1) ? 0xffffffff : entries.length, 8);
  const parts: Buffer[] = [header];
  for (const name of entries) {
    const bytes = Buffer.from(name);
    const entry = Buffer.alloc(version === 4 ? 62 : 62 + bytes.length + 8 - ((62 + bytes.length) % 8));
    entry.writeUInt32BE(dice.pick([0o100644, 0o100644, 0o160000, 0o40000]), 24);
    if (version === 4) parts.push(entry, Buffer.of(dice.below(3) === 0 ? 255 : 0), bytes, Buffer.of(0));
    else {
      bytes.copy(entry, 62);
      parts.push(entry);
    }
  }
  return damaged(Buffer.concat([...parts, Buffer.alloc(20)]), dice);
}

/** Lets files grow, shrink and vanish until it is told to end. */
async function change(
  folder: string,
  files: readonly string[],
  dice: Dice,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && files.length > 0) {
    const file = path.join(folder, dice.pick(files));
    const way = dice.below(8);
    const done = way < 4 ? appendFile(file, 'more\n'.repeat(500)) : way < 7 ? truncate(file, 3) : rm(file);
    await done.catch(() => {});
    await nextTurn();
  }
}

class Dice {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  below(end: number): number {
    return Math.floor(this.random.next() * end);
  }

  chance(share: number): boolean {
    return this.random.next() < share;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)];
  }
}
