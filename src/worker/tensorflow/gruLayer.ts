import { InputWeights } from './inputWeights.ts';
import { ParameterVariable } from './parameterVariable.ts';
import type { TensorId } from './tensorflowBinding.ts';
import type { LayerInput, LayerRun, LayerSetting, TensorflowLayer } from './tensorflowLayer.ts';
import type { TensorflowOps } from './tensorflowOps.ts';

/** What a step leaves for the way back; all (B, H) but rz. */
interface GruStep {
  before: TensorId;
  r: TensorId;
  z: TensorId;
  /** both gates side by side, (B, 2H) */
  rz: TensorId;
  n: TensorId;
  /** W_hn h + b_hn, on which the reset gate works */
  hidden: TensorId;
  /** h before less n */
  difference: TensorId;
}

/**
 * The unit of src/model/network/gru.ts, step by step. TensorFlow's GRUBlockCell is another unit: it resets h before the
 * product, W_hn (r h), and not the product, r (W_hn h + b_hn), so that the same weights would mean something else.
 */
export class GruLayer implements TensorflowLayer {
  readonly variables: readonly ParameterVariable[];
  private readonly ops: TensorflowOps;
  private readonly size: { B: number; H: number };
  private readonly input: InputWeights;
  /** (H, 3H) */
  private readonly recurrent: ParameterVariable;
  private readonly inputBias: ParameterVariable;
  private readonly recurrentBias: ParameterVariable;

  constructor(setting: LayerSetting) {
    const { ops, config, batchSize, view } = setting;
    this.ops = ops;
    this.size = { B: batchSize, H: config.hiddenSize };
    this.input = new InputWeights(setting);
    this.recurrent = new ParameterVariable(ops, { views: [view('rnn.weight_hh')], layout: 'flipped' });
    this.inputBias = new ParameterVariable(ops, { views: [view('rnn.bias_ih')], layout: 'as it is' });
    this.recurrentBias = new ParameterVariable(ops, { views: [view('rnn.bias_hh')], layout: 'as it is' });
    this.variables = [this.input.variable, this.recurrent, this.inputBias, this.recurrentBias];
  }

  run(input: LayerInput, [before]: readonly TensorId[], length: number): LayerRun {
    const { ops } = this;
    const { B, H } = this.size;
    const weights = this.recurrent.weights.tensor();
    const bias = this.recurrentBias.weights.tensor();
    const inputs = this.input.run(input);
    const sums = ops.add(inputs.gates, this.inputBias.weights.tensor());
    const [rzSums, nSums] = ops.splitColumns(sums, [2 * H, H]);
    const rz = ops.unstack(ops.reshape(rzSums, [length, B, 2 * H]), length);
    const n = ops.unstack(ops.reshape(nSums, [length, B, H]), length);
    const steps: GruStep[] = [];
    const h: TensorId[] = [];
    for (let t = 0; t < length; t++) {
      const from = t === 0 ? before : h[t - 1];
      const hiddenGates = ops.add(ops.matMul(from, weights), bias);
      const step = this.step(from, rz[t], n[t], hiddenGates);
      steps.push(step);
      h.push(ops.add(step.n, ops.multiply(step.z, step.difference)));
    }
    return {
      h: ops.reshape(ops.stack(h), [length * B, H]),
      state: [h[length - 1]],
      backward: dh => {
        const { dSums, dHiddenGates } = this.stepsBackward(dh, steps, weights);
        const hBefore = ops.reshape(ops.stack(steps.map(step => step.before)), [length * B, H]);
        const below = inputs.backward(dSums);
        return {
          variables: [
            below.weights,
            ops.matMulTransposedA(hBefore, dHiddenGates),
            ops.sumRows(dSums),
            ops.sumRows(dHiddenGates),
          ],
          input: below.input,
        };
      },
    };
  }

  private step(before: TensorId, rzSum: TensorId, nSum: TensorId, hiddenGates: TensorId): GruStep {
    const { ops } = this;
    const { H } = this.size;
    const [hiddenRz, hidden] = ops.splitColumns(hiddenGates, [2 * H, H]);
    const rz = ops.sigmoid(ops.add(rzSum, hiddenRz));
    const [r, z] = ops.splitColumns(rz, [H, H]);
    const n = ops.tanh(ops.add(nSum, ops.multiply(r, hidden)));
    return { before, r, z, rz, n, hidden, difference: ops.subtract(before, n) };
  }

  /** The gradients of W_ih x + b_ih and of W_hh h + b_hh, both (T*B, 3H). */
  private stepsBackward(
    dh: TensorId,
    steps: readonly GruStep[],
    weights: TensorId,
  ): { dSums: TensorId; dHiddenGates: TensorId } {
    const { ops } = this;
    const { B, H } = this.size;
    const length = steps.length;
    const fromAbove = ops.unstack(ops.reshape(dh, [length, B, H]), length);
    const dSums: TensorId[] = [];
    const dHiddenGates: TensorId[] = [];
    let carried: TensorId | undefined;
    for (let t = length - 1; t >= 0; t--) {
      const { r, z, rz, n, hidden, difference } = steps[t];
      const all = carried === undefined ? fromAbove[t] : ops.add(fromAbove[t], carried);
      const kept = ops.multiply(all, z);
      const dn = ops.tanhGradient(n, ops.subtract(all, kept));
      const dGates = ops.joinColumns([ops.multiply(dn, hidden), ops.multiply(all, difference)]);
      const dRz = ops.sigmoidGradient(rz, dGates);
      dSums[t] = ops.joinColumns([dRz, dn]);
      dHiddenGates[t] = ops.joinColumns([dRz, ops.multiply(dn, r)]);
      if (t > 0) carried = ops.add(kept, ops.matMulTransposedB(dHiddenGates[t], weights));
    }
    const rows = (parts: TensorId[]) => ops.reshape(ops.stack(parts), [length * B, 3 * H]);
    return { dSums: rows(dSums), dHiddenGates: rows(dHiddenGates) };
  }
}
