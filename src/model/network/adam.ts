import type { Arena } from '../kernels/arena.ts';
import type { Kernels, Pointer } from '../kernels/kernels.ts';

export interface AdamOptions {
  /** decay of the mean of the gradients */
  beta1: number;
  /** decay of the mean of their squares */
  beta2: number;
  epsilon: number;
}

/** A part of the parameters, in floats from their start. */
export interface Slice {
  first: number;
  count: number;
}

const FLOAT_BYTES = 4;

/** Adam (Kingma and Ba, 2015), step for step what torch.optim.Adam does. */
export class Adam {
  /** running mean of the gradients, in the order of the parameters */
  readonly m: Float32Array;
  /** running mean of their squares */
  readonly v: Float32Array;

  private readonly options: AdamOptions;
  private readonly mStart: Pointer;
  private readonly vStart: Pointer;

  constructor(parameterCount: number, options: AdamOptions, arena: Arena) {
    this.options = options;
    this.mStart = arena.allocate(parameterCount);
    this.vStart = arena.allocate(parameterCount);
    this.m = arena.floats(this.mStart, parameterCount);
    this.v = arena.floats(this.vStart, parameterCount);
  }

  /**
   * Moves a part of the parameters along `gradients * gradientScale`. `step` counts from 1: it corrects the means, which
   * start at 0.
   */
  update(
    kernels: Kernels,
    { first, count }: Slice,
    arrays: { parameters: Pointer; gradients: Pointer },
    { step, learningRate, gradientScale }: { step: number; learningRate: number; gradientScale: number },
  ): void {
    const { beta1, beta2, epsilon } = this.options;
    const offset = first * FLOAT_BYTES;
    kernels.adam(
      count,
      arrays.parameters + offset,
      arrays.gradients + offset,
      this.mStart + offset,
      this.vStart + offset,
      learningRate,
      beta1,
      beta2,
      epsilon,
      1 / (1 - beta1 ** step),
      1 / (1 - beta2 ** step),
      gradientScale,
    );
  }
}
