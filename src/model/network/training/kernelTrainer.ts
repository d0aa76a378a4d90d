import type { StepResult, Trainer, TrainerState, TrainingWindow } from './trainer.ts';
import type { TrainingMemory } from './trainingMemory.ts';
import { TrainingShare } from './trainingShare.ts';

/**
 * What trainers with the own kernels have in common, however many threads they have: all state is in a TrainingMemory,
 * the parameters in the network itself, and the thread that calls has the first share.
 */
export abstract class KernelTrainer implements Trainer {
  protected readonly memory: TrainingMemory;
  protected readonly share: TrainingShare;

  constructor(memory: TrainingMemory, share = new TrainingShare(memory, 0)) {
    this.memory = memory;
    this.share = share;
  }

  get stepCount(): number {
    return this.memory.stepCount;
  }

  abstract step(window: TrainingWindow, learningRate: number): StepResult | Promise<StepResult>;

  resetState(): void {
    this.memory.states.fill(0);
  }

  async publishParameters(): Promise<void> {}

  async exportState(): Promise<TrainerState> {
    return this.memory.exportState();
  }

  async importState(saved: TrainerState): Promise<void> {
    this.memory.importState(saved);
  }

  async dispose(): Promise<void> {}
}
