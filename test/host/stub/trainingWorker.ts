/**
 * A training worker that breaks down: real but for its engine. By the number of threads that is asked for, its trainer
 * fails at step 20 (1) or takes the whole worker with it (2); with others it trains to the end.
 */
import path from 'node:path';
import { workerData } from 'node:worker_threads';
import { TrainerFailure } from '../../../src/model/network/training/trainer.ts';
import { oneThread, type TrainingEngine } from '../../../src/model/training/trainingEngine.ts';
import { Channel } from '../../../src/protocol/channel.ts';
import type { FromTraining, ToTraining, TrainingWorkerData } from '../../../src/protocol/trainingMessages.ts';
import { loadEngine } from '../../../src/platform/node/kernels/engines.ts';
import { type FolderLock, lockFolder } from '../../../src/platform/node/modelFolder/folderLock.ts';
import { createFolderStorage } from '../../../src/platform/node/modelFolder/folderStorage.ts';
import { hostPort } from '../../../src/platform/node/workers/hostPort.ts';
import { createTrainingSession } from '../../../src/sessions/trainingSession.ts';
import { nextTurn } from '../../../src/platform/node/threads/nextTurn.ts';
import { readWorkspaceSources } from '../../../src/platform/node/files/workspaceSources.ts';
import { wait } from '../../../src/platform/node/threads/wait.ts';

const LAST_STEP = 20;
const FAILS = 1;
const DIES = 2;

function breaking(threads: number): TrainingEngine {
  return {
    name: 'an engine that breaks',
    createTrainer: async (network, options) => {
      const trainer = await oneThread.createTrainer(network, options);
      const step = trainer.step.bind(trainer);
      trainer.step = (...window) => {
        if (trainer.stepCount < LAST_STEP) return step(...window);
        if (threads === FAILS)
          throw new TrainerFailure('A training thread has ended.', { stateIsWhole: true });
        if (threads === DIES) process.exit(1);
        return step(...window);
      };
      return trainer;
    },
  };
}

const { kernelDirectory, version } = workerData as TrainingWorkerData;
const channel = new Channel<FromTraining, ToTraining>(hostPort());
channel.serve(
  createTrainingSession<FolderLock>(
    {
      version,
      readSources: readWorkspaceSources,
      openStorage: createFolderStorage,
      openModel: directory => createFolderStorage(directory),
      lock: directory => lockFolder(directory, 'a test'),
      loadEngine: async ({ threads, engine }) => {
        const loaded = await loadEngine({
          kernelDirectory: path.resolve(kernelDirectory),
          engine: 'wasm',
          threads: 1,
        });
        const missing = { kind: 'engineMissing', problem: 'TensorFlow.js is not there.' } as const;
        return { ...loaded, engine: breaking(threads), notices: engine === 'tensorflow' ? [missing] : [] };
      },
      clock: () => performance.now(),
      now: () => 1,
      wait,
      yieldToEvents: nextTurn,
    },
    channel.tell,
  ),
);
