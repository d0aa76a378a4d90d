import { InputWeights } from './inputWeights.ts';
import { ParameterVariable } from './parameterVariable.ts';
import type { TensorId } from './tensorflowBinding.ts';
import type { LayerInput, LayerRun, LayerSetting, TensorflowLayer } from './tensorflowLayer.ts';
import type { TensorflowOps } from './tensorflowOps.ts';

/** h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh), step by step. */
export class RnnLayer implements TensorflowLayer {
  readonly variables: readonly ParameterVariable[];
  private readonly ops: TensorflowOps;
  private readonly size: { B: number; H: number };
  private readonly input: InputWeights;
  /** (H, H) */
  private readonly recurrent: ParameterVariable;
  private readonly biases: readonly ParameterVariable[];

  constructor(setting: LayerSetting) {
    const { ops, config, batchSize, view } = setting;
    this.ops = ops;
    this.size = { B: batchSize, H: config.hiddenSize };
    this.input = new InputWeights(setting);
    this.recurrent = new ParameterVariable(ops, { views: [view('rnn.weight_hh')], layout: 'flipped' });
    this.biases = ['rnn.bias_ih', 'rnn.bias_hh'].map(
      name => new ParameterVariable(ops, { views: [view(name)], layout: 'as it is' }),
    );
    this.variables = [this.input.variable, this.recurrent, ...this.biases];
  }

  run(input: LayerInput, [before]: readonly TensorId[], length: number): LayerRun {
    const { ops } = this;
    const { B, H } = this.size;
    const weights = this.recurrent.weights.tensor();
    const inputs = this.input.run(input);
    const bias = ops.add(this.biases[0].weights.tensor(), this.biases[1].weights.tensor());
    const sums = ops.unstack(ops.reshape(ops.add(inputs.gates, bias), [length, B, H]), length);
    /** h before each step, and after the last */
    const h = [before];
    for (const sum of sums) h.push(ops.tanh(ops.add(ops.matMul(h[h.length - 1], weights), sum)));
    const all = ops.reshape(ops.stack(h.slice(1)), [length * B, H]);
    return {
      h: all,
      state: [h[length]],
      backward: dh => {
        const dSums = this.stepsBackward(dh, h, weights);
        const dBias = ops.sumRows(dSums);
        const hBefore = ops.reshape(ops.stack(h.slice(0, length)), [length * B, H]);
        const below = inputs.backward(dSums);
        return {
          variables: [below.weights, ops.matMulTransposedA(hBefore, dSums), dBias, dBias],
          input: below.input,
        };
      },
    };
  }

  /** The gradients of the sums before the tanh, (T*B, H). */
  private stepsBackward(dh: TensorId, h: readonly TensorId[], weights: TensorId): TensorId {
    const { ops } = this;
    const { B, H } = this.size;
    const length = h.length - 1;
    const fromAbove = ops.unstack(ops.reshape(dh, [length, B, H]), length);
    const dSums: TensorId[] = [];
    let carried: TensorId | undefined;
    for (let t = length - 1; t >= 0; t--) {
      const all = carried === undefined ? fromAbove[t] : ops.add(fromAbove[t], carried);
      dSums[t] = ops.tanhGradient(h[t + 1], all);
      if (t > 0) carried = ops.matMulTransposedB(dSums[t], weights);
    }
    return ops.reshape(ops.stack(dSums), [length * B, H]);
  }
}
