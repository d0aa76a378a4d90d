import type { Network } from '../network/network.ts';
import type { Trainer, TrainerOptions } from '../network/training/trainer.ts';
import { NetworkTrainer } from '../network/training/networkTrainer.ts';

/** Makes the trainers of a run: how many threads they have and whose arithmetic it is. */
export interface TrainingEngine {
  /** for logs and reports, such as 'native-avx512, 2 threads' */
  readonly name: string;
  createTrainer(network: Network, options: TrainerOptions): Promise<Trainer>;
  /**
   * How many threads train so many streams in the network's own memory, 0 for one that has memory of its own; one
   * unless it says so.
   */
  threadsFor?(batchSize: number): number;
}

/** The thread that asks, with the network's own kernels. */
export const oneThread: TrainingEngine = {
  name: 'one thread',
  createTrainer: (network, options) => Promise.resolve(new NetworkTrainer(network, options)),
};
