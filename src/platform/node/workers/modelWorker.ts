/** The thread that answers from the model: joins a model session to its port and to the platform. */
import { workerData } from 'node:worker_threads';
import { Channel } from '../../../protocol/channel.ts';
import type { FromModel, ModelWorkerData, ToModel } from '../../../protocol/modelMessages.ts';
import { createFolderStorage } from '../modelFolder/folderStorage.ts';
import { type ModelPlatform, ModelSession } from '../../../sessions/modelSession.ts';
import { loadNodeKernels } from '../kernels/nodeKernels.ts';
import { readWorkspaceSource } from '../files/workspaceSources.ts';
import { hostPort } from './hostPort.ts';
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
const channel = new Channel<FromModel, ToModel>(hostPort());
channel.serve(new ModelSession(platform, channel.tell).handlers);
