import type { Pointer } from '../kernels/kernels.ts';
import type { Network } from './network.ts';

export interface AdamOptions {
  /** decay of the mean of the gradients */
  beta1: number;
  /** decay of the mean of their squares */
  beta2: number;
  epsilon: number;
}

/** Adam (Kingma and Ba, 2015) over all parameters of a network, step for step what torch.optim.Adam does. */
export class Adam {
  /** running mean of the gradients, in the order of the parameters */
  readonly m: Float32Array;
  /** running mean of their squares */
  readonly v: Float32Array;
  /** steps done; the next one is stepCount + 1 in the correction of the means, which start at 0 */
  stepCount = 0;

  private readonly network: Network;
  private readonly options: AdamOptions;
  private readonly mStart: Pointer;
  private readonly vStart: Pointer;

  constructor(network: Network, options: AdamOptions) {
    this.network = network;
    this.options = options;
    const count = network.parameterCount;
    this.mStart = network.arena.allocate(count);
    this.vStart = network.arena.allocate(count);
    this.m = network.arena.floats(this.mStart, count);
    this.v = network.arena.floats(this.vStart, count);
  }

  /** Moves the parameters along `gradients * gradientScale`. */
  step(gradients: Pointer, gradientScale: number, learningRate: number): void {
    const { beta1, beta2, epsilon } = this.options;
    this.stepCount++;
    this.network.kernels.adam(
      this.network.parameterCount,
      this.network.parametersStart,
      gradients,
      this.mStart,
      this.vStart,
      learningRate,
      beta1,
      beta2,
      epsilon,
      1 / (1 - beta1 ** this.stepCount),
      1 / (1 - beta2 ** this.stepCount),
      gradientScale,
    );
    this.network.parametersChanged();
  }
}
