import type { Network } from '../../../src/model/network/network.ts';

/** One step of a vanilla RNN, by its formula in plain loops. */
interface PlainStep {
  /** by layer, (H) */
  hidden: number[][];
  /** (V) */
  probabilities: number[];
}

/** Reads symbols from a state of zeros, or from another one. */
export function plainRnn(network: Network, ids: ArrayLike<number>, from?: number[][]): PlainStep[] {
  const { hiddenSize, numLayers, vocabSize } = network.config;
  const zeros = () => Array.from({ length: hiddenSize }, () => 0);
  let before = from ?? Array.from({ length: numLayers }, zeros);
  return Array.from(ids, id => {
    const hidden: number[][] = [];
    for (let layer = 0; layer < numLayers; layer++) {
      const input =
        layer === 0 ? Array.from({ length: vocabSize }, (_, i) => Number(i === id)) : hidden[layer - 1];
      hidden.push(
        zeros().map((_, unit) =>
          Math.tanh(
            product(network.parameter(`rnn.weight_ih_l${layer}`), unit, input) +
              network.parameter(`rnn.bias_ih_l${layer}`)[unit] +
              product(network.parameter(`rnn.weight_hh_l${layer}`), unit, before[layer]) +
              network.parameter(`rnn.bias_hh_l${layer}`)[unit],
          ),
        ),
      );
    }
    before = hidden;
    const exponentials = Array.from({ length: vocabSize }, (_, symbol) =>
      Math.exp(
        product(network.parameter('output.weight'), symbol, hidden[numLayers - 1]) +
          network.parameter('output.bias')[symbol],
      ),
    );
    const total = exponentials.reduce((sum, each) => sum + each);
    return { hidden, probabilities: exponentials.map(each => each / total) };
  });
}

function product(matrix: Float32Array, row: number, values: readonly number[]): number {
  return values.reduce((sum, value, i) => sum + matrix[row * values.length + i] * value, 0);
}
