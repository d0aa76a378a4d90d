// Runs other programs, and ends a script with one clear line when something fails.
// Imports node: modules only, so that it works before `npm ci` has run.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const onWindows = process.platform === 'win32';

/** An error that the reader can act on: shown as its message alone, without a stack. */
export class Failure extends Error {
  /** @param {string} message @param {number} [exitCode] 2 for wrong use, 1 for failure */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Runs a script's main function; its result is the exit status. @param {() => Promise<number | void>} main */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    const isWrongUse = error.code?.startsWith('ERR_PARSE_ARGS_');
    if (!(error instanceof Failure) && !isWrongUse) throw error;
    console.error(error.message);
    process.exitCode = isWrongUse ? 2 : error.exitCode;
  }
}

/** The file that `name` means on the PATH, or undefined. @param {string} name */
export function findOnPath(name) {
  const names = onWindows ? [`${name}.cmd`, `${name}.exe`, `${name}.bat`] : [name];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter))
    for (const file of names.map(each => path.join(folder, each)))
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // not in this folder
      }
  return undefined;
}

/**
 * Runs a program with its output on ours, and gives its exit status (128 and up when a signal ended it).
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export async function run(program, args, options = {}) {
  const child = start(program, args, { ...options, stdio: 'inherit' });
  return await ended(child);
}

/**
 * Runs a program quietly. When it fails, the end of what it printed is in the error.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export async function runQuietly(program, args, options = {}) {
  const child = start(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', text => {
      output = (output + text).slice(-8000);
    });
  const status = await ended(child);
  if (status !== 0) {
    const line = [path.basename(program), ...args].join(' ');
    throw new Failure(`${line} failed with exit status ${status}:\n${output.trimEnd()}`);
  }
}

function start(program, args, options) {
  if (!onWindows || program === process.execPath) return spawn(program, args, { cwd: root, ...options });
  // npm and code are .cmd files on Windows, which only a shell can start.
  return spawn([program, ...args].map(word => `"${word}"`).join(' '), { cwd: root, ...options, shell: true });
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', error => reject(new Failure(`Cannot start ${child.spawnargs[0]}: ${error.message}`)));
    child.once('close', (status, signal) => resolve(status ?? (signal ? 130 : 1)));
  });
}
