import { sigmoid } from '../../kernels/sigmoid.ts';
import type { RecurrentCell } from './cell.ts';

/**
 * Long short-term memory, gates in PyTorch's order: input i, forget f, candidate g, output o, each from
 * W_ih x_t + b_ih + W_hh h_{t-1} + b_hh; c_t = f c_{t-1} + i g; h_t = o tanh(c_t).
 */
export const lstm = {
  gates: ['input', 'forget', 'candidate', 'output'],
  hasMemory: true,
  separateHiddenGates: false,
  learningRate: 0.01,

  forward(kernels, window, t) {
    const { batchSize, hiddenSize } = window;
    kernels.lstmForward(
      batchSize,
      hiddenSize,
      window.gatesAt(t),
      window.cAt(t),
      window.cAt(t + 1),
      window.hAt(t + 1),
    );
  },

  backward(kernels, window, gradients, t) {
    const { batchSize, hiddenSize } = window;
    kernels.lstmBackward(
      batchSize,
      hiddenSize,
      window.gatesAt(t),
      window.cAt(t),
      window.hAt(t + 1),
      gradients.dhAt(t + 1),
      gradients.dc,
    );
  },

  step({ sums: [i, f, g, o], c: before }, set) {
    const input = set['input'] ?? sigmoid(i);
    const forget = set['forget'] ?? sigmoid(f);
    const candidate = set['candidate'] ?? Math.tanh(g);
    const output = set['output'] ?? sigmoid(o);
    const c = set['c'] ?? forget * before + input * candidate;
    const h = set['h'] ?? output * Math.tanh(c);
    return { gates: [input, forget, candidate, output], h, c };
  },

  memoryGradient({ gates: [, , , output], c }, { dh, dc }) {
    return dc + dh * output * (1 - Math.tanh(c) ** 2);
  },
} as const satisfies RecurrentCell;
