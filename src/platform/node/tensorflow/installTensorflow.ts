import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../model/base/userError.ts';
import { isAlive } from '../processes/isAlive.ts';
import { runProgram } from '../processes/runProgram.ts';

/** The last one that was published. */
const PACKAGE = '@tensorflow/tfjs-node@4.22.0';
/** Without this the package's own download prints nothing. */
const flags = ['--no-audit', '--no-fund', '--loglevel=http', '--foreground-scripts'];

/** What a program of its own loads, to see whether it works. The two functions are those that findTensorflow restores. */
const trial = `const util = require('node:util');
util.isNullOrUndefined ??= x => x == null;
util.isArray ??= Array.isArray;
const tf = require('@tensorflow/tfjs-node');
const [value] = tf.tensor2d([[1, 2]]).matMul(tf.tensor2d([[3], [4]])).dataSync();
if (value !== 11 || !tf.backend().binding) throw new Error('its native library does not multiply');`;

interface TensorflowInstallation {
  /** Gets a node_modules; what was there is replaced when the new one works, and not before. */
  folder: string;
  /** Aborting it ends the programs that install, and leaves the folder as it was. */
  signal: AbortSignal;
  /** What the programs print. */
  onLine: (text: string) => void;
  /** npm on the PATH unless given. */
  npm?: string;
}

/** Installs tfjs-node by npm, which downloads from its registry and from storage.googleapis.com. */
export async function installTensorflow({
  folder,
  signal,
  onLine,
  npm = 'npm',
}: TensorflowInstallation): Promise<void> {
  await removeLeftovers(folder);
  const aside = `${folder}.installing-${process.pid}`;
  try {
    await mkdir(aside, { recursive: true });
    await writeFile(path.join(aside, 'package.json'), '{"private":true}\n');
    await install(npm, aside, { signal, onLine });
    await tryIt(aside, { signal, onLine });
    signal.throwIfAborted();
    await replaceFolder(folder, aside);
  } finally {
    await rm(aside, { recursive: true, force: true, maxRetries: 5 });
  }
}

type Running = Pick<TensorflowInstallation, 'signal' | 'onLine'>;

async function install(npm: string, aside: string, running: Running): Promise<void> {
  const args = ['install', '--prefix', aside, ...flags, PACKAGE];
  const { status, output } = await runProgram(npm, args, { ...running, cwd: aside });
  if (status === 0) return;
  if (status === 'ENOENT')
    throw new UserError(
      'TensorFlow.js is installed by npm, which is not on the PATH. Install Node.js from https://nodejs.org and start the editor anew.',
    );
  const unreachable = /\b(?:ENOTFOUND|EAI_AGAIN)\b.* (\S+)$/m.exec(output)?.[1];
  if (unreachable !== undefined)
    throw new UserError(
      `TensorFlow.js cannot be downloaded: ${unreachable} cannot be reached from here. Try again with another connection, or name a folder that has @tensorflow/tfjs-node in the setting cellscope.tensorflow.path.`,
    );
  const reason = /^npm error (?!code|path|command)(.+)$/m.exec(output)?.[1] ?? 'npm gave no reason';
  throw new UserError(
    `TensorFlow.js was not installed: ${reason}. What npm printed is in the log of Cellscope.`,
  );
}

/** In a program of its own: a library of another machine's kind can end the process that loads it. */
async function tryIt(aside: string, running: Running): Promise<void> {
  // An editor's process is an Electron, which is a Node.js when it is told so.
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { status, output } = await runProgram(process.execPath, ['-e', trial], {
    ...running,
    cwd: aside,
    env,
  });
  if (status === 0) return;
  const reason = /^\w*Error: (.+)$/m.exec(output)?.[1] ?? `it ended with exit status ${status}.`;
  throw new UserError(
    `TensorFlow.js was downloaded but does not run here: ${reason} Nothing was changed; training goes on with Cellscope's own engine.`,
  );
}

async function replaceFolder(folder: string, aside: string): Promise<void> {
  const old = `${folder}.replaced-${process.pid}`;
  try {
    await rename(folder, old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(aside, folder);
  } catch (error) {
    // Put back what was moved away, if it was.
    await rename(old, folder).catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `TensorFlow.js cannot be put into ${folder} (${reason}). Stop the trainings that use the one that is there, and install again.`,
      { cause: error },
    );
  }
  // On Windows a library that is loaded stays until the next installation.
  await rm(old, { recursive: true, force: true }).catch(() => undefined);
}

/** What an installation left whose process was killed. */
async function removeLeftovers(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const [, base, pid] = /^(.*)\.(?:installing|replaced)-(\d+)$/.exec(name) ?? [];
    if (base !== path.basename(folder)) continue;
    if (Number(pid) !== process.pid && isAlive(Number(pid))) continue;
    await rm(path.join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
