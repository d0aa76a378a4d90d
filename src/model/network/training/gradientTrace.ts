import type { Arena, Pointer } from '../../kernels/arena.ts';
import { recurrentCell } from '../cells/cells.ts';
import type { AnyNetwork } from '../network.ts';
import type { ForwardPass } from '../pass/forwardPass.ts';
import type { LayerWindow } from '../pass/layerWindow.ts';

/**
 * What a backward pass is asked for beside the gradients of the parameters: those of h and c after every step, of the
 * state that the window began with, of the vectors that were read.
 */
export type GradientWish = 'steps' | 'start' | 'inputs';

/** Of each layer, (T, B, H). */
interface StepGradients {
  dh: Float32Array;
  dc: Float32Array | undefined;
}

/** Where the gradient of h (T + 1, B, H) and of c (B, H) of the layer that is at work lie. */
interface Places {
  arena: Arena;
  wishes: readonly GradientWish[];
  dh: Pointer;
  dc: Pointer;
}

/** What was wished for of the last backward pass: views that the next one overwrites. Layers count from 0, the lowest. */
export class GradientTrace {
  readonly wantsStart: boolean;
  /** where the gradient of the vectors goes, and how many there are at each place */
  readonly inputRoom: readonly [Pointer, number];

  private readonly network: AnyNetwork;
  private readonly pass: ForwardPass;
  private readonly dh: Float32Array;
  private readonly dc: Float32Array;
  private readonly steps: readonly StepGradients[];
  /** as ForwardPass has a state */
  private readonly startState: Float32Array;
  private readonly inputValues: Float32Array;
  private length = 0;

  constructor(network: AnyNetwork, pass: ForwardPass, { arena, wishes, dh, dc }: Places) {
    const { input, numLayers, hiddenSize, cell } = network.shape;
    const stateFloats = pass.batchSize * hiddenSize;
    const rows = pass.seqLength * pass.batchSize;
    const { hasMemory } = recurrentCell(cell);
    const width = wishes.includes('inputs') && input.kind === 'vectors' ? input.size : 0;
    this.network = network;
    this.pass = pass;
    this.wantsStart = wishes.includes('start');
    this.dh = arena.floats(dh, (pass.seqLength + 1) * stateFloats);
    this.dc = arena.floats(dc, stateFloats);
    const room = () => new Float32Array(rows * hiddenSize);
    this.steps = wishes.includes('steps')
      ? Array.from({ length: numLayers }, () => ({ dh: room(), dc: hasMemory ? room() : undefined }))
      : [];
    this.startState = new Float32Array(this.wantsStart ? pass.stateLength : 0);
    this.inputRoom = [arena.allocate(rows * width), width];
    this.inputValues = arena.floats(this.inputRoom[0], rows * width);
  }

  /** View (T, B, H): the gradient of h after each step. */
  hidden(layer: number): Float32Array {
    return this.ofSteps(this.wished(this.steps[layer]?.dh, 'steps'));
  }

  /** View (T, B, H): the gradient of c after each step, for cells with a memory. */
  memory(layer: number): Float32Array {
    return this.ofSteps(this.wished(this.steps[layer]?.dc, 'steps'));
  }

  /** The gradient of the state that the window began with, laid out as ForwardPass has a state. */
  start(): Float32Array {
    return this.wished(this.wantsStart ? this.startState : undefined, 'start');
  }

  /** View (T, B, I): the gradient of the vectors that were read. */
  inputs(): Float32Array {
    const [, width] = this.inputRoom;
    const values = this.wished(width > 0 ? this.inputValues : undefined, 'inputs');
    return values.subarray(0, this.length * this.pass.batchSize * width);
  }

  /** View (T, B, G): the gradient of what the lowest layer's gates get of the input, W_ih x + b_ih. */
  inputGates(): Float32Array {
    const { gateValues, gateWidth, batchSize } = this.pass.trace.layers[0];
    return gateValues.subarray(0, this.length * batchSize * gateWidth);
  }

  /** To be called by the pass: takes up the gradient of the state that the window ended in. */
  addEnd(layer: number, length: number, dState: Float32Array): void {
    const { c, stateFloats } = this.pass.trace.layers[layer];
    if (dState.length !== this.pass.stateLength)
      throw new RangeError(`The gradient of ${dState.length} floats of a state of ${this.pass.stateLength}.`);
    const at = layer * (c ? 2 : 1) * stateFloats;
    for (let i = 0; i < stateFloats; i++) this.dh[length * stateFloats + i] += dState[at + i];
    if (c) this.dc.set(dState.subarray(at + stateFloats, at + 2 * stateFloats));
  }

  /** To be called by the pass when all gradient of h after step t is there, and the gates still are. */
  beforeStep(layer: number, t: number): void {
    if (this.steps.length === 0) return;
    const dc = this.steps[layer].dc;
    const cell = recurrentCell(this.network.shape.cell);
    const window = this.pass.trace.layers[layer];
    if (!dc || !cell.memoryGradient || !window.c) return;
    const { stateFloats } = window;
    for (let i = 0; i < stateFloats; i++) {
      const c = window.c[(t + 1) * stateFloats + i];
      const step = { gates: gatesOf(window, t, i), h: 0, c };
      const given = { dh: this.dh[(t + 1) * stateFloats + i], dc: this.dc[i] };
      dc[t * stateFloats + i] = cell.memoryGradient(step, given);
    }
  }

  /** To be called by the pass when a layer's steps have been gone through. */
  afterSteps(layer: number, length: number): void {
    const { c, stateFloats } = this.pass.trace.layers[layer];
    this.length = length;
    if (this.steps.length > 0)
      this.steps[layer].dh.set(this.dh.subarray(stateFloats, (length + 1) * stateFloats));
    if (!this.wantsStart) return;
    const at = layer * (c ? 2 : 1) * stateFloats;
    this.startState.set(this.dh.subarray(0, stateFloats), at);
    if (c) this.startState.set(this.dc, at + stateFloats);
  }

  private ofSteps(values: Float32Array): Float32Array {
    return values.subarray(0, this.length * this.pass.trace.layers[0].stateFloats);
  }

  private wished(values: Float32Array | undefined, wish: GradientWish): Float32Array {
    if (!values)
      throw new RangeError(`There is none: the backward pass was not made with the wish '${wish}'.`);
    return values;
  }
}

/** The gates of one cell of one stream, `i` being its place in (B, H). */
function gatesOf(
  { gateValues, gateWidth, hiddenSize, batchSize }: LayerWindow,
  t: number,
  i: number,
): number[] {
  const [stream, cell] = [Math.floor(i / hiddenSize), i % hiddenSize];
  const start = (t * batchSize + stream) * gateWidth + cell;
  return Array.from({ length: gateWidth / hiddenSize }, (_, kind) => gateValues[start + kind * hiddenSize]);
}
