import { sigmoid } from '../../kernels/sigmoid.ts';
import type { RecurrentCell } from './cell.ts';

/**
 * Gated recurrent unit, gates in PyTorch's order: reset r, update z, new n. As in PyTorch the reset gate works after
 * the matrix product, n = tanh(W_in x_t + b_in + r (W_hn h_{t-1} + b_hn)), which is why the two sums are kept apart;
 * h_t = (1 - z) n + z h_{t-1}.
 */
export const gru = {
  gates: ['reset', 'update', 'new'],
  hasMemory: false,
  separateHiddenGates: true,
  learningRate: 0.005,

  forward(kernels, window, t) {
    const { batchSize, hiddenSize } = window;
    kernels.gruForward(
      batchSize,
      hiddenSize,
      window.gatesAt(t),
      window.hiddenGatesAt(t),
      window.hAt(t),
      window.hAt(t + 1),
    );
  },

  backward(kernels, window, gradients, t) {
    const { batchSize, hiddenSize } = window;
    kernels.gruBackward(
      batchSize,
      hiddenSize,
      window.gatesAt(t),
      window.hiddenGatesAt(t),
      window.hAt(t),
      gradients.dhAt(t + 1),
      gradients.dhAt(t),
    );
  },

  step({ sums: [r, z, n], hiddenSums: [hiddenR, hiddenZ, hiddenN], h: before }, set) {
    const reset = set['reset'] ?? sigmoid(r + hiddenR);
    const update = set['update'] ?? sigmoid(z + hiddenZ);
    const fresh = set['new'] ?? Math.tanh(n + reset * hiddenN);
    const h = set['h'] ?? (1 - update) * fresh + update * before;
    return { gates: [reset, update, fresh], h, c: 0 };
  },
} as const satisfies RecurrentCell;
