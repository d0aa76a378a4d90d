import { Adam } from './adam.ts';
import { BackwardPass } from './backwardPass.ts';
import type { ForwardPass } from './forwardPass.ts';
import type { Network } from './network.ts';
import type { StepResult, Trainer, TrainerOptions, TrainerState } from './trainer.ts';

/** Truncated back-propagation through time, clipping by the global norm, Adam. */
export class NetworkTrainer implements Trainer {
  private readonly network: Network;
  private readonly pass: ForwardPass;
  private readonly backward: BackwardPass;
  private readonly adam: Adam;
  private readonly gradClip: number;

  constructor(network: Network, options: TrainerOptions) {
    const { batchSize, seqLength, gradClip, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
    this.network = network;
    this.gradClip = gradClip;
    this.pass = network.createForwardPass({ batchSize, seqLength });
    this.backward = new BackwardPass(network, this.pass);
    this.adam = new Adam(network, { beta1, beta2, epsilon });
  }

  get stepCount(): number {
    return this.adam.stepCount;
  }

  /** View of the gradients of the last step before clipping, in the order of the parameters. */
  get gradients(): Float32Array {
    return this.backward.gradients;
  }

  step(inputs: ArrayLike<number>, targets: ArrayLike<number>, learningRate: number): StepResult {
    const length = inputs.length / this.pass.batchSize;
    if (!Number.isInteger(length) || targets.length !== inputs.length)
      throw new RangeError(
        `${inputs.length} inputs and ${targets.length} targets for ${this.pass.batchSize} streams.`,
      );
    const counted = Math.max(1, countTargets(targets));
    this.pass.run(inputs, length);
    const loss = sum(this.pass.losses(targets, 1 / counted)) / counted;
    this.backward.run(length);
    const { gradientsStart } = this.backward;
    const { kernels, parameterCount } = this.network;
    const gradientNorm = Math.sqrt(kernels.sumOfSquares(parameterCount, gradientsStart));
    if (Number.isFinite(loss) && Number.isFinite(gradientNorm))
      this.adam.step(gradientsStart, clipScale(gradientNorm, this.gradClip), learningRate);
    return { loss, gradientNorm };
  }

  resetState(): void {
    this.pass.reset();
  }

  publishParameters(): void {}

  exportState(): TrainerState {
    const state = new Float32Array(this.pass.stateLength);
    this.pass.readState(state);
    return {
      stepCount: this.adam.stepCount,
      m: new Float32Array(this.adam.m),
      v: new Float32Array(this.adam.v),
      state,
    };
  }

  importState(saved: TrainerState): void {
    const count = this.network.parameterCount;
    if (saved.m.length !== count || saved.v.length !== count)
      throw new RangeError(`State of ${saved.m.length} parameters for a network of ${count}.`);
    this.pass.writeState(saved.state);
    this.adam.m.set(saved.m);
    this.adam.v.set(saved.v);
    this.adam.stepCount = saved.stepCount;
  }

  async dispose(): Promise<void> {}
}

/** Scale of the gradients, as torch.nn.utils.clip_grad_norm_ has it. */
function clipScale(norm: number, greatest: number): number {
  return Math.min(1, greatest / (norm + 1e-6));
}

function countTargets(targets: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < targets.length; i++) if (targets[i] >= 0) count++;
  return count;
}

function sum(values: Float32Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
