/** The thread of the lab: joins a lab session to its port and to the platform. */
import { workerData } from 'node:worker_threads';
import { lessons } from '../../../model/lab/lessons/lessons.ts';
import { Channel } from '../../../protocol/channel.ts';
import type { FromLab, LabWorkerData, ToLab } from '../../../protocol/lab.ts';
import { LabSession } from '../../../sessions/labSession.ts';
import { loadNodeKernels } from '../kernels/nodeKernels.ts';
import { createMaterial } from '../lab/nodeMaterial.ts';
import { nextTurn } from '../threads/nextTurn.ts';
import { hostPort } from './hostPort.ts';

const { kernelDirectory, sampleDirectory, modelDirectory, engine } = workerData as LabWorkerData;
// Lessons also run where the native kernels that were asked for do not.
const loadKernels = () => loadNodeKernels(kernelDirectory, engine === 'wasm' ? 'wasm' : 'auto');
const channel = new Channel<FromLab, ToLab>(hostPort());
const session = new LabSession(
  {
    lessons,
    loadKernels,
    material: surroundings =>
      createMaterial({ ...surroundings, sampleDirectory, modelDirectory, loadKernels }),
    clock: () => performance.now(),
    yieldToEvents: nextTurn,
  },
  channel.tell,
);
channel.serve(session.handlers);
