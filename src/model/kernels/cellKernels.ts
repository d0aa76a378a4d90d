// The kernels of each kind of cell: what they are, and in plain loops what they mean. src/model/network/cells says where
// they stand in a step; kernels.c has the fast ones.
import type { Arena, Pointer } from './arena.ts';
import { sigmoid } from './sigmoid.ts';

/** One time step of B streams of H cells, and its gradient. */
export interface CellKernels {
  /** h = tanh(gates), for B * H values. */
  rnnForward(count: number, gates: Pointer, h: Pointer): void;

  /** gates = dh * (1 - h^2): the gradient before the tanh takes the place of `gates`. */
  rnnBackward(count: number, gates: Pointer, h: Pointer, dh: Pointer): void;

  /**
   * One LSTM time step after the matrix products. gates (B, 4H) hold the sums for i, f, g, o and are replaced by their
   * activations; c = f * cPrevious + i * g; h = o * tanh(c).
   */
  lstmForward(
    batch: number,
    hidden: number,
    gates: Pointer,
    cPrevious: Pointer,
    c: Pointer,
    h: Pointer,
  ): void;

  /**
   * gates (B, 4H) hold the activations and are replaced by the gradients of the sums. dh is the gradient of h; dc
   * (B, H) comes in as the gradient of c from the step after, and goes out as that of cPrevious. tanh(c) is taken from
   * h = o * tanh(c); where o is below 1e-30 it counts for nothing.
   */
  lstmBackward(
    batch: number,
    hidden: number,
    gates: Pointer,
    cPrevious: Pointer,
    h: Pointer,
    dh: Pointer,
    dc: Pointer,
  ): void;

  /**
   * One GRU time step after the matrix products. inputGates (B, 3H) hold W x + b_ih and are replaced by the
   * activations r, z, n; hiddenGates (B, 3H) hold W h + b_hh and are kept. n = tanh(inputGates_n + r * hiddenGates_n);
   * h = (1 - z) * n + z * hPrevious.
   */
  gruForward(
    batch: number,
    hidden: number,
    inputGates: Pointer,
    hiddenGates: Pointer,
    hPrevious: Pointer,
    h: Pointer,
  ): void;

  /**
   * inputGates hold r, z, n and are replaced by the gradient of W x + b_ih; hiddenGates are replaced by that of
   * W h + b_hh; dh * z, the direct part of the gradient of hPrevious, is added to dhPrevious.
   */
  gruBackward(
    batch: number,
    hidden: number,
    inputGates: Pointer,
    hiddenGates: Pointer,
    hPrevious: Pointer,
    dh: Pointer,
    dhPrevious: Pointer,
  ): void;
}

export function cellSpecification(arena: Arena): CellKernels {
  const floats = (pointer: Pointer, count: number) => arena.floats(pointer, count);

  return {
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
  };
}
