/** A thread that multiplies and adds for as many milliseconds as it is told, and says how much that was. */
import { workerData } from 'node:worker_threads';
import { Arena } from '../../model/kernels/arena.ts';
import { loadNodeKernels } from '../../platform/node/kernels/nodeKernels.ts';
import { hostPort } from '../../platform/node/workers/hostPort.ts';
import { loopFor, type PeakWorkerData } from './peak.ts';

async function main(): Promise<void> {
  const { kernelDirectory, engine } = workerData as PeakWorkerData;
  const { create } = await loadNodeKernels(kernelDirectory, engine);
  const kernels = create(new Arena());
  const port = hostPort();
  port.listen(milliseconds => port.post(loopFor(kernels, milliseconds as number)));
}

// A failure becomes an error event of the worker, as an exception that nobody catches.
void main();
