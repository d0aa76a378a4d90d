import { Arena } from '../../model/kernels/arena.ts';
import { packedFloats } from '../../model/kernels/kernels.ts';
import type { KernelFactory } from '../../model/kernels/wasmKernels.ts';
import type { Repeatable } from './rate.ts';
import { type ProductName, trainingShape } from './work.ts';

/** Rows of the sum over a window that a weight gradient's product takes at once. */
const GRADIENT_ROWS = 256;

export interface ProductShape {
  rows: number;
  columns: number;
  depth: number;
}

export const productNames: readonly ProductName[] = [
  'one step forward',
  'one step backward',
  'weight gradient',
  'output',
];

/** The products that make up nearly all of a training step of an LSTM, in one thread. */
export function productShape(name: ProductName, units: number): ProductShape {
  const { batchSize, seqLength, vocabSize } = trainingShape;
  const gates = 4 * units;
  const shapes: Record<ProductName, ProductShape> = {
    'one step forward': { rows: batchSize, columns: gates, depth: units },
    'one step backward': { rows: batchSize, columns: units, depth: gates },
    'weight gradient': { rows: gates, columns: units, depth: GRADIENT_ROWS },
    output: { rows: batchSize * seqLength, columns: vocabSize, depth: units },
  };
  return shapes[name];
}

/** Multiplies matrices of ones. Counts multiplications and additions, in 10^9. */
export function product(create: KernelFactory, name: ProductName, units: number): Repeatable {
  const { rows, columns, depth } = productShape(name, units);
  const arena = new Arena();
  const kernels = create(arena);
  const a = arena.allocate(rows * depth);
  const packed = arena.allocate(packedFloats(kernels, depth, columns));
  const c = arena.allocate(rows * columns);
  kernels.fill(rows * depth, 1, a);
  kernels.fill(packedFloats(kernels, depth, columns), 1, packed);
  // In the gradient of a weight the left-hand matrix is read down its columns.
  const [rowStride, columnStride] = name === 'weight gradient' ? [1, rows] : [depth, 1];
  return {
    amount: (2 * rows * columns * depth) / 1e9,
    call: () => kernels.gemm(rows, columns, depth, a, rowStride, columnStride, packed, c, columns, 0),
  };
}
