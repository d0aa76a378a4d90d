import type { Head } from './head.ts';

/**
 * K yes-or-no answers: p = 1 / (1 + e^-logit) of each by itself; the loss is -y ln p - (1 - y) ln(1 - p) with targets y
 * of 0..1, added up over the answers that count.
 */
export const sigmoid = {
  targetWidth: outputs => outputs,

  setTargets(targets, { floats }, { count }) {
    if (targets.length < count) throw new RangeError(`${targets.length} targets where ${count} are needed.`);
    for (let i = 0; i < count; i++) {
      if (!(targets[i] <= 1)) throw new RangeError(`Target ${targets[i]}; an answer is from 0 to 1.`);
      floats[i] = targets[i];
    }
  },

  forward(kernels, { rows, outputCount, outputs }, inverseTemperature) {
    kernels.sigmoid(rows * outputCount, outputs, inverseTemperature);
  },

  loss(kernels, { rows, outputCount, outputs, targets, rowLosses }, scale) {
    kernels.sigmoidCrossEntropy(rows, outputCount, outputs, targets, rowLosses, scale);
  },
} satisfies Head;
