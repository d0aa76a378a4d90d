import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Kernels } from '../../model/kernels/kernels.ts';
import type { Repeatable } from './rate.ts';

/** Rounds of the loop in a call: well under a millisecond. */
const LOOP_ROUNDS = 1000;

/** What a worker of the peak is made with. */
export interface PeakWorkerData {
  kernelDirectory: string;
  engine: 'native' | 'wasm';
}

/** What a worker did: operations between two moments, in milliseconds since 1970. */
interface PeakShare {
  operations: number;
  start: number;
  end: number;
}

/** Multiplications and additions in registers alone. Counts them, in 10^9. */
export function peakLoop(kernels: Kernels): Repeatable {
  return {
    amount: kernels.multiplyAddLoop(LOOP_ROUNDS) / 1e9,
    call: () => kernels.multiplyAddLoop(LOOP_ROUNDS),
  };
}

/** For some milliseconds by the clock on the wall. */
export function loopFor(kernels: Kernels, milliseconds: number): PeakShare {
  const start = performance.timeOrigin + performance.now();
  let operations = 0;
  let end = start;
  do {
    operations += kernels.multiplyAddLoop(LOOP_ROUNDS);
    end = performance.timeOrigin + performance.now();
  } while (end - start < milliseconds);
  return { operations, start, end };
}

/** Threads that do the loop at the same time: they may share the units of a core. */
export class PeakTeam {
  private readonly workers: Worker[];

  private constructor(workers: Worker[]) {
    this.workers = workers;
  }

  static async start(threads: number, workerData: PeakWorkerData): Promise<PeakTeam> {
    const file = path.join(__dirname, 'benchPeakWorker.js');
    const team = new PeakTeam(Array.from({ length: threads }, () => new Worker(file, { workerData })));
    // The threads begin one after the other: this waits for the last one.
    await team.measure(0);
    return team;
  }

  /** GFLOP/s of all threads together, by the clock on the wall. */
  async measure(seconds: number): Promise<number> {
    const shares = await Promise.all(this.workers.map(worker => askWorker(worker, seconds * 1000)));
    const start = Math.min(...shares.map(share => share.start));
    const end = Math.max(...shares.map(share => share.end));
    const operations = shares.reduce((sum, share) => sum + share.operations, 0);
    return operations / (end - start) / 1e6;
  }

  async end(): Promise<void> {
    await Promise.all(this.workers.map(worker => worker.terminate()));
  }
}

async function askWorker(worker: Worker, milliseconds: number): Promise<PeakShare> {
  const port: { postMessage(message: unknown): void } = worker;
  port.postMessage(milliseconds);
  const [share] = (await once(worker, 'message')) as [PeakShare];
  return share;
}
