import path from 'node:path';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Arena } from '../model/kernels/arena.ts';
import type { CompiledKernels, KernelName } from '../model/kernels/wasmKernels.ts';
import { nativeFile } from '../worker/nativeKernels.ts';

/** What the machine can do at most: 32-bit multiplications and additions in registers alone, in GFLOP/s. */
export interface Peak {
  oneThread: number;
  /** as many threads as there are processors, all together: they may share the units of a core */
  allThreads: number;
  threads: number;
}

/** Rounds of the loop at a time: well under a millisecond. */
const LOOP_ROUNDS = 1000;
const MEASUREMENTS = 20;

/** Each figure is the best of several short measurements: other programs can only slow one down. */
export async function measurePeak(
  { name, create }: CompiledKernels,
  kernelDirectory: string,
  seconds: number,
): Promise<Peak> {
  const threads = availableParallelism();
  const kernels = create(new Arena());
  const milliseconds = (seconds * 1000) / MEASUREMENTS;
  const one = Array.from({ length: MEASUREMENTS }, () =>
    loopRate(rounds => kernels.multiplyAddLoop(rounds), milliseconds),
  );
  const all = await allThreadsRate(kernelFile(name, kernelDirectory), name, threads, milliseconds);
  return { oneThread: Math.max(...one), allThreads: all, threads };
}

function kernelFile(name: KernelName, kernelDirectory: string): string {
  if (name === 'wasm-simd') return path.join(kernelDirectory, 'kernels.wasm');
  if (name === 'wasm-relaxed-simd') return path.join(kernelDirectory, 'kernels-relaxed.wasm');
  return nativeFile(path.join(kernelDirectory, '..', 'native'));
}

/** GFLOP/s over some milliseconds, by the processor time of this process: only for work in one thread. */
function loopRate(multiplyAddLoop: (rounds: number) => number, milliseconds: number): number {
  const start = process.cpuUsage();
  let operations = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    operations += multiplyAddLoop(LOOP_ROUNDS);
    const { user, system } = process.cpuUsage(start);
    elapsed = (user + system) / 1000;
  }
  return operations / elapsed / 1e6;
}

/**
 * The workers wait for a round to begin, loop until its deadline and add up what they did. GFLOP/s of the best round, by
 * the clock.
 */
async function allThreadsRate(
  file: string,
  name: KernelName,
  threads: number,
  milliseconds: number,
): Promise<number> {
  // [0] the round that may begin, [1] workers that are done with it
  const signals = new Int32Array(new SharedArrayBuffer(8));
  const operations = new Float64Array(new SharedArrayBuffer(8 * threads));
  const workers = Array.from(
    { length: threads },
    (_, thread) =>
      new Worker(workerCode, {
        eval: true,
        workerData: {
          file: path.resolve(file),
          name,
          signals,
          operations,
          thread,
          milliseconds,
          LOOP_ROUNDS,
        },
      }),
  );
  await Promise.all(
    workers.map(
      worker =>
        new Promise((resolve, reject) => {
          worker.once('message', resolve);
          worker.once('error', reject);
        }),
    ),
  );
  let best = 0;
  for (let round = 1; round <= MEASUREMENTS; round++) {
    Atomics.store(signals, 1, 0);
    const start = performance.now();
    Atomics.store(signals, 0, round);
    Atomics.notify(signals, 0);
    for (let done = 0; done < threads; done = Atomics.load(signals, 1)) Atomics.wait(signals, 1, done);
    const elapsed = performance.now() - start;
    best = Math.max(best, operations.reduce((sum, value) => sum + value, 0) / elapsed / 1e6);
  }
  await Promise.all(workers.map(worker => worker.terminate()));
  return best;
}

/** A worker has no file of its own in the bundle, and this much is said in a few lines. */
const workerCode = `
const { readFileSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const { file, name, signals, operations, thread, milliseconds, LOOP_ROUNDS } = workerData;
const memory = new WebAssembly.Memory({ initial: 1, maximum: 16, shared: true });
function load() {
  if (!file.endsWith('.node'))
    return new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), { env: { memory } }).exports;
  const addon = { exports: {} };
  process.dlopen(addon, file);
  return addon.exports.create(name, new Uint8Array(memory.buffer));
}
const kernels = load();
kernels.multiplyAddLoop(LOOP_ROUNDS);
parentPort.postMessage('ready');
for (let round = 0; ; round++) {
  Atomics.wait(signals, 0, round);
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < milliseconds) done += kernels.multiplyAddLoop(LOOP_ROUNDS);
  operations[thread] = done;
  Atomics.add(signals, 1, 1);
  Atomics.notify(signals, 1);
}`;
