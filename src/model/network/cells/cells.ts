import type { RecurrentCell } from './cell.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { rnn } from './rnn.ts';

/** Every kind of cell by the name that settings, model files and messages have for it. */
const cells = { rnn, lstm, gru } satisfies Record<string, RecurrentCell>;

/** vanilla RNN with tanh, long short-term memory, gated recurrent unit */
export type CellType = keyof typeof cells;

export const cellTypes: readonly CellType[] = Object.keys(cells) as CellType[];

export function recurrentCell(type: CellType): RecurrentCell {
  return cells[type];
}
