import { type StepGradients, type StepwiseInput, StepwiseLayer } from './stepwiseLayer.ts';
import type { TensorId } from './tensorflowBinding.ts';

/** h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh). For the way back a step leaves h_t, (B, H). */
export class RnnLayer extends StepwiseLayer<TensorId> {
  protected forward({ products, before, weights, inputBias, recurrentBias, length }: StepwiseInput) {
    const { ops } = this;
    const { B, H } = this.size;
    const biased = ops.add(products, ops.add(inputBias, recurrentBias));
    const h: TensorId[] = [];
    for (const sum of ops.unstack(ops.reshape(biased, [length, B, H]), length))
      h.push(ops.tanh(ops.add(ops.matMul(h.at(-1) ?? before, weights), sum)));
    return { h, steps: h };
  }

  protected stepBackward(h: TensorId, dh: TensorId): StepGradients {
    const sums = this.ops.tanhGradient(h, dh);
    return { sums, hidden: sums };
  }
}
