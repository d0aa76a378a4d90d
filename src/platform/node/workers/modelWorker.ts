/** The thread that answers from the model: joins a model session to its port and to the platform. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ModelAnswers, ModelRequest, ModelWorkerData } from '../../../protocol/modelMessages.ts';
import { createFolderStorage } from '../modelFolder/folderStorage.ts';
import { type ModelPlatform, ModelSession } from '../../../sessions/modelSession.ts';
import { loadNodeKernels } from '../kernels/nodeKernels.ts';
import { readWorkspaceSource } from '../files/workspaceSources.ts';
import { serveRequests, type WorkerPort } from '../../../sessions/requestServer.ts';
import { nextTurn } from '../threads/nextTurn.ts';

const { modelDirectory, kernelDirectory, engine } = workerData as ModelWorkerData;
const platform: ModelPlatform = {
  storage: createFolderStorage(modelDirectory),
  // A model answers also where the native kernels that were asked for do not run.
  loadKernels: () => loadNodeKernels(kernelDirectory, engine === 'wasm' ? 'wasm' : 'auto'),
  readSource: readWorkspaceSource,
  clock: () => performance.now(),
  nextTurn,
};
serveRequests<ModelRequest, ModelAnswers>(
  parentPort as WorkerPort,
  emit => new ModelSession(platform, emit).handlers,
);
