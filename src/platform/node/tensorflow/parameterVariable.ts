import type { ParameterView } from '../../../model/network/parameters.ts';
import type { OpAttribute, TensorId } from './tensorflowBinding.ts';
import type { TensorflowOps } from './tensorflowOps.ts';

/**
 * One of the network's parameters, or a stack of them, as TensorFlow's operations take it: `flipped` ones are
 * PyTorch's (outputs, inputs) as (inputs, outputs), one below the other.
 */
export interface ParameterShape {
  views: readonly ParameterView[];
  layout: 'as it is' | 'flipped';
}

/** What the next step of Adam does; the corrections are those of kernels.ts. */
export interface AdamStep {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  correction1: number;
  correction2: number;
}

let variablesMade = 0;

/** A parameter with Adam's two means, in memory of TensorFlow that is changed in place. */
export class ParameterVariable {
  readonly weights: Resource;
  readonly m: Resource;
  readonly v: Resource;
  /** for each row 1 if its weights decay, else 0; undefined where none do */
  private readonly decayingRows: TensorId | undefined;
  private readonly ops: TensorflowOps;

  constructor(ops: TensorflowOps, shape: ParameterShape) {
    this.ops = ops;
    this.decayingRows = rowsThatDecay(ops, shape);
    this.weights = new Resource(ops, shape);
    this.m = new Resource(ops, shape);
    this.v = new Resource(ops, shape);
  }

  /** Whether some of its weights do. */
  get decays(): boolean {
    return this.decayingRows !== undefined;
  }

  /** A share of the weights that decay, and zeros beside them. Some must. */
  shareOfDecaying(share: TensorId): TensorId {
    return this.ops.multiply(this.weights.tensor(), this.ops.multiply(this.decayingRows!, share));
  }

  dispose(): void {
    for (const resource of [this.weights, this.m, this.v]) resource.dispose();
    if (this.decayingRows !== undefined) this.ops.delete([this.decayingRows]);
  }
}

function rowsThatDecay(ops: TensorflowOps, { views, layout }: ParameterShape): TensorId | undefined {
  if (!views.some(view => view.decays)) return undefined;
  if (layout !== 'flipped') throw new Error('Only flipped parameters have rows that decay.');
  const rows = views.flatMap(({ shape, decays }) => Array.from({ length: shape[1] }, () => Number(decays)));
  return ops.floats(Float32Array.from(rows), [rows.length, 1]);
}

class Resource {
  private readonly ops: TensorflowOps;
  private readonly parts: ParameterShape;
  private readonly shape: readonly number[];
  readonly handle: TensorId;
  private readonly dtype: readonly OpAttribute[];

  constructor(ops: TensorflowOps, parts: ParameterShape) {
    this.ops = ops;
    this.parts = parts;
    this.shape = tensorShape(parts);
    this.dtype = [ops.type('dtype', 'float')];
    const { TF_ATTR_SHAPE, TF_ATTR_STRING } = ops.binding;
    this.handle = ops.one(
      'VarHandleOp',
      [
        ...this.dtype,
        { name: 'shape', type: TF_ATTR_SHAPE, value: this.shape },
        { name: 'container', type: TF_ATTR_STRING, value: '' },
        // TensorFlow knows a variable by its name: two of one name would be one.
        { name: 'shared_name', type: TF_ATTR_STRING, value: `cellscope/${variablesMade++}` },
      ],
      [],
    );
  }

  /** A tensor with the values of now. Deleted before the next change, it costs no copy. */
  tensor(): TensorId {
    return this.ops.one('ReadVariableOp', this.dtype, [this.handle]);
  }

  /** From the buffer of all parameters. */
  load(all: Float32Array): void {
    const value = this.ops.floats(this.gather(all), this.shape);
    this.ops.many('AssignVariableOp', this.dtype, [this.handle, value], 0);
    this.ops.delete([value]);
  }

  subtract(change: TensorId): void {
    this.ops.many('AssignSubVariableOp', this.dtype, [this.handle, change], 0);
  }

  /** Into the buffer of all parameters. */
  store(all: Float32Array): void {
    const tensor = this.tensor();
    const values = this.ops.readFloats(tensor);
    this.ops.delete([tensor]);
    this.scatter(values, all);
  }

  dispose(): void {
    const { TF_ATTR_BOOL } = this.ops.binding;
    const ignore = { name: 'ignore_lookup_error', type: TF_ATTR_BOOL, value: true };
    this.ops.many('DestroyResourceOp', [ignore], [this.handle], 0);
    this.ops.delete([this.handle]);
  }

  private gather(all: Float32Array): Float32Array {
    const { views, layout } = this.parts;
    if (layout === 'as it is') return all.subarray(views[0].offset, views[0].offset + views[0].length);
    const values = new Float32Array(this.shape[0] * this.shape[1]);
    let at = 0;
    for (const view of views) {
      transpose(all.subarray(view.offset, view.offset + view.length), view.shape, values.subarray(at));
      at += view.length;
    }
    return values;
  }

  private scatter(values: Float32Array, all: Float32Array): void {
    const { views, layout } = this.parts;
    if (layout === 'as it is') return all.set(values, views[0].offset);
    let at = 0;
    for (const { offset, length, shape } of views) {
      transpose(values.subarray(at, at + length), [shape[1], shape[0]], all.subarray(offset));
      at += length;
    }
  }
}

/** One step of Adam on `gradient * scale` for one variable. */
export function adamStep(
  ops: TensorflowOps,
  { weights, m, v }: ParameterVariable,
  gradient: TensorId,
  step: AdamScalars,
): void {
  const { noPower, rate, beta1, beta2, epsilon } = step;
  const attributes = [ops.type('T', 'float')];
  const inputs = [
    weights.handle,
    m.handle,
    v.handle,
    noPower,
    noPower,
    rate,
    beta1,
    beta2,
    epsilon,
    gradient,
  ];
  ops.many('ResourceApplyAdam', attributes, inputs, 0);
}

/** The tensors that every variable's step of Adam takes. */
export interface AdamScalars {
  noPower: TensorId;
  rate: TensorId;
  beta1: TensorId;
  beta2: TensorId;
  epsilon: TensorId;
}

/**
 * TensorFlow's Adam has epsilon inside the correction: w -= rate * m / (sqrt(v) + epsilon). PyTorch's is the same with
 * rate and epsilon divided by sqrt(correction2). The powers of beta, from which TensorFlow would correct the rate, are 0.
 */
export function adamScalars(ops: TensorflowOps, step: AdamStep): AdamScalars {
  const root = Math.sqrt(step.correction2);
  return {
    noPower: ops.scalar(0),
    rate: ops.scalar((step.learningRate * step.correction1) / root),
    beta1: ops.scalar(step.beta1),
    beta2: ops.scalar(step.beta2),
    epsilon: ops.scalar(step.epsilon / root),
  };
}

function tensorShape({ views, layout }: ParameterShape): number[] {
  if (layout === 'as it is') return [...views[0].shape];
  const inputs = views.reduce((sum, view) => sum + view.shape[1], 0);
  return [inputs, views[0].shape[0]];
}

/** target (columns, rows) = source (rows, columns) */
function transpose(source: Float32Array, [rows, columns]: readonly number[], target: Float32Array): void {
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      target[column * rows + row] = source[row * columns + column];
}
