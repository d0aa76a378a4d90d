import type { RecurrentCell } from './cell.ts';

/** Vanilla recurrent cell: h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh): its one gate is h itself. */
export const rnn = {
  gates: ['h'],
  hasMemory: false,
  separateHiddenGates: false,
  learningRate: 0.003,

  forward(kernels, window, t) {
    kernels.rnnForward(window.stateFloats, window.gatesAt(t), window.hAt(t + 1));
  },

  backward(kernels, window, gradients, t) {
    kernels.rnnBackward(window.stateFloats, window.gatesAt(t), window.hAt(t + 1), gradients.dhAt(t + 1));
  },

  step({ sums: [sum] }, set) {
    const h = set['h'] ?? Math.tanh(sum);
    return { gates: [h], h, c: 0 };
  },
} as const satisfies RecurrentCell;
