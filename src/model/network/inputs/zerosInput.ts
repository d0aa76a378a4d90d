import type { Arena, Pointer } from '../../kernels/arena.ts';
import type { RowsInput } from './input.ts';

/** Nothing is read: the biases alone, a table of one row. */
export class ZerosInput implements RowsInput {
  readonly form = 'rows';
  /** zeros */
  readonly ids: Pointer;

  constructor(arena: Arena, mostRows: number) {
    this.ids = arena.allocate(mostRows);
  }

  set(): void {}
}
