// Plain-loop kernels: the specification that every faster kernel must match. Written to be read, not to be fast;
// sums are kept in 64-bit floats and rounded once when they are stored.
import type { Arena, Pointer } from './arena.ts';
import { cellSpecification } from './cellKernels.ts';
import { headSpecification } from './headKernels.ts';
import type { Kernels } from './kernels.ts';

/** The kernels in plain TypeScript over an arena. */
export function createSpecificationKernels(arena: Arena): Kernels {
  const floats = (pointer: Pointer, count: number) => arena.floats(pointer, count);
  const integers = (pointer: Pointer, count: number) => arena.integers(pointer, count);
  /** A view that reaches from `pointer` to the end of the arena, for arrays whose extent depends on strides. */
  const floatsFrom = (pointer: Pointer) => arena.floats(pointer, (arena.allocatedBytes - pointer) / 4);

  return {
    ...cellSpecification(arena),
    ...headSpecification(arena),

    panelWidth: () => 1,

    pack(depth, columns, source, rowStride, columnStride, packed) {
      const from = floatsFrom(source);
      const to = floats(packed, depth * columns);
      for (let n = 0; n < columns; n++)
        for (let k = 0; k < depth; k++) to[n * depth + k] = from[k * rowStride + n * columnStride];
    },

    gemm(rows, columns, depth, a, aRowStride, aColumnStride, packedB, c, cRowStride, accumulate) {
      const left = floatsFrom(a);
      const right = floats(packedB, depth * columns);
      const out = floatsFrom(c);
      for (let m = 0; m < rows; m++)
        for (let n = 0; n < columns; n++) {
          let sum = accumulate ? out[m * cRowStride + n] : 0;
          for (let k = 0; k < depth; k++)
            sum += left[m * aRowStride + k * aColumnStride] * right[n * depth + k];
          out[m * cRowStride + n] = sum;
        }
    },

    gemmOntoRows(rows, columns, depth, a, packedB, table, ids, c) {
      const left = floats(a, rows * depth);
      const right = floats(packedB, depth * columns);
      const from = floatsFrom(table);
      const id = integers(ids, rows);
      const out = floats(c, rows * columns);
      for (let m = 0; m < rows; m++)
        for (let n = 0; n < columns; n++) {
          let sum = from[id[m] * columns + n];
          for (let k = 0; k < depth; k++) sum += left[m * depth + k] * right[n * depth + k];
          out[m * columns + n] = sum;
        }
    },

    transpose(rows, columns, source, target) {
      const from = floats(source, rows * columns);
      const to = floats(target, rows * columns);
      for (let r = 0; r < rows; r++)
        for (let k = 0; k < columns; k++) to[k * rows + r] = from[r * columns + k];
    },

    gatherRows(rows, width, table, ids, out) {
      const from = floatsFrom(table);
      const to = floats(out, rows * width);
      const id = integers(ids, rows);
      for (let r = 0; r < rows; r++)
        for (let j = 0; j < width; j++) to[r * width + j] = from[id[r] * width + j];
    },

    scatterAddRows(rows, width, values, ids, table) {
      const from = floats(values, rows * width);
      const to = floatsFrom(table);
      const id = integers(ids, rows);
      for (let r = 0; r < rows; r++)
        for (let j = 0; j < width; j++) to[id[r] * width + j] += from[r * width + j];
    },

    addBias(rows, width, bias, x) {
      const b = floats(bias, width);
      const to = floats(x, rows * width);
      for (let r = 0; r < rows; r++) for (let j = 0; j < width; j++) to[r * width + j] += b[j];
    },

    sumRows(rows, width, x, sums) {
      const from = floats(x, rows * width);
      const to = floats(sums, width);
      for (let j = 0; j < width; j++) {
        let sum = to[j];
        for (let r = 0; r < rows; r++) sum += from[r * width + j];
        to[j] = sum;
      }
    },

    fill(count, value, x) {
      floats(x, count).fill(value);
    },

    sumOfSquares(count, x) {
      return floats(x, count).reduce((sum, value) => sum + value * value, 0);
    },

    adam(count, weights, gradients, m, v, learningRate, beta1, beta2, epsilon, ...rest) {
      const [correction1, correction2, gradientScale, keep] = rest;
      const w = floats(weights, count);
      const g = floats(gradients, count);
      const first = floats(m, count);
      const second = floats(v, count);
      for (let j = 0; j < count; j++) {
        const gradient = g[j] * gradientScale;
        first[j] = beta1 * first[j] + (1 - beta1) * gradient;
        second[j] = beta2 * second[j] + (1 - beta2) * gradient * gradient;
        const change =
          (learningRate * first[j] * correction1) / (Math.sqrt(second[j] * correction2) + epsilon);
        w[j] = keep * w[j] - change;
      }
    },

    multiplyAddLoop(rounds) {
      let sum = 0;
      for (let round = 0; round < rounds; round++) sum += rounds * 1e-6;
      return Number.isFinite(sum) ? 2 * rounds : 0;
    },
  };
}
