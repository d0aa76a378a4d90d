// How the tests build the drivers: for another processor, in an emulator, and with sanitizers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';

const compiler = 'clang-19';
const common = ['-std=gnu17', '-O1', '-g', '-Wall', '-Wextra', '-Werror'];
const sanitizers = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fno-omit-frame-pointer'];
const crossFlags = ['--target=aarch64-linux-gnu', '-DFREESTANDING', '-ffreestanding', '-fno-builtin', '-O3'];

export interface Build {
  name: string;
  flags: string[];
  /** what runs the program, when not this machine itself */
  emulator: string[];
  runs: boolean;
}

const x64 = process.arch === 'x64';
export const builds: Build[] = [
  {
    name: 'NEON, in an emulator of aarch64',
    flags: [...crossFlags, '-fuse-ld=lld', '-nostdlib', '-static'],
    emulator: ['qemu-aarch64'],
    runs: true,
  },
  {
    name: 'AVX2, with sanitizers',
    flags: ['-march=x86-64-v3', ...sanitizers],
    emulator: [],
    runs: x64,
  },
  {
    name: 'AVX-512, with sanitizers',
    flags: ['-march=x86-64-v4', ...sanitizers],
    emulator: [],
    runs: x64 && hasAvx512(),
  },
].filter(build => build.runs);

function hasAvx512(): boolean {
  const flags = spawnSync('grep', ['-m1', '^flags', '/proc/cpuinfo'], { encoding: 'utf8' }).stdout;
  return cpus().length > 0 && / avx512bw\b/.test(flags) && / avx512vl\b/.test(flags);
}

/** Builds a driver of this folder, and gives what it answers. */
export function runDriver(driver: string, build: Build, input: Buffer, more: string[] = []): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'cellscope-driver-'));
  try {
    const program = path.join(folder, driver);
    const source = path.join('test/native', `${driver}.c`);
    run(compiler, [...common, ...build.flags, ...more, source, '-o', program]);
    const [first, ...rest] = [...build.emulator, program];
    return run(first, rest, input);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(program: string, args: string[], input?: Buffer): Buffer {
  const result = spawnSync(program, args, { input, maxBuffer: 2 ** 30 });
  if (result.error) throw result.error;
  assert.equal(result.status, 0, `${program} ${args.join(' ')}:\n${result.stderr.toString().slice(0, 4000)}`);
  return result.stdout;
}
