/** The thread that trains: joins a training session to its port and to the platform. */
import { parentPort, workerData } from 'node:worker_threads';
import type { TrainingAnswers, TrainingRequest, TrainingWorkerData } from '../protocol/trainingMessages.ts';
import { loadEngine } from './engines.ts';
import { lockFolder } from './folderLock.ts';
import { createFolderStorage } from './folderStorage.ts';
import { serveRequests, type WorkerPort } from './requestServer.ts';
import { createTrainingSession, type TrainingPlatform } from './trainingSession.ts';
import { nextTurn } from './turns.ts';
import { wait } from './wait.ts';
import { readWorkspaceSources } from './workspaceSources.ts';

const { kernelDirectory } = workerData as TrainingWorkerData;
const platform: TrainingPlatform = {
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
