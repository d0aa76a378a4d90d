import { KernelTrainer } from './kernelTrainer.ts';
import type { Network } from '../network.ts';
import type { StepResult, TrainerOptions, TrainingWindow } from './trainer.ts';
import { TrainingMemory } from './trainingMemory.ts';

/** Truncated back-propagation through time, clipping by the global norm, Adam: in the thread that calls. */
export class NetworkTrainer extends KernelTrainer {
  /** View of the gradients of the last step before clipping, in the order of the parameters. */
  readonly gradients: Float32Array;

  constructor(network: Network, options: TrainerOptions) {
    super(new TrainingMemory(network, { ...options, threads: 1 }));
    this.gradients = network.arena.floats(this.memory.gradients[0], network.parameterCount);
  }

  step(window: TrainingWindow, learningRate: number): StepResult {
    const { memory, share } = this;
    memory.setWindow(window, learningRate);
    share.pack();
    share.computeGradients();
    share.sumGradients();
    share.update();
    return memory.closeStep();
  }
}
