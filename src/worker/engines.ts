import { oneThread, type TrainingEngine } from '../model/training/trainingEngine.ts';
import type { EngineChoice, TensorflowPlaces } from '../protocol/engineChoice.ts';
import { loadNodeKernels, type NodeKernels } from './nodeKernels.ts';

export interface EngineRequest {
  /** Folder of the built kernels. */
  kernelDirectory: string;
  engine: EngineChoice;
  /** 0: one less than there are cores, at least one. */
  threads: number;
  tensorflow?: TensorflowPlaces;
}

export interface LoadedEngine {
  engine: TrainingEngine;
  /** They measure the network and draw from it. */
  kernels: NodeKernels;
  /** Why something else runs than was asked for: for the log and the user. */
  notices: string[];
}

/** What trains, or what trains in its place, and why. */
export async function loadEngine({ kernelDirectory, engine }: EngineRequest): Promise<LoadedEngine> {
  const kernels = await loadNodeKernels(kernelDirectory, engine === 'wasm' ? 'wasm' : 'auto');
  const notices =
    kernels.nativeProblem === undefined ? [] : [`Native kernels do not run here: ${kernels.nativeProblem}.`];
  if (engine === 'tensorflow') notices.unshift('TensorFlow.js is not there.');
  return { engine: { ...oneThread, name: `${kernels.name}, 1 thread` }, kernels, notices };
}
