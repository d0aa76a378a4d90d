import { ParallelTrainer } from '../../../model/network/training/parallelTrainer.ts';
import { oneThread, type TrainingEngine } from '../../../model/training/trainingEngine.ts';
import { UserError } from '../../../model/base/userError.ts';
import { assets } from '../../../protocol/assets.ts';
import type { EngineChoice, EngineNotice, TensorflowPlaces } from '../../../protocol/engineChoice.ts';
import { assetBeside } from './assetBeside.ts';
import { loadNodeKernels, type NodeKernels } from './nodeKernels.ts';
import { physicalCores } from '../threads/physicalCores.ts';
import { threadsThatRun } from '../threads/threadsThatRun.ts';
import { createTensorflowEngine } from '../tensorflow/tensorflowEngine.ts';
import { createTeams } from '../threads/threadTeam.ts';

export const engineChoices: readonly EngineChoice[] = ['auto', 'native', 'wasm', 'tensorflow'];

interface EngineRequest {
  /** media/kernels of the package */
  kernelDirectory: string;
  engine: EngineChoice;
  /** 0: one less than there are cores, so that one is left for the editor, but at least one */
  threads: number;
  /** streams of the batch, where that is known: more threads than these would have nothing to do */
  batchSize?: number | undefined;
  tensorflow?: TensorflowPlaces;
}

export interface LoadedEngine {
  engine: TrainingEngine;
  /** what evaluates and draws from the network, whatever trains it */
  kernels: NodeKernels;
  /** why it is not the engine that was asked for, or what is fastest */
  notices: EngineNotice[];
}

/** Throws a UserError when kernels that were asked for by name do not run. */
export async function loadEngine(request: EngineRequest): Promise<LoadedEngine> {
  const { kernelDirectory, engine, batchSize = Infinity } = request;
  const kernels = await loadNodeKernels(kernelDirectory, engine === 'tensorflow' ? 'auto' : engine);
  const wanted = request.threads > 0 ? request.threads : Math.max(1, physicalCores() - 1);
  const { threads, notice } = threadsThatRun(Math.min(wanted, batchSize));
  const { nativeProblem } = kernels;
  const notices: EngineNotice[] = [];
  if (nativeProblem !== undefined) notices.push({ kind: 'nativeMissing', problem: nativeProblem });
  if (notice !== undefined) notices.push(notice);
  const own = kernelEngine(kernels, { kernelDirectory, threads });
  if (engine !== 'tensorflow') return { engine: own, kernels, notices };
  try {
    return { engine: await createTensorflowEngine(request.tensorflow ?? nowhere), kernels, notices };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const missing: EngineNotice = { kind: 'engineMissing', problem: error.message };
    return { engine: own, kernels, notices: [missing, ...notices] };
  }
}

/** No place is known besides those that are always looked into. */
const nowhere: TensorflowPlaces = { workspaceFolders: [] };

/** Trains with kernels, in as many threads as the batch has streams for. */
function kernelEngine(
  kernels: NodeKernels,
  { kernelDirectory, threads }: { kernelDirectory: string; threads: number },
): TrainingEngine {
  const startTeam = createTeams({
    threadFile: assetBeside(kernelDirectory, assets.trainingThread),
    kernelDirectory,
    kernelName: kernels.name,
  });
  return {
    name: `${kernels.name}, ${threads === 1 ? 'one thread' : `${threads} threads`}`,
    threadsFor: batchSize => Math.min(threads, batchSize),
    createTrainer(network, options) {
      const count = Math.min(threads, options.batchSize);
      if (count === 1) return oneThread.createTrainer(network, options);
      return ParallelTrainer.start(network, { ...options, threads: count }, startTeam);
    },
  };
}
