import type { Pointer } from '../../kernels/arena.ts';
import type { Kernels } from '../../kernels/kernels.ts';

/** A part of packing the weights, which any thread may do. */
export interface PackingJob {
  /** that it writes: what it costs */
  floats: number;
  run: () => void;
}

/** The arguments of Kernels.pack. */
interface Packing {
  depth: number;
  columns: number;
  source: Pointer;
  rowStride: number;
  columnStride: number;
  packed: Pointer;
}

const FLOAT_BYTES = 4;
/** Of one job, about: small enough to share out evenly, large enough that a call does not show. */
const JOB_FLOATS = 16384;

/** A packing cut between panels into jobs. */
export function packingJobs(kernels: Kernels, packing: Packing): PackingJob[] {
  const { depth, columns, source, rowStride, columnStride, packed } = packing;
  const panel = kernels.panelWidth();
  const step = panel * Math.max(1, Math.round(JOB_FLOATS / (panel * depth)));
  const jobs: PackingJob[] = [];
  for (let first = 0; first < columns; first += step) {
    const count = Math.min(step, columns - first);
    const from = source + first * columnStride * FLOAT_BYTES;
    const to = packed + first * depth * FLOAT_BYTES;
    jobs.push({
      floats: count * depth,
      run: () => kernels.pack(depth, count, from, rowStride, columnStride, to),
    });
  }
  return jobs;
}

/**
 * The jobs of thread `thread` out of `threads`, so that all have about as much to do: the dearest job first, each to
 * the thread that has the least. Every thread that asks with the same jobs comes to the same division.
 */
export function shareOfJobs(
  jobs: readonly PackingJob[],
  { thread, threads }: { thread: number; threads: number },
): PackingJob[] {
  const loads = Array.from({ length: threads }, () => 0);
  return jobs
    .toSorted((a, b) => b.floats - a.floats)
    .filter(({ floats }) => {
      const least = loads.indexOf(Math.min(...loads));
      loads[least] += floats;
      return least === thread;
    });
}
