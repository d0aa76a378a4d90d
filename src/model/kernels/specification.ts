// Plain-loop kernels: the specification that every faster kernel must match. Written to be read, not to be fast;
// sums are kept in 64-bit floats and rounded once when they are stored.
import type { Arena } from './arena.ts';
import type { Kernels, Pointer } from './kernels.ts';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The kernels in plain TypeScript over an arena. */
export function createSpecificationKernels(arena: Arena): Kernels {
  const floats = (pointer: Pointer, count: number) => arena.floats(pointer, count);
  const integers = (pointer: Pointer, count: number) => arena.integers(pointer, count);
  /** A view that reaches from `pointer` to the end of the arena, for arrays whose extent depends on strides. */
  const floatsFrom = (pointer: Pointer) => arena.floats(pointer, (arena.allocatedBytes - pointer) / 4);

  return {
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

    transpose(rows, columns, source, target, accumulate) {
      const from = floats(source, rows * columns);
      const to = floats(target, rows * columns);
      for (let r = 0; r < rows; r++)
        for (let k = 0; k < columns; k++)
          to[k * rows + r] = from[r * columns + k] + (accumulate ? to[k * rows + r] : 0);
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

    rnnForward(count, gates, h) {
      const from = floats(gates, count);
      const to = floats(h, count);
      for (let j = 0; j < count; j++) to[j] = Math.tanh(from[j]);
    },

    rnnBackward(count, gates, h, dh) {
      const dGates = floats(gates, count);
      const out = floats(h, count);
      const dOut = floats(dh, count);
      for (let j = 0; j < count; j++) dGates[j] = dOut[j] * (1 - out[j] * out[j]);
    },

    lstmForward(batch, hidden, gates, cPrevious, c, h) {
      const gate = floats(gates, batch * 4 * hidden);
      const before = floats(cPrevious, batch * hidden);
      const memory = floats(c, batch * hidden);
      const out = floats(h, batch * hidden);
      for (let b = 0; b < batch; b++)
        for (let j = 0; j < hidden; j++) {
          const at = b * hidden + j;
          const first = b * 4 * hidden + j;
          const i = sigmoid(gate[first]);
          const f = sigmoid(gate[first + hidden]);
          const g = Math.tanh(gate[first + 2 * hidden]);
          const o = sigmoid(gate[first + 3 * hidden]);
          const cell = f * before[at] + i * g;
          gate[first] = i;
          gate[first + hidden] = f;
          gate[first + 2 * hidden] = g;
          gate[first + 3 * hidden] = o;
          memory[at] = cell;
          out[at] = o * Math.tanh(cell);
        }
    },

    lstmBackward(batch, hidden, gates, cPrevious, h, dh, dc) {
      const gate = floats(gates, batch * 4 * hidden);
      const before = floats(cPrevious, batch * hidden);
      const out = floats(h, batch * hidden);
      const dOut = floats(dh, batch * hidden);
      const dMemory = floats(dc, batch * hidden);
      for (let b = 0; b < batch; b++)
        for (let j = 0; j < hidden; j++) {
          const at = b * hidden + j;
          const first = b * 4 * hidden + j;
          const i = gate[first];
          const f = gate[first + hidden];
          const g = gate[first + 2 * hidden];
          const o = gate[first + 3 * hidden];
          const tanhC = out[at] / Math.max(o, 1e-30);
          const dCell = dMemory[at] + dOut[at] * o * (1 - tanhC * tanhC);
          gate[first] = dCell * g * i * (1 - i);
          gate[first + hidden] = dCell * before[at] * f * (1 - f);
          gate[first + 2 * hidden] = dCell * i * (1 - g * g);
          gate[first + 3 * hidden] = dOut[at] * tanhC * o * (1 - o);
          dMemory[at] = dCell * f;
        }
    },

    gruForward(batch, hidden, inputGates, hiddenGates, hPrevious, h) {
      const gate = floats(inputGates, batch * 3 * hidden);
      const fromHidden = floats(hiddenGates, batch * 3 * hidden);
      const before = floats(hPrevious, batch * hidden);
      const out = floats(h, batch * hidden);
      for (let b = 0; b < batch; b++)
        for (let j = 0; j < hidden; j++) {
          const at = b * hidden + j;
          const first = b * 3 * hidden + j;
          const r = sigmoid(gate[first] + fromHidden[first]);
          const z = sigmoid(gate[first + hidden] + fromHidden[first + hidden]);
          const n = Math.tanh(gate[first + 2 * hidden] + r * fromHidden[first + 2 * hidden]);
          gate[first] = r;
          gate[first + hidden] = z;
          gate[first + 2 * hidden] = n;
          out[at] = (1 - z) * n + z * before[at];
        }
    },

    gruBackward(batch, hidden, inputGates, hiddenGates, hPrevious, dh, dhPrevious) {
      const gate = floats(inputGates, batch * 3 * hidden);
      const fromHidden = floats(hiddenGates, batch * 3 * hidden);
      const before = floats(hPrevious, batch * hidden);
      const dOut = floats(dh, batch * hidden);
      const dBefore = floats(dhPrevious, batch * hidden);
      for (let b = 0; b < batch; b++)
        for (let j = 0; j < hidden; j++) {
          const at = b * hidden + j;
          const first = b * 3 * hidden + j;
          const r = gate[first];
          const z = gate[first + hidden];
          const n = gate[first + 2 * hidden];
          const dn = dOut[at] * (1 - z) * (1 - n * n);
          const dz = dOut[at] * (before[at] - n) * z * (1 - z);
          const dr = dn * fromHidden[first + 2 * hidden] * r * (1 - r);
          gate[first] = dr;
          gate[first + hidden] = dz;
          gate[first + 2 * hidden] = dn;
          fromHidden[first] = dr;
          fromHidden[first + hidden] = dz;
          fromHidden[first + 2 * hidden] = dn * r;
          dBefore[at] += dOut[at] * z;
        }
    },

    softmax(rows, vocabSize, logits, inverseTemperature) {
      for (let r = 0; r < rows; r++)
        softmaxRow(floats(logits + r * vocabSize * 4, vocabSize), inverseTemperature);
    },

    softmaxCrossEntropy(rows, vocabSize, logits, targets, losses, scale) {
      const target = integers(targets, rows);
      const loss = floats(losses, rows);
      for (let r = 0; r < rows; r++) {
        const row = floats(logits + r * vocabSize * 4, vocabSize);
        if (target[r] < 0) {
          loss[r] = 0;
          row.fill(0);
          continue;
        }
        const targetLogit = row[target[r]];
        loss[r] = softmaxRow(row, 1) - targetLogit;
        row[target[r]] -= 1;
        for (let j = 0; j < vocabSize; j++) row[j] *= scale;
      }
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

/** Turns one row of logits into probabilities and returns ln of the sum of exp(logits * inverseTemperature). */
function softmaxRow(row: Float32Array, inverseTemperature: number): number {
  let greatest = -Infinity;
  for (const logit of row) greatest = Math.max(greatest, logit * inverseTemperature);
  let sum = 0;
  for (const logit of row) sum += Math.exp(logit * inverseTemperature - greatest);
  for (let j = 0; j < row.length; j++) row[j] = Math.exp(row[j] * inverseTemperature - greatest) / sum;
  return greatest + Math.log(sum);
}
