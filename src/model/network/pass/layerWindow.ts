import type { Arena, Pointer } from '../../kernels/arena.ts';
import type { NetworkShape } from '../networkConfig.ts';
import type { CellWindow } from '../cells/cell.ts';
import { recurrentCell } from '../cells/cells.ts';

const FLOAT_BYTES = 4;

/**
 * What one layer does over a window of T time steps, for B streams. States are kept in slots: slot 0 is the state
 * before the window, slot t + 1 that after step t.
 */
export class LayerWindow implements CellWindow {
  readonly hiddenSize: number;
  /** floats of one row of gates, G */
  readonly gateWidth: number;
  /** (T + 1, B, H) */
  readonly h: Float32Array;
  /** (T + 1, B, H), only of cells with a memory */
  readonly c: Float32Array | undefined;
  /** (T, B, G): see gatesAt */
  readonly gateValues: Float32Array;
  /** (T, B, G): see hiddenGatesAt */
  readonly hiddenGateValues: Float32Array;

  private batch: number;
  private readonly gates: Pointer;
  private readonly hiddenGates: Pointer;
  private readonly hStart: Pointer;
  private readonly cStart: Pointer;

  constructor(
    arena: Arena,
    { cell: type, hiddenSize }: NetworkShape,
    size: { batchSize: number; seqLength: number },
  ) {
    const cell = recurrentCell(type);
    this.batch = size.batchSize;
    this.hiddenSize = hiddenSize;
    this.gateWidth = cell.gates.length * hiddenSize;
    const gateFloats = size.seqLength * size.batchSize * this.gateWidth;
    const slots = (size.seqLength + 1) * this.stateFloats;
    this.gates = arena.allocate(gateFloats);
    this.hiddenGates = cell.separateHiddenGates ? arena.allocate(gateFloats) : this.gates;
    this.gateValues = arena.floats(this.gates, gateFloats);
    this.hiddenGateValues = arena.floats(this.hiddenGates, gateFloats);
    this.hStart = arena.allocate(slots);
    this.cStart = cell.hasMemory ? arena.allocate(slots) : this.hStart;
    this.h = arena.floats(this.hStart, slots);
    this.c = cell.hasMemory ? arena.floats(this.cStart, slots) : undefined;
  }

  /** B, at first the size that there is room for. */
  get batchSize(): number {
    return this.batch;
  }

  /** floats of h in one slot, B * H */
  get stateFloats(): number {
    return this.batch * this.hiddenSize;
  }

  /** Sets B, at most what there is room for: rows lie as close together as ever. What was there means nothing then. */
  resize(batchSize: number): void {
    this.batch = batchSize;
  }

  /**
   * (B, G) of step t. Before the cell's forward the sums that make the gates, after it their activations, after its
   * backward the gradients of the sums.
   */
  gatesAt(t: number): Pointer {
    return this.gates + t * this.batchSize * this.gateWidth * FLOAT_BYTES;
  }

  /** (B, G) of step t: what W_hh h is added to. The gates themselves, unless the cell keeps the two sums apart. */
  hiddenGatesAt(t: number): Pointer {
    return this.hiddenGates + t * this.batchSize * this.gateWidth * FLOAT_BYTES;
  }

  /** (B, H) of a slot. */
  hAt(slot: number): Pointer {
    return this.hStart + slot * this.stateFloats * FLOAT_BYTES;
  }

  /** (B, H) of a slot, of cells with a memory. */
  cAt(slot: number): Pointer {
    return this.cStart + slot * this.stateFloats * FLOAT_BYTES;
  }
}
