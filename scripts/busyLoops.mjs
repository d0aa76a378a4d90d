// Keeps the machine's processors busy while something else is tried.
import { spawn } from 'node:child_process';

/** Endless but for one thing: it ends when whoever started it has gone. */
const loop = 'const parent = process.ppid; while (process.ppid === parent);';

/** Starts so many endless loops; the function that it gives ends them. @param {number} count */
export function busyLoops(count) {
  const loops = Array.from({ length: count }, () =>
    spawn(process.execPath, ['-e', loop], { stdio: 'ignore' }),
  );
  return () => {
    for (const each of loops) each.kill('SIGKILL');
  };
}
