import { Worker } from 'node:worker_threads';
import type { KernelName } from '../../../model/kernels/wasmKernels.ts';
import type { StartTeam, ThreadTeam } from '../../../model/network/training/parallelTrainer.ts';
import type { MemberStart } from '../../../model/network/training/trainingMember.ts';
import { nextTurn } from './nextTurn.ts';

/** What a training thread is started with. */
export interface TrainingThreadData {
  kernelDirectory: string;
  kernelName: KernelName;
  start: MemberStart;
}

/** What it says once it is ready for the first step. */
export const READY = 'ready';

/** Starts teams of Node.js threads. `threadFile` is the built trainingThread.ts. */
export function createTeams({
  threadFile,
  kernelDirectory,
  kernelName,
}: {
  threadFile: string;
  kernelDirectory: string;
  kernelName: KernelName;
}): StartTeam {
  return async members => {
    const team = new NodeTeam();
    try {
      await Promise.all(
        members.map(start => {
          const workerData: TrainingThreadData = { kernelDirectory, kernelName, start };
          return team.add(new Worker(threadFile, { workerData, name: `cellscope training ${start.thread}` }));
        }),
      );
    } catch (error) {
      await team.dispose();
      throw error;
    }
    return team;
  };
}

class NodeTeam implements ThreadTeam {
  failure: string | undefined;

  private readonly workers: Worker[] = [];
  private isEnding = false;

  /** Resolves when the thread is ready; rejects when it dies before. */
  add(worker: Worker): Promise<void> {
    this.workers.push(worker);
    return new Promise((resolve, reject) => {
      const fail = (reason: string) => {
        if (!this.isEnding) this.failure ??= reason;
        reject(new Error(reason));
      };
      worker.once('message', () => resolve());
      worker.once('error', error => fail(`A training thread died: ${error.message}.`));
      worker.once('exit', status => fail(`A training thread ended, with exit status ${status}.`));
    });
  }

  yieldToEvents(): Promise<void> {
    return nextTurn();
  }

  async dispose(): Promise<void> {
    this.isEnding = true;
    await Promise.all(this.workers.map(worker => worker.terminate()));
  }
}
