import type { CellType } from './cells/cells.ts';
import type { HeadShape } from './heads/heads.ts';
import type { InputShape } from './inputs/input.ts';

/**
 * The shape of a network that reads symbols and says which comes next: a language model. It is all that a model file has
 * to say besides the parameters.
 */
export interface NetworkConfig {
  cell: CellType;
  /** V: symbols that go in, one-hot, and come out */
  vocabSize: number;
  /** H: hidden cells in each layer */
  hiddenSize: number;
  /** recurrent layers, stacked: each but the lowest reads the h of the one below */
  numLayers: number;
}

/** The shape of any network: what it reads, its cells, and the heads on its top layer. */
export interface NetworkShape extends Pick<NetworkConfig, 'cell' | 'hiddenSize' | 'numLayers'> {
  input: InputShape;
  heads: readonly HeadShape[];
}

/** The shape that a configuration stands for. */
export function shapeOf(config: NetworkConfig | NetworkShape): NetworkShape {
  if ('input' in config) return config;
  const { vocabSize, ...cells } = config;
  return {
    ...cells,
    input: { kind: 'symbols', size: vocabSize },
    heads: [{ name: 'output', kind: 'softmax', outputs: vocabSize, steps: 'every' }],
  };
}
