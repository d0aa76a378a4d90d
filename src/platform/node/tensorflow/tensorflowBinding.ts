/** A tensor that TensorFlow holds, by the addon's number. Whoever has it must delete it. */
export type TensorId = number;

export interface OpAttribute {
  name: string;
  /** one of the binding's TF_ATTR_ numbers */
  type: number;
  value: number | boolean | string | readonly number[];
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
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
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
