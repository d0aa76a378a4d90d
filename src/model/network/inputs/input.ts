import type { Pointer } from '../../kernels/arena.ts';

/** What a network reads at each step. */
export type InputShape =
  /** one of V symbols, one-hot */
  | { kind: 'symbols'; size: number }
  /** I numbers */
  | { kind: 'vectors'; size: number }
  /** nothing: the cells go on by themselves, as a decoder does */
  | { kind: 'zeros' };

/** Room for what the runs of a pass read. There are two ways in which it comes into the gates of the lowest layer. */
export type Input = RowsInput | MatrixInput;

interface InputRoom {
  /**
   * Takes what a run reads at `rows` places (t, b): symbols (T, B), numbers (T, B, I), or nothing. Throws a RangeError
   * where it does not fit.
   */
  set(values: ArrayLike<number>, rows: number): void;
}

/** Each place adds one row of a table (rows, G) to the gates, biases included. */
export interface RowsInput extends InputRoom {
  readonly form: 'rows';
  /** (T, B): which one, 32-bit integers */
  readonly ids: Pointer;
}

/** A matrix product, as the layers above have it. */
export interface MatrixInput extends InputRoom {
  readonly form: 'matrix';
  /** (T, B, I) */
  readonly vectors: Pointer;
  /** I */
  readonly width: number;
}

/** I: columns of the lowest layer's weight_ih; 0 where it has none. */
export function inputWidth(input: InputShape): number {
  return input.kind === 'zeros' ? 0 : input.size;
}
