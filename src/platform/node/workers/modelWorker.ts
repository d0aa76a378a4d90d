/** The thread that answers from the model: joins a model session to its port and to the platform. */
import { workerData } from 'node:worker_threads';
import { allowedMegabytes } from '../../../model/contexts/contextTable.ts';
import { Channel } from '../../../protocol/channel.ts';
import type { FromModel, ModelWorkerData, ToModel } from '../../../protocol/modelMessages.ts';
import { createFolderStorage } from '../modelFolder/folderStorage.ts';
import { type ModelPlatform, ModelSession } from '../../../sessions/modelSession.ts';
import { loadContextKernels } from '../kernels/nodeContextKernels.ts';
import { loadNodeKernels } from '../kernels/nodeKernels.ts';
import { isBeingTrained, tableStamp } from '../modelFolder/keptTable.ts';
import {
  locateSource,
  readWorkspaceSource,
  readWorkspaceSources,
  sourcePathOf,
} from '../files/workspaceSources.ts';
import { hostPort } from './hostPort.ts';
import { nextTurn } from '../threads/nextTurn.ts';
import { wait } from '../threads/wait.ts';

const { modelDirectory, starterDirectory, kernelDirectory, engine, memory } = workerData as ModelWorkerData;
// A model answers also where the native kernels that were asked for do not run.
const kernels = engine === 'wasm' ? 'wasm' : 'auto';
const platform: ModelPlatform = {
  storage: createFolderStorage(modelDirectory),
  starter: createFolderStorage(starterDirectory),
  loadKernels: () => loadNodeKernels(kernelDirectory, kernels),
  readSource: readWorkspaceSource,
  contexts: {
    megabytes: allowedMegabytes(memory),
    loadKernels: () => loadContextKernels(kernelDirectory, kernels),
    readSources: readWorkspaceSources,
    sourcePath: sourcePathOf,
    locate: locateSource,
    stamp: () => tableStamp(modelDirectory),
    isBeingTrained: () => isBeingTrained(modelDirectory),
    wait,
  },
  clock: () => performance.now(),
  nextTurn,
};
const channel = new Channel<FromModel, ToModel>(hostPort());
channel.serve(new ModelSession(platform, channel.tell).handlers);
