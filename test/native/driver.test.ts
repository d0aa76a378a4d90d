// The kernels' C source on processors and under watches that a test in Node.js does not reach: see driver.c.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { type DriverCase, driverCases } from './driverCases.ts';

const compiler = 'clang-19';
const common = ['-std=gnu17', '-O1', '-g', '-Wall', '-Wextra', '-Werror', 'test/native/driver.c'];
const sanitizers = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fno-omit-frame-pointer'];
const crossFlags = ['--target=aarch64-linux-gnu', '-DFREESTANDING', '-ffreestanding', '-fno-builtin', '-O3'];

interface Build {
  name: string;
  flags: string[];
  /** what runs the program, when not this machine itself */
  emulator: string[];
  runs: boolean;
}

const x64 = process.arch === 'x64';
const builds: Build[] = [
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

function run(program: string, args: string[], input?: Buffer): Buffer {
  const result = spawnSync(program, args, { input, maxBuffer: 2 ** 30 });
  if (result.error) throw result.error;
  assert.equal(result.status, 0, `${program} ${args.join(' ')}:\n${result.stderr.toString().slice(0, 4000)}`);
  return result.stdout;
}

function assertAnswers(cases: DriverCase[], answer: Buffer): void {
  let at = 0;
  for (const one of cases) {
    assert.equal(one.problemOf(answer.subarray(at, at + one.answerBytes)), undefined);
    at += one.answerBytes;
  }
  assert.equal(answer.length, at);
}

describe('the kernels in C', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cellscope-driver-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const { name, flags, emulator } of builds)
    it(`agree with the specification: ${name}`, () => {
      const program = path.join(folder, name.replaceAll(/\W/g, ''));
      run(compiler, [...common, ...flags, '-o', program]);
      const cases = driverCases(25, 1);
      const [first, ...rest] = [...emulator, program];
      assertAnswers(cases, run(first, rest, Buffer.concat(cases.map(one => one.encode()))));
    });
});
