import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Of a program's output, what is kept for an error. */
const KEPT_CHARACTERS = 20_000;
const onWindows = process.platform === 'win32';

export interface RunningProgram {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Aborting it ends the program and those that it started. */
  signal: AbortSignal;
  onLine: (text: string) => void;
}

/** A program did not start, or ended with another status than 0. */
export class ProgramError extends Error {
  /** ENOENT when there is no such program */
  readonly code: string | undefined;
  /** the end of what it printed */
  readonly output: string;

  constructor(message: string, { code, output }: { code?: string | undefined; output: string }) {
    super(message);
    this.name = 'ProgramError';
    this.code = code;
    this.output = output;
  }
}

/** Resolves when the program has ended with status 0. Rejects with the signal's reason when that was aborted. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: RunningProgram,
): Promise<void> {
  options.signal.throwIfAborted();
  const child = start(program, args, options);
  const end = () => endTree(child);
  options.signal.addEventListener('abort', end, { once: true });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!])
    createInterface({ input: stream }).on('line', line => {
      output = `${output}${line}\n`.slice(-KEPT_CHARACTERS);
      if (line.trim() !== '') options.onLine(line);
    });
  try {
    const status = await ended(child);
    options.signal.throwIfAborted();
    if (status !== 0) throw new ProgramError(`${program} ended with exit status ${status}`, { output });
  } finally {
    options.signal.removeEventListener('abort', end);
  }
}

function start(
  program: string,
  args: readonly string[],
  { cwd, env = process.env }: RunningProgram,
): ChildProcess {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  // npm is a .cmd file on Windows, which only a shell can start.
  if (onWindows && program !== process.execPath)
    return spawn([program, ...args].map(word => `"${word}"`).join(' '), { cwd, env, stdio, shell: true });
  // In a group of its own, which can be ended as a whole.
  return spawn(program, args, { cwd, env, stdio, detached: !onWindows });
}

function ended(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ProgramError(error.message, { code: error.code, output: '' })),
    );
    child.once('close', (status, signal) => resolve(status ?? signal ?? 'unknown'));
  });
}

function endTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (onWindows) {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {
    // It ended by itself.
  }
}
