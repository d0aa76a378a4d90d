/** The thread that trains: joins a training session to its port and to the platform. */
import { parentPort, workerData } from 'node:worker_threads';
import type {
  TrainingAnswers,
  TrainingRequest,
  TrainingWorkerData,
} from '../../../protocol/trainingMessages.ts';
import { loadEngine } from '../kernels/engines.ts';
import { type FolderLock, lockFolder } from '../modelFolder/folderLock.ts';
import { createFolderStorage } from '../modelFolder/folderStorage.ts';
import { serveRequests, type WorkerPort } from '../../../sessions/requestServer.ts';
import { createTrainingSession, type TrainingPlatform } from '../../../sessions/trainingSession.ts';
import { nextTurn } from '../threads/nextTurn.ts';
import { wait } from '../threads/wait.ts';
import { readWorkspaceSources } from '../files/workspaceSources.ts';

const { kernelDirectory, version } = workerData as TrainingWorkerData;
const platform: TrainingPlatform<FolderLock> = {
  version,
  readSources: readWorkspaceSources,
  openStorage: createFolderStorage,
  lock: directory => lockFolder(directory, 'Cellscope in an editor window'),
  loadEngine: request => loadEngine({ kernelDirectory, ...request }),
  clock: () => performance.now(),
  wait,
  yieldToEvents: nextTurn,
};
serveRequests<TrainingRequest, TrainingAnswers>(parentPort as WorkerPort, emit =>
  createTrainingSession(platform, emit),
);
