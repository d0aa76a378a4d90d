// The kernels of each kind of head: what they are, and in plain loops what they mean. kernels.c has the fast ones.
import type { Arena, Pointer } from './arena.ts';
import { sigmoid } from './sigmoid.ts';

/** From logits to probabilities, and to a loss and its gradient; each row is a place, with K or V logits. */
export interface HeadKernels {
  /** logits (rows, V) become probabilities: softmax(logits * inverseTemperature), each row by itself. */
  softmax(rows: number, vocabSize: number, logits: Pointer, inverseTemperature: number): void;

  /**
   * losses[r] = -ln softmax(logits[r])[targets[r]] in nats, and logits become their gradient,
   * (softmax - onehot) * scale. A negative target is one that does not count: loss 0, gradient 0.
   */
  softmaxCrossEntropy(
    rows: number,
    vocabSize: number,
    logits: Pointer,
    targets: Pointer,
    losses: Pointer,
    scale: number,
  ): void;

  /** Each of `count` logits becomes a probability by itself: 1 / (1 + e^(-logit * inverseTemperature)). */
  sigmoid(count: number, logits: Pointer, inverseTemperature: number): void;

  /**
   * losses[r] = the sum over K outputs of -y ln p - (1 - y) ln(1 - p) in nats, with p = sigmoid(logit) and y of 0..1 from
   * targets (rows, K), and logits become its gradient, (p - y) * scale. A negative target is one that does not count:
   * loss 0, gradient 0.
   */
  sigmoidCrossEntropy(
    rows: number,
    outputs: number,
    logits: Pointer,
    targets: Pointer,
    losses: Pointer,
    scale: number,
  ): void;
}

export function headSpecification(arena: Arena): HeadKernels {
  const floats = (pointer: Pointer, count: number) => arena.floats(pointer, count);
  const integers = (pointer: Pointer, count: number) => arena.integers(pointer, count);

  return {
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

    sigmoid(count, logits, inverseTemperature) {
      const x = floats(logits, count);
      for (let j = 0; j < count; j++) x[j] = sigmoid(x[j] * inverseTemperature);
    },

    sigmoidCrossEntropy(rows, outputs, logits, targets, losses, scale) {
      const x = floats(logits, rows * outputs);
      const y = floats(targets, rows * outputs);
      const loss = floats(losses, rows);
      for (let r = 0; r < rows; r++) {
        let sum = 0;
        for (let j = r * outputs; j < (r + 1) * outputs; j++) {
          const counts = !(y[j] < 0);
          // -ln p is ln(1 + e^-x), and -ln(1 - p) is x more; written so that no power overflows.
          if (counts) sum += Math.max(x[j], 0) - x[j] * y[j] + Math.log1p(Math.exp(-Math.abs(x[j])));
          x[j] = counts ? (sigmoid(x[j]) - y[j]) * scale : 0;
        }
        loss[r] = sum;
      }
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
