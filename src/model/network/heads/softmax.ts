import { copySymbols, LEAST_INTEGER } from '../symbols.ts';
import type { Head } from './head.ts';

/** One of K symbols or classes: p = softmax(logits); the loss is -ln p of the one that it was. */
export const softmax = {
  targetWidth: () => 1,

  setTargets(targets, { integers }, { count, outputs }) {
    copySymbols(targets, integers, { count, least: LEAST_INTEGER, vocabSize: outputs });
  },

  forward(kernels, { rows, outputCount, outputs }, inverseTemperature) {
    kernels.softmax(rows, outputCount, outputs, inverseTemperature);
  },

  loss(kernels, { rows, outputCount, outputs, targets, rowLosses }, scale) {
    kernels.softmaxCrossEntropy(rows, outputCount, outputs, targets, rowLosses, scale);
  },
} satisfies Head;
