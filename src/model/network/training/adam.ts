import type { Arena, Pointer } from '../../kernels/arena.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import type { ParameterLayout } from '../parameters.ts';

interface AdamOptions {
  /** decay of the mean of the gradients */
  beta1: number;
  /** decay of the mean of their squares */
  beta2: number;
  epsilon: number;
  /** times the learning rate: the share of a weight that goes in a step, where it decays */
  weightDecay: number;
}

/** A part of the parameters, in floats from their start. */
export interface Slice {
  first: number;
  count: number;
}

const FLOAT_BYTES = 4;

/**
 * Adam (Kingma and Ba, 2015) with weight decay apart from the gradient (AdamW, Loshchilov and Hutter, 2019), step for
 * step what torch.optim.AdamW does.
 */
export class Adam {
  /** running mean of the gradients, in the order of the parameters */
  readonly m: Float32Array;
  /** running mean of their squares */
  readonly v: Float32Array;

  private readonly options: AdamOptions;
  private readonly parts: readonly Part[];
  private readonly mStart: Pointer;
  private readonly vStart: Pointer;

  constructor({ views, count }: ParameterLayout, options: AdamOptions, arena: Arena) {
    this.options = options;
    this.parts = views.map(({ offset, length, decays }) => ({ first: offset, count: length, decays }));
    this.mStart = arena.allocate(count);
    this.vStart = arena.allocate(count);
    this.m = arena.floats(this.mStart, count);
    this.v = arena.floats(this.vStart, count);
  }

  /**
   * Moves a part of the parameters along `gradients * gradientScale`. `step` counts from 1: it corrects the means, which
   * start at 0.
   */
  update(
    kernels: Kernels,
    slice: Slice,
    arrays: { parameters: Pointer; gradients: Pointer },
    { step, learningRate, gradientScale }: { step: number; learningRate: number; gradientScale: number },
  ): void {
    const { beta1, beta2, epsilon, weightDecay } = this.options;
    for (const part of this.parts) {
      const { first, count } = common(slice, part);
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
        part.decays ? 1 - learningRate * weightDecay : 1,
      );
    }
  }
}

/** One of the parameters. */
type Part = Slice & { decays: boolean };

/** Empty where they have nothing in common. */
function common(a: Slice, b: Slice): Slice {
  const first = Math.max(a.first, b.first);
  return { first, count: Math.max(0, Math.min(a.first + a.count, b.first + b.count) - first) };
}
