/** A tensor that TensorFlow holds, by the addon's number. Whoever has it must delete it. */
export type TensorId = number;

interface OpAttribute {
  name: string;
  /** one of the binding's TF_ATTR_ numbers */
  type: number;
  value: number | boolean;
}

/**
 * The part of tfjs-node's native addon that is used: TensorFlow's eager operations, by name, on tensors that are known
 * by a number. What tf.add and its like put around a call (a tensor object, an entry in two maps, a tape) takes as long
 * as the call, and a step makes thousands.
 */
export interface TensorflowBinding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  /** Copies `values`. An INT64 takes two 32-bit integers, the lower half first. */
  createTensor(shape: readonly number[], type: number, values: Float32Array | Int32Array): TensorId;
  deleteTensor(id: TensorId): void;
  /** A copy of a float or 32-bit integer tensor. */
  tensorDataSync(id: TensorId): Float32Array | Int32Array;
  executeOp(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly TensorId[],
    outputCount: number,
  ): { id: TensorId }[];
  /** Tensors that were not deleted. */
  getNumOfTensors(): number;
}

/**
 * TensorFlow's operations and the care for what they allocate: tensors made within a `scope` are deleted at its end,
 * others belong to who made them. TensorFlow finds out itself of what types an operation is, but for those with a list
 * of inputs.
 */
export class Tensors {
  readonly binding: TensorflowBinding;
  /** made in the scope that is open */
  private made: TensorId[] | undefined;

  constructor(binding: TensorflowBinding) {
    this.binding = binding;
  }

  /** Runs `work` and deletes all tensors that it made but those that it gives back. */
  scope(work: () => TensorId[]): TensorId[] {
    if (this.made) throw new Error('A scope within a scope of TensorFlow tensors.');
    const made: TensorId[] = (this.made = []);
    let kept: TensorId[] = [];
    try {
      kept = work();
      return kept;
    } finally {
      this.made = undefined;
      const keep = new Set(kept);
      for (const id of made) if (!keep.has(id)) this.binding.deleteTensor(id);
    }
  }

  delete(ids: Iterable<TensorId>): void {
    for (const id of ids) this.binding.deleteTensor(id);
  }

  /** An operation with one output. */
  one(name: string, inputs: readonly TensorId[], attributes: readonly OpAttribute[] = []): TensorId {
    return this.many(1, name, inputs, attributes)[0];
  }

  /** An operation with `count` outputs. */
  many(
    count: number,
    name: string,
    inputs: readonly TensorId[],
    attributes: readonly OpAttribute[] = [],
  ): TensorId[] {
    const ids = this.binding.executeOp(name, attributes, inputs, count).map(({ id }) => id);
    this.made?.push(...ids);
    return ids;
  }

  floats(values: Float32Array, shape: readonly number[] = [values.length]): TensorId {
    return this.tensor(shape, this.binding.TF_FLOAT, values);
  }

  integers(values: Int32Array, shape: readonly number[] = [values.length]): TensorId {
    return this.tensor(shape, this.binding.TF_INT32, values);
  }

  scalar(value: number): TensorId {
    return this.floats(Float32Array.of(value), []);
  }

  integer(value: number): TensorId {
    return this.integers(Int32Array.of(value), []);
  }

  /** A scalar of 64 bits, from 0. */
  long(value: number): TensorId {
    return this.tensor([], this.binding.TF_INT64, Int32Array.of(value, 0));
  }

  read(id: TensorId): Float32Array {
    return this.binding.tensorDataSync(id) as Float32Array;
  }

  float(name: string): OpAttribute {
    return { name, type: this.binding.TF_ATTR_TYPE, value: this.binding.TF_FLOAT };
  }

  flag(name: string, value: boolean): OpAttribute {
    return { name, type: this.binding.TF_ATTR_BOOL, value };
  }

  count(name: string, value: number): OpAttribute {
    return { name, type: this.binding.TF_ATTR_INT, value };
  }

  reshape(x: TensorId, shape: readonly number[]): TensorId {
    return this.one('Reshape', [x, this.integers(Int32Array.from(shape))]);
  }

  /** x (rows, columns) as (columns, rows) */
  transpose(x: TensorId): TensorId {
    return this.one('Transpose', [x, this.integers(Int32Array.of(1, 0))]);
  }

  /** Parts of x, of these sizes along an axis. */
  split(x: TensorId, sizes: readonly number[], axis: number): TensorId[] {
    const { length } = sizes;
    const inputs = [x, this.integers(Int32Array.from(sizes)), this.integer(axis)];
    return this.many(length, 'SplitV', inputs, [this.count('num_split', length)]);
  }

  /** The opposite of split. */
  join(parts: readonly TensorId[], axis: number): TensorId {
    if (parts.length === 1) return parts[0];
    const attributes = [this.float('T'), this.count('N', parts.length)];
    return this.one('ConcatV2', [...parts, this.integer(axis)], attributes);
  }

  /** a . b, with a or b transposed if told so */
  product(a: TensorId, b: TensorId, transposed?: 'a' | 'b'): TensorId {
    return this.one('MatMul', [a, b], transposed ? [this.flag(`transpose_${transposed}`, true)] : []);
  }

  /** The sum of the rows of x (rows, columns): (columns). */
  sumRows(x: TensorId): TensorId {
    return this.one('Sum', [x, this.integers(Int32Array.of(0))]);
  }

  private tensor(shape: readonly number[], type: number, values: Float32Array | Int32Array): TensorId {
    const id = this.binding.createTensor(shape, type, values);
    this.made?.push(id);
    return id;
  }
}
