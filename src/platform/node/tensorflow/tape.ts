import type { TensorId, Tensors } from './tensors.ts';

/** A tensor within a step, and what the way back has found of its gradient so far. */
export interface Value {
  readonly id: TensorId;
  gradient?: TensorId;
  /** Nothing asks for its gradient. */
  readonly isConstant?: true;
}

/** Gives the gradients of the inputs, in their order, from an operation's outputs and the gradients of these. */
type WayBack = (gradients: TensorId[], outputs: readonly TensorId[]) => readonly (() => TensorId)[];

/** Operations that remember the way back through them. All that they make belongs to the scope that is open. */
export class Tape {
  readonly tensors: Tensors;
  private readonly back: (() => void)[] = [];

  constructor(tensors: Tensors) {
    this.tensors = tensors;
  }

  /** From the gradient of one value to those of all that it was made from. */
  backward(value: Value, gradient: TensorId): void {
    value.gradient = gradient;
    for (const step of this.back.toReversed()) step();
  }

  /** Any operation. All its outputs are used later on. */
  record(inputs: readonly Value[], ids: readonly TensorId[], wayBack: WayBack): Value[] {
    const outputs = ids.map((id): Value => ({ id }));
    this.back.push(() => {
      const gradients = wayBack(
        outputs.map(output => output.gradient!),
        ids,
      );
      inputs.forEach((input, index) => this.give(input, gradients[index]));
    });
    return outputs;
  }

  add(a: Value, b: Value): Value {
    return this.op('AddV2', [a, b], ([dy]) => [() => dy, () => dy]);
  }

  multiply(a: Value, b: Value): Value {
    return this.op('Mul', [a, b], ([dy]) =>
      [b, a].map(other => () => this.tensors.one('Mul', [dy, other.id])),
    );
  }

  sigmoid(x: Value): Value {
    return this.op('Sigmoid', [x], ([dy], [y]) => [() => this.tensors.one('SigmoidGrad', [y, dy])]);
  }

  tanh(x: Value): Value {
    return this.op('Tanh', [x], ([dy], [y]) => [() => this.tensors.one('TanhGrad', [y, dy])]);
  }

  /** share * a + (1 - share) * b */
  blend(share: Value, a: Value, b: Value): Value {
    const { tensors } = this;
    const difference = tensors.one('Sub', [a.id, b.id]);
    const y = tensors.one('AddV2', [b.id, tensors.one('Mul', [share.id, difference])]);
    return this.record([share, a, b], [y], ([dy]) => {
      const da = tensors.one('Mul', [dy, share.id]);
      return [() => tensors.one('Mul', [dy, difference]), () => da, () => tensors.one('Sub', [dy, da])];
    })[0];
  }

  transpose(x: Value): Value {
    return this.record([x], [this.tensors.transpose(x.id)], ([dy]) => [() => this.tensors.transpose(dy)])[0];
  }

  reshape(x: Value, { from, to }: Record<'from' | 'to', readonly number[]>): Value {
    const y = this.tensors.reshape(x.id, to);
    return this.record([x], [y], ([dy]) => [() => this.tensors.reshape(dy, from)])[0];
  }

  split(x: Value, sizes: readonly number[], axis: number): Value[] {
    const parts = this.tensors.split(x.id, sizes, axis);
    return this.record([x], parts, gradients => [() => this.tensors.join(gradients, axis)]);
  }

  /** The opposite of split; each part is `size` long. */
  join(parts: readonly Value[], sizes: readonly number[], axis: number): Value {
    const ids = parts.map(({ id }) => id);
    return this.record(parts, [this.tensors.join(ids, axis)], ([dy]) => {
      const gradients = this.tensors.split(dy, sizes, axis);
      return gradients.map(gradient => () => gradient);
    })[0];
  }

  /** The rows x weight^T of symbols: those of the table (V, G) that weight (G, V) is, and the bias (G). */
  embed(symbols: TensorId, vocabSize: number, weight: Value, bias: Value): Value {
    const { tensors } = this;
    const rows = tensors.one('GatherV2', [tensors.transpose(weight.id), symbols, tensors.integer(0)]);
    const sums = tensors.one('AddV2', [rows, bias.id]);
    return this.record([weight, bias], [sums], ([dy]) => [
      () => tensors.transpose(tensors.one('UnsortedSegmentSum', [dy, symbols, tensors.integer(vocabSize)])),
      () => tensors.sumRows(dy),
    ])[0];
  }

  /**
   * x weight^T + bias, for one x (rows, columns) after another: their shares of the gradients of weight (G, columns) and
   * bias (G) are one product and one sum, at the end of the way back.
   */
  linear(weight: Value, bias?: Value): (x: Value) => Value {
    const { tensors } = this;
    const inputs: TensorId[] = [];
    const gradients: TensorId[] = [];
    this.back.push(() => {
      const dy = tensors.join(gradients, 0);
      this.give(weight, () => tensors.product(dy, tensors.join(inputs, 0), 'a'));
      if (bias) this.give(bias, () => tensors.sumRows(dy));
    });
    return x => {
      const product = tensors.product(x.id, weight.id, 'b');
      const y = bias ? tensors.one('AddV2', [product, bias.id]) : product;
      return this.record([x], [y], ([dy]) => {
        inputs.push(x.id);
        gradients.push(dy);
        return [() => tensors.product(dy, weight.id)];
      })[0];
    };
  }

  private op(name: string, inputs: readonly Value[], wayBack: WayBack): Value {
    const ids = inputs.map(({ id }) => id);
    return this.record(inputs, [this.tensors.one(name, ids)], wayBack)[0];
  }

  private give(value: Value, gradient: () => TensorId): void {
    if (value.isConstant) return;
    const more = gradient();
    value.gradient = value.gradient === undefined ? more : this.tensors.one('AddV2', [value.gradient, more]);
  }
}
