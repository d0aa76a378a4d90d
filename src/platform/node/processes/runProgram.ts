import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Of a program's output, what is kept. */
const KEPT_CHARACTERS = 20_000;
const onWindows = process.platform === 'win32';

interface RunningProgram {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Aborting it ends the program and those that it started. */
  signal: AbortSignal;
  onLine: (text: string) => void;
}

interface EndedProgram {
  /** of its exit, the signal that ended it, or why it did not start: ENOENT when there is no such program */
  status: number | string;
  /** the end of what it printed */
  output: string;
}

/** Resolves when the program has ended. Rejects with the signal's reason when that was aborted. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { signal, onLine, ...place }: RunningProgram,
): Promise<EndedProgram> {
  signal.throwIfAborted();
  const child = start(program, args, place);
  const end = () => endTree(child);
  signal.addEventListener('abort', end, { once: true });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!])
    createInterface({ input: stream }).on('line', line => {
      output = `${output}${line}\n`.slice(-KEPT_CHARACTERS);
      if (line.trim() !== '') onLine(line);
    });
  const status = await new Promise<number | string>(resolve => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    child.once('close', (code, signalName) => resolve(code ?? signalName ?? 'unknown'));
  });
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  return { status, output };
}

function start(
  program: string,
  args: readonly string[],
  place: Pick<RunningProgram, 'cwd' | 'env'>,
): ChildProcess {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  // npm is a .cmd file on Windows, which only a shell can start.
  if (onWindows && program !== process.execPath)
    return spawn([program, ...args].map(word => `"${word}"`).join(' '), { ...place, stdio, shell: true });
  // In a group of its own, which can be ended as a whole.
  return spawn(program, args, { ...place, stdio, detached: !onWindows });
}

function endTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (onWindows) {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It ended by itself.
  }
}
