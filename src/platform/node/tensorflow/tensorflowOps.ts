import type { OpAttribute, TensorflowBinding, TensorId } from './tensorflowBinding.ts';

/**
 * TensorFlow's operations as functions, and the care for what they allocate. Names and meanings are TensorFlow's.
 * Tensors made within a `scope` are deleted at its end; others belong to who made them.
 */
export class TensorflowOps {
  readonly binding: TensorflowBinding;
  private readonly float: OpAttribute;
  private readonly floatOnly: readonly OpAttribute[];
  private readonly floatAndIndex: readonly OpAttribute[];
  private readonly products: readonly (readonly OpAttribute[])[];
  /** made in the scope that is open */
  private made: TensorId[] | undefined;

  constructor(binding: TensorflowBinding) {
    this.binding = binding;
    const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_FLOAT } = binding;
    this.float = { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT };
    this.floatOnly = [this.float];
    this.floatAndIndex = [this.float, this.type('Tidx', 'int')];
    this.products = [0, 1, 2, 3].map(bits => [
      this.float,
      { name: 'transpose_a', type: TF_ATTR_BOOL, value: (bits & 1) !== 0 },
      { name: 'transpose_b', type: TF_ATTR_BOOL, value: (bits & 2) !== 0 },
    ]);
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

  /** Any operation with one output. */
  one(name: string, attributes: readonly OpAttribute[], inputs: readonly TensorId[]): TensorId {
    const [{ id }] = this.binding.executeOp(name, attributes, inputs, 1);
    this.made?.push(id);
    return id;
  }

  /** Any operation with several outputs, or none. */
  many(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly TensorId[],
    outputCount: number,
  ): TensorId[] {
    const ids = this.binding.executeOp(name, attributes, inputs, outputCount).map(({ id }) => id);
    this.made?.push(...ids);
    return ids;
  }

  floats(values: Float32Array, shape: readonly number[]): TensorId {
    return this.tensor(shape, this.binding.TF_FLOAT, values);
  }

  integers(values: Int32Array, shape: readonly number[]): TensorId {
    return this.tensor(shape, this.binding.TF_INT32, values);
  }

  /** A scalar of 64 bits, from 0. */
  long(value: number): TensorId {
    return this.tensor([], this.binding.TF_INT64, Int32Array.of(value, 0));
  }

  scalar(value: number): TensorId {
    return this.floats(Float32Array.of(value), []);
  }

  zeros(shape: readonly number[]): TensorId {
    return this.floats(new Float32Array(shape.reduce((product, size) => product * size, 1)), shape);
  }

  readFloats(id: TensorId): Float32Array {
    return this.binding.tensorDataSync(id) as Float32Array;
  }

  add(a: TensorId, b: TensorId): TensorId {
    return this.one('AddV2', this.floatOnly, [a, b]);
  }

  subtract(a: TensorId, b: TensorId): TensorId {
    return this.one('Sub', this.floatOnly, [a, b]);
  }

  multiply(a: TensorId, b: TensorId): TensorId {
    return this.one('Mul', this.floatOnly, [a, b]);
  }

  tanh(x: TensorId): TensorId {
    return this.one('Tanh', this.floatOnly, [x]);
  }

  /** y being tanh(x): the gradient of x. */
  tanhGradient(y: TensorId, dy: TensorId): TensorId {
    return this.one('TanhGrad', this.floatOnly, [y, dy]);
  }

  sigmoid(x: TensorId): TensorId {
    return this.one('Sigmoid', this.floatOnly, [x]);
  }

  /** y being sigmoid(x): the gradient of x. */
  sigmoidGradient(y: TensorId, dy: TensorId): TensorId {
    return this.one('SigmoidGrad', this.floatOnly, [y, dy]);
  }

  /** a . b */
  matMul(a: TensorId, b: TensorId): TensorId {
    return this.one('MatMul', this.products[0], [a, b]);
  }

  /** a^T . b */
  matMulTransposedA(a: TensorId, b: TensorId): TensorId {
    return this.one('MatMul', this.products[1], [a, b]);
  }

  /** a . b^T */
  matMulTransposedB(a: TensorId, b: TensorId): TensorId {
    return this.one('MatMul', this.products[2], [a, b]);
  }

  reshape(x: TensorId, shape: readonly number[]): TensorId {
    const attributes = [this.float, this.type('Tshape', 'int')];
    return this.one('Reshape', attributes, [x, this.integers(Int32Array.from(shape), [shape.length])]);
  }

  /** The sum of the rows of x (rows, columns): (columns). */
  sumRows(x: TensorId): TensorId {
    return this.one('Sum', this.floatAndIndex, [x, this.integers(Int32Array.of(0), [1])]);
  }

  /** Half the sum of squares of all of x. */
  halfSquares(x: TensorId): number {
    return this.readFloats(this.one('L2Loss', this.floatOnly, [x]))[0];
  }

  /** Row `index` of x (rows, ...), one of several dimensions less. */
  row(x: TensorId, index: number): TensorId {
    return this.gatherRows(x, this.integers(Int32Array.of(index), []));
  }

  gatherRows(table: TensorId, ids: TensorId): TensorId {
    const attributes = [
      this.type('Tparams', 'float'),
      this.type('Tindices', 'int'),
      this.type('Taxis', 'int'),
      this.integer('batch_dims', 0),
    ];
    return this.one('GatherV2', attributes, [table, ids, this.integers(Int32Array.of(0), [])]);
  }

  /** The gradient of gatherRows: the rows of `values` summed up by their ids, (rows, columns). */
  sumRowsById(values: TensorId, ids: TensorId, rows: number): TensorId {
    const attributes = [this.float, this.type('Tindices', 'int'), this.type('Tnumsegments', 'int')];
    const count = this.integers(Int32Array.of(rows), []);
    return this.one('UnsortedSegmentSum', attributes, [values, ids, count]);
  }

  /** (..., depth) with a one at each id of (...). */
  oneHot(ids: TensorId, depth: number): TensorId {
    const attributes = [this.float, this.type('TI', 'int'), this.integer('axis', -1)];
    const depthId = this.integers(Int32Array.of(depth), []);
    return this.one('OneHot', attributes, [ids, depthId, this.scalar(1), this.scalar(0)]);
  }

  /** x (count, ...) taken apart along its first dimension. */
  unstack(x: TensorId, count: number): TensorId[] {
    return this.many('Unpack', [this.float, this.integer('num', count), this.integer('axis', 0)], [x], count);
  }

  /** The opposite of unstack. */
  stack(parts: readonly TensorId[]): TensorId {
    return this.one('Pack', [this.float, this.integer('N', parts.length), this.integer('axis', 0)], parts);
  }

  /** Columns of (rows, sum of widths). */
  splitColumns(x: TensorId, widths: readonly number[]): TensorId[] {
    const attributes = [this.float, this.type('Tlen', 'int'), this.integer('num_split', widths.length)];
    const sizes = this.integers(Int32Array.from(widths), [widths.length]);
    return this.many('SplitV', attributes, [x, sizes, this.integers(Int32Array.of(1), [])], widths.length);
  }

  joinColumns(parts: readonly TensorId[]): TensorId {
    const attributes = [this.float, this.type('Tidx', 'int'), this.integer('N', parts.length)];
    return this.one('ConcatV2', attributes, [...parts, this.integers(Int32Array.of(1), [])]);
  }

  /** losses (rows) in nats, and the gradient of their sum with respect to the logits (rows, V). */
  softmaxCrossEntropy(logits: TensorId, labels: TensorId): { losses: TensorId; gradient: TensorId } {
    const attributes = [this.float, this.type('Tlabels', 'int')];
    const name = 'SparseSoftmaxCrossEntropyWithLogits';
    const [losses, gradient] = this.many(name, attributes, [logits, labels], 2);
    return { losses, gradient };
  }

  type(name: string, value: 'float' | 'int'): OpAttribute {
    const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32 } = this.binding;
    return { name, type: TF_ATTR_TYPE, value: value === 'float' ? TF_FLOAT : TF_INT32 };
  }

  integer(name: string, value: number): OpAttribute {
    return { name, type: this.binding.TF_ATTR_INT, value };
  }

  private tensor(shape: readonly number[], type: number, values: Float32Array | Int32Array): TensorId {
    const id = this.binding.createTensor(shape, type, values);
    this.made?.push(id);
    return id;
  }
}
