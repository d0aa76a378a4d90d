import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';

const LINUX_PROCESSORS = '/sys/devices/system/cpu';

/**
 * Cores that this process may use. Two hardware threads of one core share its arithmetic units, so that a training gains
 * nothing by a second one.
 */
export function physicalCores(): number {
  return Math.max(1, Math.min(countCores() ?? assumedCores(), availableParallelism()));
}

function countCores(): number | undefined {
  try {
    if (process.platform === 'linux') return linuxCores(LINUX_PROCESSORS);
    if (process.platform === 'darwin')
      return positive(execFileSync('/usr/sbin/sysctl', ['-n', 'hw.physicalcpu'], { encoding: 'utf8' }));
  } catch {
    // Nothing that stops anyone from training: an assumption has to do.
  }
  return undefined;
}

/** Each processor names those that it shares its core with, itself included: one name, one core. */
export function linuxCores(directory: string): number | undefined {
  const processors = readdirSync(directory).filter(name => /^cpu\d+$/.test(name));
  const siblings = processors.map(name =>
    readFileSync(path.join(directory, name, 'topology/thread_siblings_list'), 'utf8').trim(),
  );
  return positive(new Set(siblings).size);
}

/** Of x64 processors most have two threads a core, of arm64 none. */
function assumedCores(): number {
  return process.arch === 'x64' ? Math.ceil(cpus().length / 2) : cpus().length;
}

function positive(value: string | number): number | undefined {
  const count = Number(value);
  return Number.isInteger(count) && count > 0 ? count : undefined;
}
