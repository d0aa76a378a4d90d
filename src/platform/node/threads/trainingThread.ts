/** One of the threads that a training is divided among: does its part of each step until it is ended. */
import { workerData } from 'node:worker_threads';
import { runTrainingMember } from '../../../model/network/training/trainingMember.ts';
import { loadNamedKernels } from '../kernels/nodeKernels.ts';
import { hostPort } from '../workers/hostPort.ts';
import { READY, type TrainingThreadData } from './threadTeam.ts';

async function takePart({ kernelDirectory, kernelName, start }: TrainingThreadData): Promise<void> {
  const { create } = await loadNamedKernels(kernelDirectory, kernelName);
  hostPort().post(READY);
  runTrainingMember(start, create);
}

// What goes wrong ends the thread with an error, of which the thread that started it is told.
void takePart(workerData as TrainingThreadData);
