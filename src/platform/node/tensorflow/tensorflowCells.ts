import { UserError } from '../../../model/base/userError.ts';
import type { CellType } from '../../../model/network/cells/cells.ts';
import type { Tape, Value } from './tape.ts';
import type { TensorId } from './tensors.ts';

/** T steps of B streams, H cells, V symbols. */
interface Sizes {
  T: number;
  B: number;
  H: number;
  V: number;
}

/** What a layer reads: in the lowest the symbols, (T*B); above the h of the layer below, (T*B, H). */
export type LayerInput = { symbols: TensorId } | { h: Value };

interface LayerWeights {
  /** (G, I), where G is H for each gate */
  inputWeight: Value;
  /** (G, H) */
  recurrentWeight: Value;
  /** (G) */
  inputBias: Value;
  /** (G) */
  recurrentBias: Value;
}

/** One kind of cell in TensorFlow's operations; src/model/network/cells says what it does. */
interface TensorflowCell {
  /** (B, H) tensors of a state: h, and c where the cell has a memory */
  stateCount: number;
  /** Runs a layer over a window: its h (T*B, H), and the state after it. */
  run(
    tape: Tape,
    weights: LayerWeights,
    input: LayerInput,
    state: readonly TensorId[],
    sizes: Sizes,
  ): { h: Value; state: TensorId[] };
}

const rnn: TensorflowCell = {
  stateCount: 1,
  run(tape, { inputWeight, recurrentWeight, inputBias, recurrentBias }, input, [before], sizes) {
    const sums = project(tape, input, inputWeight, tape.add(inputBias, recurrentBias), sizes);
    const recurrent = tape.linear(recurrentWeight);
    return stepByStep(tape, before, sizes, rowsOfSteps(tape, sums, sizes), (h, sum) =>
      tape.tanh(tape.add(recurrent(h), sum)),
    );
  },
};

/**
 * TensorFlow's GRUBlockCell is another unit: it resets h before the product, W_hn (r h), and not the product,
 * r (W_hn h + b_hn), so that the same weights would mean something else.
 */
const gru: TensorflowCell = {
  stateCount: 1,
  run(tape, { inputWeight, recurrentWeight, inputBias, recurrentBias }, input, [before], sizes) {
    const { H } = sizes;
    const sums = project(tape, input, inputWeight, inputBias, sizes);
    const [rzSums, nSums] = tape.split(sums, [2 * H, H], 1).map(part => rowsOfSteps(tape, part, sizes));
    const recurrent = tape.linear(recurrentWeight, recurrentBias);
    return stepByStep(tape, before, sizes, rzSums, (h, rzSum, t) => {
      const [rzHidden, nHidden] = tape.split(recurrent(h), [2 * H, H], 1);
      const [r, z] = tape.split(tape.sigmoid(tape.add(rzSum, rzHidden)), [H, H], 1);
      const n = tape.tanh(tape.add(nSums[t], tape.multiply(r, nHidden)));
      return tape.blend(z, h, n);
    });
  },
};

/**
 * A window by the fused operations BlockLSTMV2 and BlockLSTMGradV2. Their gates lie as i, f, c, o, which is PyTorch's
 * order (its g is their c); their weights are those of input and state in one, (I + H, 4H). They take no table of
 * inputs, so that symbols are one-hot.
 */
const lstm: TensorflowCell = {
  stateCount: 2,
  run(tape, { inputWeight, recurrentWeight, inputBias, recurrentBias }, input, [hBefore, cBefore], sizes) {
    const { tensors } = tape;
    const { T, B, H, V } = sizes;
    const x: Value = 'h' in input ? input.h : { id: oneHot(tape, input.symbols, V), isConstant: true };
    const I = 'h' in input ? H : V;
    const weights = tape.transpose(tape.join([inputWeight, recurrentWeight], [I, H], 1));
    const bias = tape.add(inputBias, recurrentBias);
    const noPeephole = tensors.floats(new Float32Array(H));
    const inputs = [tensors.long(T), tensors.reshape(x.id, [T, B, I]), cBefore, hBefore];
    inputs.push(weights.id, noPeephole, noPeephole, noPeephole, bias.id);
    const outputs = tensors.many(7, 'BlockLSTMV2', inputs);
    const [c, h] = [outputs[1], outputs[6]];
    const lastRow = (rows: TensorId) =>
      tensors.one('GatherV2', [rows, tensors.integer(T - 1), tensors.integer(0)]);
    const [hRows] = tape.record([x, weights, bias], [tensors.reshape(h, [T * B, H])], ([dh]) => {
      const dc = tensors.floats(new Float32Array(T * B * H), [T, B, H]);
      const given = [...inputs, ...outputs, dc, tensors.reshape(dh, [T, B, H])];
      const gradients = tensors.many(8, 'BlockLSTMGradV2', given, [tensors.flag('use_peephole', false)]);
      return [() => tensors.reshape(gradients[0], [T * B, I]), () => gradients[3], () => gradients[7]];
    });
    return { h: hRows, state: [lastRow(h), lastRow(c)] };
  },
};

const cells: Partial<Record<CellType, TensorflowCell>> = { rnn, lstm, gru };

/** Throws a UserError for a kind of cell that this engine does not know. */
export function tensorflowCell(type: CellType): TensorflowCell {
  const cell = cells[type];
  if (!cell)
    throw new UserError(
      `The TensorFlow engine has no ${type} cells. Choose another engine, or another cell.`,
    );
  return cell;
}

/** W_ih x + b of all steps at once, (T*B, G). A symbol needs no product: it is a row of the table. */
function project(tape: Tape, input: LayerInput, weight: Value, bias: Value, { V }: Sizes): Value {
  return 'h' in input ? tape.linear(weight, bias)(input.h) : tape.embed(input.symbols, V, weight, bias);
}

/** The rows of each step, (B, columns), of x (T*B, columns). */
function rowsOfSteps(tape: Tape, x: Value, { T, B }: Sizes): Value[] {
  return tape.split(x, Array<number>(T).fill(B), 0);
}

function stepByStep(
  tape: Tape,
  before: TensorId,
  { T, B }: Sizes,
  sums: readonly Value[],
  step: (h: Value, sum: Value, t: number) => Value,
): { h: Value; state: TensorId[] } {
  const all: Value[] = [];
  for (let t = 0; t < T; t++) all.push(step(all.at(-1) ?? { id: before, isConstant: true }, sums[t], t));
  return { h: tape.join(all, Array<number>(T).fill(B), 0), state: [all[T - 1].id] };
}

/** (T*B, V) with a one at each symbol of (T*B). */
function oneHot({ tensors }: Tape, symbols: TensorId, V: number): TensorId {
  return tensors.one('OneHot', [symbols, tensors.integer(V), tensors.scalar(1), tensors.scalar(0)]);
}
