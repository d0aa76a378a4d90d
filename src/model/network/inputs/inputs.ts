import type { Arena } from '../../kernels/arena.ts';
import type { Input, InputShape } from './input.ts';
import { VectorsInput } from './vectorsInput.ts';
import { SymbolsInput } from './symbolsInput.ts';
import { ZerosInput } from './zerosInput.ts';

/** Room for what a pass reads at `mostRows` places (t, b). */
export function createInput(input: InputShape, arena: Arena, mostRows: number): Input {
  switch (input.kind) {
    case 'symbols':
      return new SymbolsInput(input.size, arena, mostRows);
    case 'vectors':
      return new VectorsInput(input.size, arena, mostRows);
    case 'zeros':
      return new ZerosInput(arena, mostRows);
  }
}
