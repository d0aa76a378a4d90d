import { Arena, type Pointer } from '../../kernels/arena.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import { Network } from '../network.ts';
import type { NetworkConfig } from '../networkConfig.ts';
import { ForwardWeights } from '../pass/forwardWeights.ts';
import type { TrainerOptions } from './trainer.ts';
import { TrainingMemory } from './trainingMemory.ts';
import { TrainingShare } from './trainingShare.ts';

/** All that a thread needs to know to take part in a training: plain data, to be sent to it. */
export interface MemberStart {
  config: NetworkConfig;
  options: TrainerOptions & { threads: number };
  /** from 1: 0 is the thread that asks for the steps */
  thread: number;
  memory: WebAssembly.Memory;
  maximumBytes: number;
  /** where the network, its forward weights, what the threads share and what is this thread's own begin */
  places: { network: Pointer; forwardWeights: Pointer; shared: Pointer; own: Pointer };
  /** end of this thread's C stack */
  stackTop: Pointer;
}

/**
 * Does one thread's part of every step, until the thread is ended from outside: for one that has nothing else to do.
 * `kernels` must be the same as the other threads'.
 */
export function runTrainingMember(start: MemberStart, kernels: KernelFactory): never {
  const { config, options, thread, places, maximumBytes, stackTop } = start;
  const arenaAt = (place: Pointer) =>
    Arena.at({ memory: start.memory, maximumBytes, start: place, stackTop });
  const network = new Network(config, kernels, arenaAt(places.network));
  const forwardWeights = new ForwardWeights(network, arenaAt(places.forwardWeights));
  const memory = new TrainingMemory(network, options, { arena: arenaAt(places.shared), forwardWeights });
  const share = new TrainingShare(memory, thread, arenaAt(places.own));
  const meet = () => memory.barrier.wait(memory.barrier.arrive());
  for (;;) {
    meet();
    for (const phase of TrainingShare.phases) {
      share[phase]();
      meet();
    }
  }
}
