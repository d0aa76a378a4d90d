import type { Arena } from '../../kernels/arena.ts';
import type { Pointer } from '../../kernels/kernels.ts';
import { type ForwardWeights, forwardWeightsOf, type LayerWeights } from './forwardWeights.ts';
import { LayerWindow } from './layerWindow.ts';
import type { Network } from '../network.ts';
import type { RecurrentCell } from '../cells/cell.ts';
import { recurrentCell } from '../cells/cells.ts';

const FLOAT_BYTES = 4;
const LEAST_INTEGER = -(2 ** 31);

/** What the array of outputs holds at the moment. */
type Outputs = 'nothing' | 'logits' | 'something else';

/**
 * Reads symbols, B streams side by side, and carries their state on from run to run. All memory is taken when it is
 * made. The views that it gives out are overwritten by the next run.
 */
export class ForwardPass {
  /** T: the most steps in one run */
  readonly seqLength: number;
  /** What each layer did in the last run, the lowest first. */
  readonly layers: readonly LayerWindow[];
  /** 32-bit symbols of the last run, (T, B) */
  readonly inputIds: Pointer;
  /** (T, B, V): logits, or what took their place */
  readonly outputs: Pointer;

  private readonly network: Network;
  private readonly arena: Arena;
  private readonly weights: ForwardWeights;
  private readonly cell: RecurrentCell;
  private readonly mostStreams: number;
  /** h of each layer, then its c where the cell has a memory */
  private readonly states: readonly Float32Array[];
  private readonly idValues: Int32Array;
  private readonly targetIds: Pointer;
  /** (T, B) zeros: the ids by which every row of a product is added to a bias, a table of one row */
  private readonly onlyRow: Pointer;
  private readonly targetValues: Int32Array;
  private readonly lossesStart: Pointer;
  private readonly outputValues: Float32Array;
  private readonly lossValues: Float32Array;
  /** By layer, (T, B, H), where it was asked for. */
  private readonly memoryOutputs: (Pointer | undefined)[] = [];
  /** steps in the last run */
  private length = 0;
  /** the slot of the layers' windows that holds the state now */
  private slot = 0;
  private outputsHold: Outputs = 'nothing';
  private turn: 0 | 1 = 0;

  constructor(
    network: Network,
    size: { batchSize: number; seqLength: number },
    {
      arena = network.arena,
      weights = forwardWeightsOf(network),
    }: { arena?: Arena; weights?: ForwardWeights } = {},
  ) {
    this.network = network;
    this.arena = arena;
    this.weights = weights;
    this.mostStreams = size.batchSize;
    this.seqLength = size.seqLength;
    const { config } = network;
    this.cell = recurrentCell(config.cell);
    const rows = size.batchSize * size.seqLength;
    this.layers = Array.from({ length: config.numLayers }, () => new LayerWindow(arena, config, size));
    this.states = this.layers.flatMap(({ h, c }) => (c ? [h, c] : [h]));
    this.inputIds = arena.allocate(rows);
    this.targetIds = arena.allocate(rows);
    this.onlyRow = arena.allocate(rows);
    this.outputs = arena.allocate(rows * config.vocabSize);
    this.lossesStart = arena.allocate(rows);
    this.idValues = arena.integers(this.inputIds, rows);
    this.targetValues = arena.integers(this.targetIds, rows);
    this.outputValues = arena.floats(this.outputs, rows * config.vocabSize);
    this.lossValues = arena.floats(this.lossesStart, rows);
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
    this.length = 0;
    this.reset();
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
    const { hiddenSize } = this.network.config;
    const start = this.slot * this.stateFloats + b * hiddenSize;
    for (let i = 0; i < this.states.length; i++)
      target.set(this.states[i].subarray(start, start + hiddenSize), i * hiddenSize);
  }

  /** Sets the state from which stream b goes on, as `readStream` gave it. */
  writeStream(b: number, source: Float32Array): void {
    const { hiddenSize } = this.network.config;
    this.checkState(source, this.states.length * hiddenSize);
    const start = this.slot * this.stateFloats + b * hiddenSize;
    for (let i = 0; i < this.states.length; i++)
      this.states[i].set(source.subarray(i * hiddenSize, (i + 1) * hiddenSize), start);
  }

  /** Reads `length` (at most seqLength) symbols in each stream, ids[t * B + b]. The state is carried on. */
  run(ids: ArrayLike<number>, length: number): void {
    if (!(length >= 1 && length <= this.seqLength))
      throw new RangeError(`A run of ${length} steps; this pass has room for 1 to ${this.seqLength}.`);
    this.copyIds(ids, this.idValues, length * this.batchSize, 0);
    const { weights } = this;
    weights.refresh();
    this.carryState();
    for (let layer = 0; layer < this.layers.length; layer++) {
      if (layer > 0) this.sumInputs(layer, weights.layers[layer], length);
      this.runSteps(layer, weights.layers[layer], length);
    }
    this.length = length;
    this.slot = length;
    this.outputsHold = 'nothing';
  }

  /** View (T, B, H) of h after each step of the last run. Layers count from 0, the lowest. */
  hidden(layer: number): Float32Array {
    const { h, stateFloats } = this.layers[layer];
    return h.subarray(stateFloats, (this.length + 1) * stateFloats);
  }

  /** View (T, B, H) of c after each step of the last run, for cells with a memory. */
  memory(layer: number): Float32Array | undefined {
    const { c, stateFloats } = this.layers[layer];
    return c?.subarray(stateFloats, (this.length + 1) * stateFloats);
  }

  /**
   * View (T, B, H) of tanh(c) after each step of the last run, for cells with a memory: what the output gate lets
   * through to h. Each layer has room of its own for it, taken when it is first asked for.
   */
  memoryOutput(layer: number): Float32Array {
    const { kernels } = this.network;
    const window = this.layers[layer];
    if (!window.c) throw new RangeError(`Cells of type ${this.network.config.cell} have no memory.`);
    const room = (this.memoryOutputs[layer] ??= this.arena.allocate(
      this.seqLength * this.mostStreams * window.hiddenSize,
    ));
    const floats = this.rows * window.hiddenSize;
    // The one kernel that takes the tanh of plain floats; tanh of a value has the same bits wherever it stands.
    kernels.rnnForward(floats, window.cAt(1), room);
    return this.arena.floats(room, floats);
  }

  /** View (T, B, V) of the logits of the last run. */
  logits(): Float32Array {
    this.computeLogits();
    return this.outputValues.subarray(0, this.rows * this.network.config.vocabSize);
  }

  /**
   * View (T, B, V) of softmax(logits * inverseTemperature) of the last run. They take the place of the logits, and
   * what was written to the view that `logits` gave counts.
   */
  probabilities(inverseTemperature = 1): Float32Array {
    const probabilities = this.logits();
    const { vocabSize } = this.network.config;
    this.network.kernels.softmax(this.rows, vocabSize, this.outputs, inverseTemperature);
    this.outputsHold = 'something else';
    return probabilities;
  }

  /**
   * View (T, B) of the losses in nats of the last run, the one at a negative target being 0. The logits become their
   * gradient, times `scale`.
   */
  losses(targets: ArrayLike<number>, scale = 1): Float32Array {
    this.computeLogits();
    const { kernels, config } = this.network;
    this.copyIds(targets, this.targetValues, this.rows, LEAST_INTEGER);
    kernels.softmaxCrossEntropy(
      this.rows,
      config.vocabSize,
      this.outputs,
      this.targetIds,
      this.lossesStart,
      scale,
    );
    this.outputsHold = 'something else';
    return this.lossValues.subarray(0, this.rows);
  }

  /** T * B of the last run. */
  private get rows(): number {
    return this.length * this.batchSize;
  }

  private get stateFloats(): number {
    return this.layers[0].stateFloats;
  }

  private checkState(source: Float32Array, length: number): void {
    if (source.length !== length)
      throw new RangeError(`A state of ${source.length} floats; this pass has ${length}.`);
  }

  /** The kernels read tables at these numbers unchecked, so what is not a symbol stops here. */
  private copyIds(from: ArrayLike<number>, to: Int32Array, count: number, least: number): void {
    const { vocabSize } = this.network.config;
    if (from.length < count) throw new RangeError(`${from.length} symbols where ${count} are needed.`);
    for (let i = 0; i < count; i++) {
      const id = from[i];
      if (!(id >= least && id < vocabSize))
        throw new RangeError(`Symbol ${id}; the vocabulary of this network has ${vocabSize}.`);
      to[i] = id;
    }
  }

  /** The state that the last run ended in becomes slot 0. */
  private carryState(): void {
    if (this.slot === 0) return;
    const start = this.slot * this.stateFloats;
    for (const values of this.states) values.copyWithin(0, start, start + this.stateFloats);
  }

  /** The part of the gates that does not depend on the state before, for all steps at once, of a layer above others. */
  private sumInputs(layer: number, weights: LayerWeights, length: number): void {
    const { kernels } = this.network;
    const window = this.layers[layer];
    const { gateWidth, hiddenSize } = window;
    const rows = length * this.batchSize;
    const gates = window.gatesAt(0);
    const below = this.layers[layer - 1].hAt(1);
    const { input, inputBias } = weights;
    kernels.gemmOntoRows(rows, gateWidth, hiddenSize, below, input, inputBias, this.onlyRow, gates, 0);
  }

  private runSteps(layer: number, weights: LayerWeights, length: number): void {
    const { kernels } = this.network;
    const window = this.layers[layer];
    for (let t = 0; t < length; t++) {
      if (this.cell.separateHiddenGates) this.sumApart(layer, weights, t);
      else this.sumTogether(layer, weights, t);
      this.cell.forward(kernels, window, t);
    }
  }

  /** The sums that make the gates of step t. The lowest layer's input is looked up here, and not for all steps at once. */
  private sumTogether(layer: number, { input, recurrent }: LayerWeights, t: number): void {
    const { kernels } = this.network;
    const window = this.layers[layer];
    const { batchSize, gateWidth, hiddenSize } = window;
    const [h, gates] = [window.hAt(t), window.gatesAt(t)];
    const ids = this.idsAt(t);
    if (layer === 0)
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
    else kernels.gemm(batchSize, gateWidth, hiddenSize, h, hiddenSize, 1, recurrent, gates, gateWidth, 1);
  }

  /** The same for a cell that does not simply add what the input and the state give. */
  private sumApart(layer: number, { input, recurrent, recurrentBias }: LayerWeights, t: number): void {
    const { kernels } = this.network;
    const window = this.layers[layer];
    const { batchSize, gateWidth, hiddenSize } = window;
    if (layer === 0) kernels.gatherRows(batchSize, gateWidth, input, this.idsAt(t), window.gatesAt(t));
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

  private idsAt(t: number): Pointer {
    return this.inputIds + t * this.batchSize * FLOAT_BYTES;
  }

  private computeLogits(): void {
    if (this.outputsHold === 'logits') return;
    const { kernels, config } = this.network;
    const { vocabSize, hiddenSize } = config;
    const { weights } = this;
    weights.refresh();
    const top = this.layers[this.layers.length - 1].hAt(1);
    const { outputs, rows } = this;
    const { output, outputBias } = weights;
    kernels.gemmOntoRows(rows, vocabSize, hiddenSize, top, output, outputBias, this.onlyRow, outputs, 0);
    this.outputsHold = 'logits';
  }
}
