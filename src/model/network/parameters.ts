import { inputWidth } from './inputs/input.ts';
import { type NetworkConfig, type NetworkShape, shapeOf } from './networkConfig.ts';
import { recurrentCell } from './cells/cells.ts';

/** One named tensor within the buffer that holds all parameters. */
export interface ParameterView {
  /** PyTorch's name, such as rnn.weight_ih_l0 */
  name: string;
  shape: readonly number[];
  /** floats from the start of the buffer */
  offset: number;
  /** floats */
  length: number;
  /**
   * Weight decay draws it towards 0: what takes cells to cells. Not what belongs to a symbol that goes in or comes out,
   * since the weights of a rare one would fade from one occurrence to the next.
   */
  decays: boolean;
}

export interface ParameterLayout {
  views: readonly ParameterView[];
  /** floats of all parameters together */
  count: number;
}

/**
 * Where each parameter lies: the names, shapes, gate order and sequence of a PyTorch module with `rnn` (RNN, LSTM or
 * GRU) and a Linear for each head, row-major, without gaps. With G gates a row: weight_ih (G, I), weight_hh (G, H), two
 * biases (G) for each layer, where I is that of the input in the lowest layer (V symbols, one-hot) and H above; then
 * (K, H) and (K) of each head. Where nothing is read, the lowest layer has no weight_ih.
 */
export function parameterLayout(config: NetworkConfig | NetworkShape): ParameterLayout {
  const { cell, input, hiddenSize, numLayers, heads } = shapeOf(config);
  const gates = recurrentCell(cell).gates.length * hiddenSize;
  const views: ParameterView[] = [];
  let count = 0;
  const add = (name: string, ...shape: number[]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const decays = shape.length === 2 && name.startsWith('rnn.') && name !== 'rnn.weight_ih_l0';
    views.push({ name, shape, offset: count, length, decays });
    count += length;
  };
  for (let layer = 0; layer < numLayers; layer++) {
    const width = layer === 0 ? inputWidth(input) : hiddenSize;
    if (width > 0) add(`rnn.weight_ih_l${layer}`, gates, width);
    add(`rnn.weight_hh_l${layer}`, gates, hiddenSize);
    add(`rnn.bias_ih_l${layer}`, gates);
    add(`rnn.bias_hh_l${layer}`, gates);
  }
  for (const { name, outputs } of heads) {
    add(`${name}.weight`, outputs, hiddenSize);
    add(`${name}.bias`, outputs);
  }
  return { views, count };
}
