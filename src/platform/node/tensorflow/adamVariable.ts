import type { TensorId, Tensors } from './tensors.ts';

/** What a step of Adam does; the corrections are those of kernels.ts. */
interface AdamStep {
  learningRate: number;
  /** the share of the weights that decay which goes in each step, times the learning rate */
  weightDecay: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  correction1: number;
  correction2: number;
}

/** All parameters with Adam's two means, in memory of TensorFlow that is changed in place. */
export class AdamVariable {
  readonly weights: Variable;
  readonly m: Variable;
  readonly v: Variable;
  private readonly tensors: Tensors;
  /** 1 for a weight that decays, else 0 */
  private readonly decaying: TensorId;

  constructor(tensors: Tensors, decaying: Float32Array) {
    this.tensors = tensors;
    [this.weights, this.m, this.v] = [0, 1, 2].map(() => new Variable(tensors, decaying.length));
    this.decaying = tensors.floats(decaying);
  }

  /**
   * TensorFlow's Adam has epsilon inside the correction: w -= rate * m / (sqrt(v) + epsilon). PyTorch's is the same with
   * rate and epsilon divided by sqrt(correction2). The powers of beta, from which TensorFlow would correct the rate, are
   * 0.
   */
  step(gradient: TensorId, { learningRate, weightDecay, beta1, beta2, epsilon, ...step }: AdamStep): void {
    if (weightDecay !== 0) this.decay(learningRate * weightDecay);
    const root = Math.sqrt(step.correction2);
    const rate = (learningRate * step.correction1) / root;
    this.tensors.scope(() => {
      const scalars = [0, 0, rate, beta1, beta2, epsilon / root].map(value => this.tensors.scalar(value));
      const handles = [this.weights, this.m, this.v].map(({ handle }) => handle);
      return this.tensors.many(0, 'ResourceApplyAdam', [...handles, ...scalars, gradient]);
    });
  }

  dispose(): void {
    for (const variable of [this.weights, this.m, this.v]) variable.dispose();
    this.tensors.delete([this.decaying]);
  }

  private decay(share: number): void {
    const { tensors, weights, decaying } = this;
    // In a scope of its own: as long as what was read of a variable lives, a change of it takes a copy.
    const change = tensors.scope(() => {
      const shares = tensors.one('Mul', [decaying, tensors.scalar(share)]);
      return [tensors.one('Mul', [weights.read(), shares])];
    });
    tensors.many(0, 'AssignSubVariableOp', [weights.handle, ...change]);
    tensors.delete(change);
  }
}

let variablesMade = 0;

/** A row of floats that TensorFlow changes in place. */
class Variable {
  readonly handle: TensorId;
  private readonly tensors: Tensors;

  constructor(tensors: Tensors, length: number) {
    this.tensors = tensors;
    const { TF_ATTR_SHAPE, TF_ATTR_STRING } = tensors.binding;
    this.handle = tensors.one(
      'VarHandleOp',
      [],
      [
        tensors.float('dtype'),
        { name: 'shape', type: TF_ATTR_SHAPE, value: [length] },
        // TensorFlow knows a variable by its name: two of one name would be one.
        { name: 'shared_name', type: TF_ATTR_STRING, value: `cellscope/${variablesMade++}` },
      ],
    );
  }

  /** A tensor with the values of now. Deleted before the next change, it costs no copy. */
  read(): TensorId {
    return this.tensors.one('ReadVariableOp', [this.handle], [this.tensors.float('dtype')]);
  }

  load(values: Float32Array): void {
    const value = this.tensors.floats(values);
    this.tensors.many(0, 'AssignVariableOp', [this.handle, value]);
    this.tensors.delete([value]);
  }

  values(): Float32Array {
    const tensor = this.read();
    const values = this.tensors.read(tensor);
    this.tensors.delete([tensor]);
    return values;
  }

  dispose(): void {
    this.tensors.many(0, 'DestroyResourceOp', [this.handle]);
    this.tensors.delete([this.handle]);
  }
}
