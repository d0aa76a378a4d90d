import os from 'node:os';
import path from 'node:path';
import { toBytes } from '../files/byteNames.ts';
import { readRegularFile } from '../files/readRegularFile.ts';
import { compileWildmatch, lowerCase } from './gitPattern.ts';

/** Configuration files are small. */
const MAX_BYTES = 1_000_000;
/** As git has it, so that files that include each other come to an end. */
const MAX_DEPTH = 10;

/** Values of a configuration by `section.key` (small letters), or `section.subsection.key`; the last one of each. */
export type GitConfig = ReadonlyMap<string, string>;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where git would look for the user's settings, read without running git: git-config(1). */
export function userConfigFiles(env: Environment): string[] {
  const system = env['GIT_CONFIG_SYSTEM'] ?? '/etc/gitconfig';
  const files = isOn(env['GIT_CONFIG_NOSYSTEM'] ?? '0') ? [] : [system];
  const global = env['GIT_CONFIG_GLOBAL'];
  if (global !== undefined) return [...files, global];
  return [...files, path.join(xdgFolder(env), 'config'), path.join(homeOf(env), '.gitconfig')];
}

/** Of git's own files in the user's folder for settings. */
export function xdgFolder(env: Environment): string {
  const xdg = env['XDG_CONFIG_HOME'];
  return path.join(xdg !== undefined && xdg !== '' ? xdg : path.join(homeOf(env), '.config'), 'git');
}

/** A path in a configuration: ~/ is the user's folder. Undefined when it is on another machine, or none. */
export function configPath(value: string, env: Environment, folder: string): string | undefined {
  if (value === '' || value.includes('\0') || /^(\/\/|\\\\)/.test(value)) return undefined;
  if (value === '~' || value.startsWith('~/')) return path.join(homeOf(env), value.slice(1));
  return path.resolve(folder, value);
}

/** Reads files one after the other, later ones over earlier ones, with those that they include. */
export async function readConfig(
  files: readonly string[],
  { env, gitFolder }: { env: Environment; gitFolder: string },
): Promise<GitConfig> {
  const config = new Map<string, string>();
  const read = async (file: string, depth: number): Promise<void> => {
    const bytes = await readRegularFile(file, { maxBytes: MAX_BYTES, links: 'follow' });
    if ('reason' in bytes) return;
    const folder = path.dirname(file);
    for (const { name, value } of parseConfig(Buffer.from(bytes).toString('utf8'))) {
      config.set(name, value);
      if (depth === MAX_DEPTH || !isInclude(name, { gitFolder, folder, env })) continue;
      const included = configPath(value, env, folder);
      if (included !== undefined) await read(included, depth + 1);
    }
  };
  for (const file of files) await read(file, 0);
  return config;
}

export function isOn(value: string): boolean {
  return /^(true|yes|on|0*[1-9]\d*)$/i.test(value);
}

function homeOf(env: Environment): string {
  return env['HOME'] ?? env['USERPROFILE'] ?? os.homedir();
}

/** Whether a setting names a file to read in its place. Of conditions, those on the repository's folder are known. */
function isInclude(
  name: string,
  { gitFolder, folder, env }: { gitFolder: string; folder: string; env: Environment },
): boolean {
  if (name === 'include.path') return true;
  const condition = /^includeif\.gitdir(\/i)?:(.*)\.path$/s.exec(name);
  if (!condition) return false;
  const ignoreCase = condition[1] !== undefined;
  let pattern = condition[2];
  if (pattern.startsWith('~/')) pattern = path.posix.join(homeOf(env), pattern.slice(1));
  else if (pattern.startsWith('./')) pattern = path.posix.join(folder, pattern.slice(1));
  else if (!path.isAbsolute(pattern)) pattern = `**/${pattern}`;
  if (pattern.endsWith('/')) pattern += '**';
  const place = toBytes(gitFolder.replaceAll('\\', '/'));
  const program = compileWildmatch(toBytes(pattern), { isPath: true, ignoreCase });
  return program?.matches(ignoreCase ? lowerCase(place) : place, () => {}) ?? false;
}

/** The settings of a file, in order. What is not understood ends it: git would refuse all of it. */
function* parseConfig(text: string): Generator<{ name: string; value: string }> {
  let section = '';
  // A backslash at the end of a line takes the next one in.
  const lines = text
    .replace(/^\ufeff/, '')
    .replace(/\r\n/g, '\n')
    .replace(/\\\n/g, '')
    .split('\n');
  for (const whole of lines) {
    let line = whole.trim();
    const header = /^\[\s*([\w.-]+)\s*(?:"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line);
    if (header) {
      section = header[1].toLowerCase();
      if (header[2] !== undefined) section += `.${header[2].replace(/\\(.)/g, '$1')}`;
      line = line.slice(header[0].length).trim();
    }
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const setting = /^([a-z][\w-]*)\s*(?:=(.*))?$/is.exec(line);
    if (!setting || section === '') return;
    // A name alone says yes.
    const value = setting[2] === undefined ? 'true' : readValue(setting[2]);
    yield { name: `${section}.${setting[1].toLowerCase()}`, value };
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b' };

/** Without quotes, escapes, a comment and the space around it. */
function readValue(written: string): string {
  let value = '';
  /** Up to here, spaces count. */
  let kept = 0;
  let isQuoted = false;
  const text = written.trim();
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === '#' || character === ';')) break;
    else if (character === '\\') value += escapes[text[++i]] ?? text[i] ?? '';
    else value += character;
    if (isQuoted || character.trim() !== '') kept = value.length;
  }
  return value.slice(0, kept);
}
