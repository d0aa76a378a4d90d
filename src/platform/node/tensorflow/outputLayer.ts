import type { ParameterLayout } from '../../../model/network/parameters.ts';
import { ParameterVariable } from './parameterVariable.ts';
import type { TensorId } from './tensorflowBinding.ts';
import type { TensorflowOps } from './tensorflowOps.ts';

export interface OutputRun {
  /** mean over the targets that count, nats per character */
  loss: number;
  /** one for each of the layer's variables, in their order */
  variables: TensorId[];
  /** of h, (T*B, H) */
  dh: TensorId;
}

/** From the top layer's h to logits, to the loss, and back. */
export class OutputLayer {
  readonly variables: readonly ParameterVariable[];
  private readonly ops: TensorflowOps;

  constructor(ops: TensorflowOps, layout: ParameterLayout) {
    this.ops = ops;
    this.variables = ['output.weight', 'output.bias'].map(name => {
      const views = [layout.views.find(view => view.name === name)!];
      return new ParameterVariable(ops, { views, layout: 'as it is' });
    });
  }

  /** h is (T*B, H); a negative one of the T*B targets does not count. */
  run(h: TensorId, targets: Int32Array): OutputRun {
    const { ops } = this;
    const rows = targets.length;
    const [weights, bias] = this.variables.map(each => each.weights.tensor());
    const counts = targets.map(target => (target >= 0 ? 1 : 0));
    const counted = Math.max(1, sum(counts));
    const logits = ops.add(ops.matMulTransposedB(h, weights), bias);
    // Another negative number than these the operation does not take; their gradient is multiplied by 0.
    const labels = ops.integers(
      targets.map(target => Math.max(0, target)),
      [rows],
    );
    const { losses, gradient } = ops.softmaxCrossEntropy(logits, labels);
    const scales = Float32Array.from(counts, count => count / counted);
    const dLogits = ops.multiply(gradient, ops.floats(scales, [rows, 1]));
    return {
      loss: sum(ops.readFloats(losses).map((loss, row) => (counts[row] ? loss : 0))) / counted,
      variables: [ops.matMulTransposedA(dLogits, h), ops.sumRows(dLogits)],
      dh: ops.matMul(dLogits, weights),
    };
  }
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
