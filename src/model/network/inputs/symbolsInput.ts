import type { Arena, Pointer } from '../../kernels/arena.ts';
import { copySymbols } from '../symbols.ts';
import type { RowsInput } from './input.ts';

/** Symbols, one-hot: each selects a column of weight_ih, which is a row of the table. */
export class SymbolsInput implements RowsInput {
  readonly form = 'rows';
  readonly ids: Pointer;
  private readonly values: Int32Array;
  private readonly vocabSize: number;

  constructor(vocabSize: number, arena: Arena, mostRows: number) {
    this.vocabSize = vocabSize;
    this.ids = arena.allocate(mostRows);
    this.values = arena.integers(this.ids, mostRows);
  }

  set(values: ArrayLike<number>, rows: number): void {
    copySymbols(values, this.values, { count: rows, least: 0, vocabSize: this.vocabSize });
  }
}
