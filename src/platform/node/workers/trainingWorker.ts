/** The thread that trains: joins a training session to its port and to the platform. */
import { workerData } from 'node:worker_threads';
import { Channel } from '../../../protocol/channel.ts';
import type { FromTraining, ToTraining, TrainingWorkerData } from '../../../protocol/trainingMessages.ts';
import { loadEngine } from '../kernels/engines.ts';
import { loadContextKernels } from '../kernels/nodeContextKernels.ts';
import { type FolderLock, lockFolder } from '../modelFolder/folderLock.ts';
import { createFolderStorage } from '../modelFolder/folderStorage.ts';
import { hostPort } from './hostPort.ts';
import { createTrainingSession, type TrainingPlatform } from '../../../sessions/trainingSession.ts';
import { nextTurn } from '../threads/nextTurn.ts';
import { wait } from '../threads/wait.ts';
import { readWorkspaceSources } from '../files/workspaceSources.ts';

const { kernelDirectory, version } = workerData as TrainingWorkerData;
const platform: TrainingPlatform<FolderLock> = {
  version,
  readSources: readWorkspaceSources,
  openStorage: createFolderStorage,
  openModel: directory => createFolderStorage(directory),
  lock: directory => lockFolder(directory, 'Cellscope in an editor window'),
  loadEngine: request => loadEngine({ kernelDirectory, ...request }),
  loadContextKernels: engine => loadContextKernels(kernelDirectory, engine === 'wasm' ? 'wasm' : 'auto'),
  clock: () => performance.now(),
  now: () => Date.now(),
  wait,
  yieldToEvents: nextTurn,
};
const channel = new Channel<FromTraining, ToTraining>(hostPort());
channel.serve(createTrainingSession(platform, channel.tell));
