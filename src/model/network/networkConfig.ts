import type { CellType } from './cells/cells.ts';

/** The shape of a network. It is all that a model file has to say besides the parameters. */
export interface NetworkConfig {
  cell: CellType;
  /** V: symbols that go in, one-hot, and come out */
  vocabSize: number;
  /** H: hidden cells in each layer */
  hiddenSize: number;
  /** recurrent layers, stacked: each but the lowest reads the h of the one below */
  numLayers: number;
}
