import type { Pointer } from '../../kernels/arena.ts';
import type { Kernels } from '../../kernels/kernels.ts';

/**
 * What tells one kind of cell from another: what gates it has, and what happens at one time step between the matrix
 * products. The products themselves are the same for all and stand in forwardPass.ts and backwardPass.ts.
 */
export interface RecurrentCell {
  /** In the order in which they follow one another in a row of gates, H values of each. */
  readonly gates: readonly string[];
  /** the cell carries a memory c beside its output h */
  readonly hasMemory: boolean;
  /** W_hh h + b_hh is kept apart from W_ih x + b_ih, since the cell does not simply add the two */
  readonly separateHiddenGates: boolean;
  /** What it learns best with in minutes, unless a training is told otherwise. Measured in docs/decisions. */
  readonly learningRate: number;
  /** From the gates of step t and the state in slot t: the state in slot t + 1. */
  forward(kernels: Kernels, window: CellWindow, t: number): void;
  /**
   * From the gradient of h in slot t + 1 and what `forward` left: the gradients of the gates, in their place, and
   * those parts of the gradient of the state in slot t that do not come through W_hh.
   */
  backward(kernels: Kernels, window: CellWindow, gradients: StateGradients, t: number): void;
  /** What `forward` does to one cell of one stream, with values set in place of those that it would have. */
  step(before: CellInputs, set: SetValues): CellStep;
  /** The gradient of c of one cell of one stream: what the step after gives, `dc`, and what comes of its own dh. */
  memoryGradient?(step: CellStep, gradients: { dh: number; dc: number }): number;
}

/** One cell of one stream before a step. */
interface CellInputs {
  /** that make the gates, in their order */
  readonly sums: readonly number[];
  /** what W_hh h + b_hh adds, where the cell keeps it apart */
  readonly hiddenSums: readonly number[];
  readonly h: number;
  readonly c: number;
}

/** The same after it. */
interface CellStep {
  /** in their order */
  readonly gates: readonly number[];
  readonly h: number;
  /** 0 where the cell has no memory */
  readonly c: number;
}

/** Values by what they are of: h, c, or a gate by its name. */
export type SetValues = Readonly<Record<string, number>>;

/** What a cell sees of its layer, for B streams: see LayerWindow. */
export interface CellWindow {
  /** B */
  readonly batchSize: number;
  /** H */
  readonly hiddenSize: number;
  /** B * H */
  readonly stateFloats: number;
  /** (B, G) of step t */
  gatesAt(t: number): Pointer;
  /** (B, G) of step t: W_hh h + b_hh, where the cell keeps it apart */
  hiddenGatesAt(t: number): Pointer;
  /** (B, H) of a slot: slot t is the state before step t, slot t + 1 that after it */
  hAt(slot: number): Pointer;
  /** (B, H) of a slot, where the cell has a memory */
  cAt(slot: number): Pointer;
}

/** Gradients of one layer's states over a window. */
export interface StateGradients {
  /** Where the gradient of h in slot t begins, (B, H). */
  dhAt(slot: number): Pointer;
  /** (B, H), the gradient of c: of slot t + 1 before `backward` at t, of slot t after it */
  readonly dc: Pointer;
}
