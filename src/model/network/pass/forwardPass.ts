import type { Arena, Pointer } from '../../kernels/arena.ts';
import type { RecurrentCell } from '../cells/cell.ts';
import { recurrentCell } from '../cells/cells.ts';
import type { Input } from '../inputs/input.ts';
import { createInput } from '../inputs/inputs.ts';
import type { AnyNetwork } from '../network.ts';
import { type ForwardWeights, forwardWeightsOf, type LayerWeights } from './forwardWeights.ts';
import { HeadWindow } from './headWindow.ts';
import { type Intervention, Interventions } from './interventions.ts';
import { LayerWindow } from './layerWindow.ts';
import { Trace } from './trace.ts';

const FLOAT_BYTES = 4;

export interface RunOptions {
  /** Values that cells are given in this run. A backward pass does not know of them: it is for runs without. */
  interventions?: readonly Intervention[];
}
/**
 * Reads what its network reads, B streams side by side, and carries their state on from run to run. All memory is taken
 * when it is made.
 */
export class ForwardPass {
  /** T: the most steps in one run */
  readonly seqLength: number;
  readonly input: Input;
  /** Of the last run: overwritten by the next. */
  readonly trace: Trace;

  private readonly network: AnyNetwork;
  private readonly weights: ForwardWeights;
  private readonly cell: RecurrentCell;
  private readonly mostStreams: number;
  private readonly layers: readonly LayerWindow[];
  /** h of each layer, then its c where the cell has a memory */
  private readonly states: readonly Float32Array[];
  /** (T, B) zeros: the ids by which every row of a product is added to a bias, a table of one row */
  private readonly onlyRow: Pointer;
  /** the slot of the layers' windows that holds the state now */
  private slot = 0;
  private turn: 0 | 1 = 0;

  constructor(
    network: AnyNetwork,
    size: { batchSize: number; seqLength: number },
    {
      arena = network.arena,
      weights = forwardWeightsOf(network),
    }: { arena?: Arena; weights?: ForwardWeights } = {},
  ) {
    const { shape, kernels } = network;
    const rows = size.batchSize * size.seqLength;
    this.network = network;
    this.weights = weights;
    this.mostStreams = size.batchSize;
    this.seqLength = size.seqLength;
    this.cell = recurrentCell(shape.cell);
    this.layers = Array.from({ length: shape.numLayers }, () => new LayerWindow(arena, shape, size));
    this.states = this.layers.flatMap(({ h, c }) => (c ? [h, c] : [h]));
    this.input = createInput(shape.input, arena, rows);
    this.onlyRow = arena.allocate(rows);
    const top = this.layers[this.layers.length - 1];
    const heads = shape.heads.map((head, i) => {
      const from = { kernels, weights: weights.heads[i], top, onlyRow: this.onlyRow };
      return new HeadWindow(head, from, { arena, ...size });
    });
    const mostFloats = rows * shape.hiddenSize;
    this.trace = new Trace(network, { layers: this.layers, heads }, { arena, mostFloats });
  }

  /** B: the streams of a run, at first as many as there is room for. */
  get batchSize(): number {
    return this.layers[0].batchSize;
  }

  /** Floats of the state of all B streams: layer by layer h (B, H), then c (B, H) where the cell has a memory. */
  get stateLength(): number {
    return this.states.length * this.stateFloats;
  }

  /** Every stream starts from the zero state. */
  reset(): void {
    this.slot = 0;
    for (const values of this.states) values.fill(0, 0, this.stateFloats);
  }

  /** From here on there are `batchSize` streams, in the zero state; what is not used costs nothing. */
  resize(batchSize: number): void {
    if (!(batchSize >= 1 && batchSize <= this.mostStreams))
      throw new RangeError(`${batchSize} streams; this pass has room for 1 to ${this.mostStreams}.`);
    for (const window of this.layers) window.resize(batchSize);
    this.reset();
    this.trace.begin(0);
  }

  /** Copies the state after the last run to `target` (stateLength). */
  readState(target: Float32Array): void {
    const { stateFloats } = this;
    const start = this.slot * stateFloats;
    for (let i = 0; i < this.states.length; i++)
      target.set(this.states[i].subarray(start, start + stateFloats), i * stateFloats);
  }

  /** Sets the state that the next run starts from, as `readState` gave it. */
  writeState(source: Float32Array): void {
    this.checkState(source, this.stateLength);
    const { stateFloats } = this;
    this.slot = 0;
    for (let i = 0; i < this.states.length; i++)
      this.states[i].set(source.subarray(i * stateFloats, (i + 1) * stateFloats), 0);
  }

  /** Copies the state of stream b after the last run to `target`: as `readState`, of a pass for one stream. */
  readStream(b: number, target: Float32Array): void {
    const { hiddenSize } = this.network.shape;
    const start = this.slot * this.stateFloats + b * hiddenSize;
    for (let i = 0; i < this.states.length; i++)
      target.set(this.states[i].subarray(start, start + hiddenSize), i * hiddenSize);
  }

  /** Sets the state from which stream b goes on, as `readStream` gave it. */
  writeStream(b: number, source: Float32Array): void {
    const { hiddenSize } = this.network.shape;
    this.checkState(source, this.states.length * hiddenSize);
    const start = this.slot * this.stateFloats + b * hiddenSize;
    for (let i = 0; i < this.states.length; i++)
      this.states[i].set(source.subarray(i * hiddenSize, (i + 1) * hiddenSize), start);
  }

  /**
   * Reads `length` (at most seqLength) steps of each stream: symbols ids[t * B + b], numbers (T, B, I), or nothing. The
   * state is carried on.
   */
  run(inputs: ArrayLike<number>, length: number, options?: RunOptions): Trace {
    if (!(length >= 1 && length <= this.seqLength))
      throw new RangeError(`A run of ${length} steps; this pass has room for 1 to ${this.seqLength}.`);
    const interventions = options?.interventions && this.planned(options.interventions, length);
    this.input.set(inputs, length * this.batchSize);
    this.weights.refresh();
    this.carryState();
    for (let layer = 0; layer < this.layers.length; layer++) {
      const weights = this.weights.layers[layer];
      if (layer > 0 || this.input.form === 'matrix') this.sumInputs(layer, weights, length);
      this.runSteps(layer, weights, { length, interventions });
    }
    this.slot = length;
    this.trace.begin(length);
    return this.trace;
  }

  private get stateFloats(): number {
    return this.layers[0].stateFloats;
  }

  private checkState(source: Float32Array, length: number): void {
    if (source.length !== length)
      throw new RangeError(`A state of ${source.length} floats; this pass has ${length}.`);
  }

  private planned(interventions: readonly Intervention[], length: number): Interventions {
    return new Interventions(interventions, this.network.shape, { batchSize: this.batchSize, length });
  }

  /** The state that the last run ended in becomes slot 0. */
  private carryState(): void {
    if (this.slot === 0) return;
    const start = this.slot * this.stateFloats;
    for (const values of this.states) values.copyWithin(0, start, start + this.stateFloats);
  }

  /**
   * The part of the gates that does not depend on the state before, for all steps at once: of a layer above others, or of
   * one that reads numbers.
   */
  private sumInputs(layer: number, { input, inputBias }: LayerWeights, length: number): void {
    const { kernels } = this.network;
    const window = this.layers[layer];
    const rows = length * this.batchSize;
    const gates = window.gatesAt(0);
    const { vectors, width } = this.inputOf(layer);
    kernels.gemmOntoRows(rows, window.gateWidth, width, vectors, input, inputBias, this.onlyRow, gates, 0);
  }

  /** (T, B, width): what a layer that does not look it up in a table reads. */
  private inputOf(layer: number): { vectors: Pointer; width: number } {
    if (layer > 0)
      return { vectors: this.layers[layer - 1].hAt(1), width: this.layers[layer - 1].hiddenSize };
    if (this.input.form === 'matrix') return this.input;
    throw new Error('The lowest layer reads rows of a table.');
  }

  private runSteps(
    layer: number,
    weights: LayerWeights,
    { length, interventions }: { length: number; interventions: Interventions | undefined },
  ): void {
    const { kernels } = this.network;
    const window = this.layers[layer];
    const table = layer === 0 && this.input.form === 'rows' ? this.input : undefined;
    for (let t = 0; t < length; t++) {
      const ids = table && table.ids + t * this.batchSize * FLOAT_BYTES;
      if (this.cell.separateHiddenGates) this.sumApart(window, weights, t, ids);
      else this.sumTogether(window, weights, t, ids);
      interventions?.before(layer, window, t);
      this.cell.forward(kernels, window, t);
      interventions?.after(layer, window, t);
    }
  }

  /** The sums that make the gates of step t. What `ids` select of a table is looked up here, and not for all steps at once. */
  private sumTogether(
    window: LayerWindow,
    { input, recurrent }: LayerWeights,
    t: number,
    ids: Pointer | undefined,
  ): void {
    const { kernels } = this.network;
    const { batchSize, gateWidth, hiddenSize } = window;
    const [h, gates] = [window.hAt(t), window.gatesAt(t)];
    if (ids === undefined)
      kernels.gemm(batchSize, gateWidth, hiddenSize, h, hiddenSize, 1, recurrent, gates, gateWidth, 1);
    else
      kernels.gemmOntoRows(
        batchSize,
        gateWidth,
        hiddenSize,
        h,
        recurrent,
        input,
        ids,
        gates,
        this.takeTurn(),
      );
  }

  /** The same for a cell that does not simply add what the input and the state give. */
  private sumApart(
    window: LayerWindow,
    { input, recurrent, recurrentBias }: LayerWeights,
    t: number,
    ids: Pointer | undefined,
  ): void {
    const { kernels } = this.network;
    const { batchSize, gateWidth, hiddenSize } = window;
    if (ids !== undefined) kernels.gatherRows(batchSize, gateWidth, input, ids, window.gatesAt(t));
    kernels.gemmOntoRows(
      batchSize,
      gateWidth,
      hiddenSize,
      window.hAt(t),
      recurrent,
      recurrentBias,
      this.onlyRow,
      window.hiddenGatesAt(t),
      this.takeTurn(),
    );
  }

  /** From which end the recurrent weights are to be read this time. */
  private takeTurn(): 0 | 1 {
    this.turn = this.turn === 0 ? 1 : 0;
    return this.turn;
  }
}
