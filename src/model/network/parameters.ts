import type { NetworkConfig } from './networkConfig.ts';
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
   * Weight decay draws it towards 0: what takes cells to cells. Not what belongs to a symbol, since the weights of a
   * rare one would fade from one occurrence to the next.
   */
  decays: boolean;
}

export interface ParameterLayout {
  views: readonly ParameterView[];
  /** floats of all parameters together */
  count: number;
}

/** With a column or a row for each symbol. */
const matricesOfSymbols = ['rnn.weight_ih_l0', 'output.weight'];

/**
 * Where each parameter lies: the names, shapes, gate order and sequence of a PyTorch module with `rnn` (RNN, LSTM or
 * GRU) and `output` (Linear), row-major, without gaps. With G gates a row: weight_ih (G, I), weight_hh (G, H), two
 * biases (G) for each layer, where I is V in the lowest layer (one-hot input) and H above; output (V, H) and (V).
 */
export function parameterLayout(config: NetworkConfig): ParameterLayout {
  const { vocabSize, hiddenSize, numLayers } = config;
  const gates = recurrentCell(config.cell).gates.length * hiddenSize;
  const views: ParameterView[] = [];
  let count = 0;
  const add = (name: string, ...shape: number[]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const decays = shape.length === 2 && !matricesOfSymbols.includes(name);
    views.push({ name, shape, offset: count, length, decays });
    count += length;
  };
  for (let layer = 0; layer < numLayers; layer++) {
    add(`rnn.weight_ih_l${layer}`, gates, layer === 0 ? vocabSize : hiddenSize);
    add(`rnn.weight_hh_l${layer}`, gates, hiddenSize);
    add(`rnn.bias_ih_l${layer}`, gates);
    add(`rnn.bias_hh_l${layer}`, gates);
  }
  add('output.weight', vocabSize, hiddenSize);
  add('output.bias', vocabSize);
  return { views, count };
}
