import { type StepGradients, type StepwiseInput, StepwiseLayer } from './stepwiseLayer.ts';
import type { TensorId } from './tensorflowBinding.ts';

/** What a step leaves for the way back; all (B, H) but rz. */
interface GruStep {
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
 * The unit of src/model/network/cells/gru.ts. TensorFlow's GRUBlockCell is another unit: it resets h before the product,
 * W_hn (r h), and not the product, r (W_hn h + b_hn), so that the same weights would mean something else.
 */
export class GruLayer extends StepwiseLayer<GruStep> {
  protected forward({ products, before, weights, inputBias, recurrentBias, length }: StepwiseInput) {
    const { ops } = this;
    const { B, H } = this.size;
    const [rzSums, nSums] = ops.splitColumns(ops.add(products, inputBias), [2 * H, H]);
    const rz = ops.unstack(ops.reshape(rzSums, [length, B, 2 * H]), length);
    const n = ops.unstack(ops.reshape(nSums, [length, B, H]), length);
    const steps: GruStep[] = [];
    const h: TensorId[] = [];
    for (let t = 0; t < length; t++) {
      const from = h.at(-1) ?? before;
      const step = this.step(from, rz[t], n[t], ops.add(ops.matMul(from, weights), recurrentBias));
      steps.push(step);
      h.push(ops.add(step.n, ops.multiply(step.z, step.difference)));
    }
    return { h, steps };
  }

  /** rzSum (B, 2H) and nSum (B, H) are W_ih x + b_ih, hiddenSums (B, 3H) is W_hh h + b_hh. */
  private step(before: TensorId, rzSum: TensorId, nSum: TensorId, hiddenSums: TensorId): GruStep {
    const { ops } = this;
    const { H } = this.size;
    const [hiddenRz, hidden] = ops.splitColumns(hiddenSums, [2 * H, H]);
    const rz = ops.sigmoid(ops.add(rzSum, hiddenRz));
    const [r, z] = ops.splitColumns(rz, [H, H]);
    const n = ops.tanh(ops.add(nSum, ops.multiply(r, hidden)));
    return { r, z, rz, n, hidden, difference: ops.subtract(before, n) };
  }

  protected stepBackward({ r, z, rz, n, hidden, difference }: GruStep, dh: TensorId): StepGradients {
    const { ops } = this;
    const kept = ops.multiply(dh, z);
    const dn = ops.tanhGradient(n, ops.subtract(dh, kept));
    const dGates = ops.joinColumns([ops.multiply(dn, hidden), ops.multiply(dh, difference)]);
    const dRz = ops.sigmoidGradient(rz, dGates);
    return {
      sums: ops.joinColumns([dRz, dn]),
      hidden: ops.joinColumns([dRz, ops.multiply(dn, r)]),
      kept,
    };
  }
}
