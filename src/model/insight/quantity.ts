import type { NetworkConfig } from '../network/networkConfig.ts';
import { recurrentCell } from '../network/cells/cells.ts';
import type { Run } from '../network/pass/streams.ts';
import type { CellName } from './cellName.ts';

/**
 * What is looked at of a cell: its output h, or tanh(c) of the memory c that an LSTM's cell keeps beside it. What a
 * cell keeps over a stretch of text it keeps in c; its output gate may hide that from h until it is needed. Both lie in
 * -1..1.
 */
export type Quantity = 'h' | 'c';

/** One quantity of one cell. */
export interface CellSignal extends CellName {
  quantity: Quantity;
}

/** Of a network's cells: h first. */
export function quantitiesOf({ cell }: NetworkConfig): readonly Quantity[] {
  return recurrentCell(cell).hasMemory ? ['h', 'c'] : ['h'];
}

/** View (T, B, H) of a quantity of all cells of a layer over a run; layers count from 0 here. */
export function valuesOf(run: Run, layer: number, quantity: Quantity): Float32Array {
  return quantity === 'h' ? run.hidden(layer) : run.memoryOutput(layer);
}
