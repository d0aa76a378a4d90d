import type { Network } from './network.ts';
import type { StepResult, Trainer, TrainerOptions, TrainerState } from './trainer.ts';
import { TrainingMemory } from './trainingMemory.ts';
import { TrainingShare } from './trainingShare.ts';

/** Truncated back-propagation through time, clipping by the global norm, Adam: in the thread that calls. */
export class NetworkTrainer implements Trainer {
  /** View of the gradients of the last step before clipping, in the order of the parameters. */
  readonly gradients: Float32Array;

  private readonly memory: TrainingMemory;
  private readonly share: TrainingShare;

  constructor(network: Network, options: TrainerOptions) {
    this.memory = new TrainingMemory(network, { ...options, threads: 1 });
    this.share = new TrainingShare(this.memory, 0);
    this.gradients = network.arena.floats(this.memory.gradients[0], network.parameterCount);
  }

  get stepCount(): number {
    return this.memory.stepCount;
  }

  step(inputs: ArrayLike<number>, targets: ArrayLike<number>, learningRate: number): StepResult {
    this.memory.setWindow(inputs, targets, learningRate);
    for (const phase of TrainingShare.phases) this.share[phase]();
    return this.memory.closeStep();
  }

  resetState(): void {
    this.memory.state.fill(0);
  }

  publishParameters(): void {}

  exportState(): TrainerState {
    return this.memory.exportState();
  }

  importState(saved: TrainerState): void {
    this.memory.importState(saved);
  }

  async dispose(): Promise<void> {}
}
