import type { Kernels } from '../../kernels/kernels.ts';
import type { CellType } from '../networkConfig.ts';
import { gru } from './gru.ts';
import type { LayerWindow } from '../pass/layerWindow.ts';
import { lstm } from './lstm.ts';
import { rnn } from './rnn.ts';

/**
 * What tells one kind of cell from another: how many gates it has, and what happens at one time step between the
 * matrix products. The products themselves are the same for all and stand in forwardPass.ts and backwardPass.ts.
 */
export interface RecurrentCell {
  /** G / H: gate vectors in a row of gates */
  readonly gateCount: 1 | 3 | 4;
  /** the cell carries a memory c beside its output h */
  readonly hasMemory: boolean;
  /** W_hh h + b_hh is kept apart from W_ih x + b_ih, since the cell does not simply add the two */
  readonly separateHiddenGates: boolean;
  /** From the gates of step t and the state in slot t: the state in slot t + 1. */
  forward(kernels: Kernels, window: LayerWindow, t: number): void;
  /**
   * From the gradient of h in slot t + 1 and what `forward` left: the gradients of the gates, in their place, and
   * those parts of the gradient of the state in slot t that do not come through W_hh.
   */
  backward(kernels: Kernels, window: LayerWindow, gradients: StateGradients, t: number): void;
}

/** Gradients of one layer's states over a window. */
export interface StateGradients {
  /** Where the gradient of h in slot t begins, (B, H). */
  dhAt(slot: number): number;
  /** (B, H), the gradient of c: of slot t + 1 before `backward` at t, of slot t after it */
  readonly dc: number;
}

const cells: Readonly<Record<CellType, RecurrentCell>> = { rnn, lstm, gru };

export function recurrentCell(type: CellType): RecurrentCell {
  return cells[type];
}
