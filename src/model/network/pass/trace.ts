import type { Arena, Pointer } from '../../kernels/arena.ts';
import { recurrentCell } from '../cells/cells.ts';
import type { AnyNetwork } from '../network.ts';
import type { HeadWindow } from './headWindow.ts';
import type { LayerWindow } from './layerWindow.ts';

/**
 * What was done in the last run of a pass: what the cells did, and what the heads make of it. Its views are overwritten by
 * the next run. Layers count from 0, the lowest. A backward pass takes the place of the gates and of the outputs.
 */
export class Trace {
  /** What each layer did, the lowest first. */
  readonly layers: readonly LayerWindow[];
  readonly heads: readonly HeadWindow[];

  private readonly network: AnyNetwork;
  private readonly arena: Arena;
  /** of the pass: T * B * H at most */
  private readonly mostFloats: number;
  /** By layer, (T, B, H), where it was asked for. */
  private readonly memoryOutputs: (Pointer | undefined)[] = [];
  /** By layer and name, (T, B, H), where it was asked for. */
  private readonly gates = new Map<string, Float32Array>();
  private steps = 0;

  constructor(
    network: AnyNetwork,
    windows: { layers: readonly LayerWindow[]; heads: readonly HeadWindow[] },
    { arena, mostFloats }: { arena: Arena; mostFloats: number },
  ) {
    this.network = network;
    this.layers = windows.layers;
    this.heads = windows.heads;
    this.arena = arena;
    this.mostFloats = mostFloats;
  }

  /** To be called by the pass: a run of so many steps was made. */
  begin(length: number): void {
    this.steps = length;
    for (const head of this.heads) head.begin(length);
  }

  /** T */
  get length(): number {
    return this.steps;
  }

  /** B */
  get batchSize(): number {
    return this.layers[0].batchSize;
  }

  /** View (T, B, H) of h after each step. */
  hidden(layer: number): Float32Array {
    const { h, stateFloats } = this.layers[layer];
    return h.subarray(stateFloats, (this.steps + 1) * stateFloats);
  }

  /** View (T, B, H) of c after each step, for cells with a memory. */
  memory(layer: number): Float32Array | undefined {
    const { c, stateFloats } = this.layers[layer];
    return c?.subarray(stateFloats, (this.steps + 1) * stateFloats);
  }

  /**
   * View (T, B, H) of tanh(c) after each step, for cells with a memory: what the output gate lets through to h. Each
   * layer has room of its own for it, taken when it is first asked for.
   */
  memoryOutput(layer: number): Float32Array {
    const window = this.layers[layer];
    if (!window.c) throw new RangeError(`Cells of type ${this.network.shape.cell} have no memory.`);
    const room = (this.memoryOutputs[layer] ??= this.arena.allocate(this.mostFloats));
    const floats = this.steps * window.stateFloats;
    // The one kernel that takes the tanh of plain floats; tanh of a value has the same bits wherever it stands.
    this.network.kernels.rnnForward(floats, window.cAt(1), room);
    return this.arena.floats(room, floats);
  }

  /**
   * View (T, B, H) of a gate by its name, as it was in each step. Rows of gates hold all kinds, so this is a copy, which
   * is overwritten when it is asked for again.
   */
  gate(layer: number, name: string): Float32Array {
    const { gates } = recurrentCell(this.network.shape.cell);
    const kind = gates.indexOf(name);
    if (kind < 0)
      throw new RangeError(`No gate ${name} in a ${this.network.shape.cell}; there are ${gates.join(', ')}.`);
    if (name === 'h') return this.hidden(layer);
    const { gateValues, hiddenSize, gateWidth } = this.layers[layer];
    const key = `${layer}.${name}`;
    const values = this.gates.get(key) ?? new Float32Array(this.mostFloats);
    this.gates.set(key, values);
    const rows = this.steps * this.batchSize;
    for (let row = 0; row < rows; row++) {
      const from = row * gateWidth + kind * hiddenSize;
      values.set(gateValues.subarray(from, from + hiddenSize), row * hiddenSize);
    }
    return values.subarray(0, rows * hiddenSize);
  }

  /** A head by its name. */
  head(name: string): HeadWindow {
    const head = this.heads.find(({ shape }) => shape.name === name);
    if (!head)
      throw new RangeError(
        `No head ${name}; there are ${this.heads.map(({ shape }) => shape.name).join(', ')}.`,
      );
    return head;
  }

  /** Of the first head: see HeadWindow. */
  logits(): Float32Array {
    return this.heads[0].logits();
  }

  /** Of the first head: see HeadWindow. */
  probabilities(inverseTemperature = 1): Float32Array {
    return this.heads[0].probabilities(inverseTemperature);
  }

  /** Of the first head: see HeadWindow. */
  losses(targets: ArrayLike<number>, scale = 1): Float32Array {
    return this.heads[0].losses(targets, scale);
  }
}
