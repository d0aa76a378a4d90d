import type { RecurrentCell } from './cell.ts';

/** Vanilla recurrent cell: h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh). */
export const rnn: RecurrentCell = {
  gateCount: 1,
  hasMemory: false,
  separateHiddenGates: false,

  forward(kernels, window, t) {
    kernels.rnnForward(window.stateFloats, window.gatesAt(t), window.hAt(t + 1));
  },

  backward(kernels, window, gradients, t) {
    kernels.rnnBackward(window.stateFloats, window.gatesAt(t), window.hAt(t + 1), gradients.dhAt(t + 1));
  },
};
