import type { Arena, Pointer } from '../../kernels/arena.ts';
import type { MatrixInput } from './input.ts';

/** I numbers at each place. */
export class VectorsInput implements MatrixInput {
  readonly form = 'matrix';
  readonly vectors: Pointer;
  readonly width: number;
  private readonly values: Float32Array;

  constructor(width: number, arena: Arena, mostRows: number) {
    this.width = width;
    this.vectors = arena.allocate(mostRows * width);
    this.values = arena.floats(this.vectors, mostRows * width);
  }

  set(values: ArrayLike<number>, rows: number): void {
    const count = rows * this.width;
    if (values.length < count) throw new RangeError(`${values.length} numbers where ${count} are needed.`);
    for (let i = 0; i < count; i++) this.values[i] = values[i];
  }
}
