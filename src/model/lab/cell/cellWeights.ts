import type { CellType } from '../../network/cells/cells.ts';
import { recurrentCell } from '../../network/cells/cells.ts';
import type { Network } from '../../network/network.ts';

/** The letters that the field has for gates, in the order of their rows. An RNN's one gate is h itself. */
const letters: Readonly<Record<CellType, readonly string[]>> = {
  rnn: ['h'],
  lstm: ['i', 'f', 'g', 'o'],
  gru: ['r', 'z', 'n'],
};

export function gateLetters(cell: CellType): readonly string[] {
  return letters[cell];
}

/**
 * The parameters of a language model of one layer at one moment of its training, as the field names them. Wxh, Whh and b
 * have a row for each cell of each gate, gate after gate, as PyTorch keeps them.
 */
export interface CellWeights {
  cell: CellType;
  /** V */
  vocabSize: number;
  /** H */
  hiddenSize: number;
  /** (G * H, V) */
  Wxh: Float32Array;
  /** (G * H, H) */
  Whh: Float32Array;
  /** (G * H): what is added beside Wxh x */
  bx: Float32Array;
  /** (G * H): what is added beside Whh h */
  bh: Float32Array;
  /** (V, H) */
  Why: Float32Array;
  /** (V) */
  by: Float32Array;
}

/** A copy. */
export function weightsOf(network: Network): CellWeights {
  const { cell, vocabSize, hiddenSize } = network.config;
  const copy = (name: string) => network.parameter(name).slice();
  return {
    cell,
    vocabSize,
    hiddenSize,
    Wxh: copy('rnn.weight_ih_l0'),
    Whh: copy('rnn.weight_hh_l0'),
    bx: copy('rnn.bias_ih_l0'),
    bh: copy('rnn.bias_hh_l0'),
    Why: copy('output.weight'),
    by: copy('output.bias'),
  };
}

/** The cell keeps the two biases apart; else they are but added, and shown as one. */
export function keepsBiasesApart({ cell }: CellWeights): boolean {
  return recurrentCell(cell).separateHiddenGates;
}

/** The two biases of a row together. */
export function biasOf({ bx, bh }: CellWeights, row: number): number {
  return bx[row] + bh[row];
}
