import { Adam } from './adam.ts';
import { BackwardPass } from './backwardPass.ts';
import type { ForwardPass } from './forwardPass.ts';
import type { Network } from './network.ts';

export interface TrainerOptions {
  /** B: streams side by side */
  batchSize: number;
  /** T: the most steps in one window, over which gradients reach back */
  seqLength: number;
  /** greatest norm of all gradients together; Infinity switches clipping off */
  gradClip: number;
  /** decay of Adam's mean of the gradients, 0.9 unless given */
  beta1?: number;
  /** decay of Adam's mean of their squares, 0.999 unless given */
  beta2?: number;
  /** added to Adam's denominator, 1e-8 unless given */
  epsilon?: number;
}

export interface StepResult {
  /** mean over the window's targets, nats per character */
  loss: number;
  /** of all gradients together, before clipping */
  gradientNorm: number;
}

/** With the network's parameters, all that training has to remember to go on exactly. */
export interface TrainerState {
  stepCount: number;
  /** Adam's means, in the order of the parameters */
  m: Float32Array;
  v: Float32Array;
  /** state of the streams, laid out as ForwardPass has it */
  state: Float32Array;
}

/** Truncated back-propagation through time, clipping by the global norm, Adam. */
export class NetworkTrainer {
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

  /** Steps of Adam so far. */
  get stepCount(): number {
    return this.adam.stepCount;
  }

  /** View of the gradients of the last step before clipping, in the order of the parameters. */
  get gradients(): Float32Array {
    return this.backward.gradients;
  }

  /**
   * Learns from one window. ids and targets are (T, B), ids[t * B + b]; a window may be shorter than seqLength, and a
   * negative target does not count. Each stream goes on from where its last window ended. When loss or gradient are
   * not finite, the parameters and Adam are left as they were.
   */
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

  /** Every stream starts from the zero state again. */
  resetState(): void {
    this.pass.reset();
  }

  /** Copies. With the parameters they let another trainer go on with exactly the same losses. */
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
