import type { Arena, Pointer } from '../../kernels/arena.ts';
import type { RecurrentCell, StateGradients } from '../cells/cell.ts';
import { recurrentCell } from '../cells/cells.ts';
import type { AnyNetwork } from '../network.ts';
import type { ForwardPass } from '../pass/forwardPass.ts';
import type { HeadWindow } from '../pass/headWindow.ts';
import type { LayerWindow } from '../pass/layerWindow.ts';
import type { BackwardWeights } from './backwardWeights.ts';
import { GradientTrace, type GradientWish } from './gradientTrace.ts';
import { WeightGradients } from './weightGradients.ts';

const FLOAT_BYTES = 4;

/** Where a backward pass finds the weights, and where its gradients go. */
interface BackwardOptions {
  arena: Arena;
  weights: BackwardWeights;
  /** in the order and layout of the parameters */
  gradients: Pointer;
  /** what else than the parameters' gradients is wanted */
  wishes?: readonly GradientWish[];
}

/**
 * Back-propagation through the time of one window, from the losses of its heads, or from the gradient of the state that
 * it ended in. The state that came in is taken as given (truncated), unless its gradient is wished for.
 */
export class BackwardPass implements StateGradients {
  readonly dc: Pointer;
  /** What was wished for, of the last run. */
  readonly trace: GradientTrace;

  private readonly network: AnyNetwork;
  private readonly pass: ForwardPass;
  private readonly cell: RecurrentCell;
  private readonly weights: BackwardWeights;
  private readonly parameters: WeightGradients;
  /** (T + 1, B, H), of the layer that is at work */
  private readonly dh: Pointer;
  /** (rows, G): the gradient of the lowest layer's table of inputs, where it has one */
  private readonly dTable: Pointer;
  private readonly tableRows: number;

  constructor(network: AnyNetwork, pass: ForwardPass, options: BackwardOptions) {
    const { arena, weights, gradients, wishes = [] } = options;
    this.network = network;
    this.pass = pass;
    this.weights = weights;
    const { hiddenSize, cell, input } = network.shape;
    this.cell = recurrentCell(cell);
    const gateWidth = this.cell.gates.length * hiddenSize;
    const stateFloats = pass.batchSize * hiddenSize;
    this.tableRows = input.kind === 'symbols' ? input.size : input.kind === 'zeros' ? 1 : 0;
    this.dh = arena.allocate((pass.seqLength + 1) * stateFloats);
    this.dc = arena.allocate(stateFloats);
    this.parameters = new WeightGradients(network, arena, gradients);
    this.dTable = arena.allocate(this.tableRows * gateWidth);
    this.trace = new GradientTrace(network, pass, { arena, wishes, dh: this.dh, dc: this.dc });
  }

  dhAt(slot: number): Pointer {
    return this.dh + slot * this.stateFloats * FLOAT_BYTES;
  }

  /** B * H */
  private get stateFloats(): number {
    return this.pass.trace.layers[0].stateFloats;
  }

  /**
   * Computes all gradients of a window of `length` steps that has just been run: of the losses that its heads were asked
   * for, and of whatever `dState` is the gradient of, laid out as the state that the window ended in (see
   * ForwardPass.readState). The parameters must be those of the run, and the weights packed from them.
   */
  run(length: number, dState?: Float32Array): void {
    const { layers } = this.pass.trace;
    this.headsBackward(length);
    for (let layer = layers.length - 1; layer >= 0; layer--) {
      this.stepsBackward(layer, length, dState);
      this.layerGradients(layer, length);
      const packedInput = this.weights.input[layer];
      if (packedInput !== undefined) this.inputBackward(layer, packedInput, length);
    }
  }

  /** Gradients of the heads, and from them of the top layer's h. */
  private headsBackward(length: number): void {
    const { heads } = this.pass.trace;
    // The first head's product takes the place of what is there, if it has a row for each; else they are added to zeros.
    const isCovered = heads.length > 0 && heads[0].holdsGradient && heads[0].coversRun;
    if (!isCovered) this.network.kernels.fill(length * this.stateFloats, 0, this.dhAt(1));
    for (let i = 0; i < heads.length; i++) {
      if (heads[i].holdsGradient)
        this.headBackward(heads[i], this.weights.heads[i], isCovered && i === 0 ? 0 : 1);
      else this.parameters.clearHead(heads[i]);
    }
  }

  private headBackward(head: HeadWindow, packed: Pointer, accumulate: 0 | 1): void {
    const { kernels, shape } = this.network;
    const { hiddenSize } = shape;
    const { batchSize, layers } = this.pass.trace;
    const { outputCount } = head;
    this.parameters.head(head, layers[layers.length - 1]);
    let done = 0;
    for (const { first, count } of head.ranges) {
      const rows = count * batchSize;
      const from = head.outputsAfter(done);
      const dh = this.dhAt(first + 1);
      kernels.gemm(rows, hiddenSize, outputCount, from, outputCount, 1, packed, dh, hiddenSize, accumulate);
      done += count;
    }
  }

  /** From the gradients of h, back in time: the gradients of the gates take the place of the gates. */
  private stepsBackward(layer: number, length: number, dState: Float32Array | undefined): void {
    const { kernels } = this.network;
    const window = this.pass.trace.layers[layer];
    const { gateWidth, hiddenSize, batchSize, stateFloats } = window;
    const { input } = this.pass;
    const packedRecurrent = this.weights.recurrent[layer];
    const readsTable = layer === 0 && input.form === 'rows';
    if (readsTable) kernels.fill(this.tableRows * gateWidth, 0, this.dTable);
    kernels.fill(stateFloats, 0, this.dhAt(0));
    kernels.fill(stateFloats, 0, this.dc);
    if (dState) this.trace.addEnd(layer, length, dState);
    for (let t = length - 1; t >= 0; t--) {
      this.trace.beforeStep(layer, t);
      this.cell.backward(kernels, window, this, t);
      // While the step's gates are still in the cache.
      if (readsTable) this.tableBackward(window, input.ids + t * batchSize * FLOAT_BYTES, t);
      // Slot 0 came from the window before, where no gradient goes.
      if (t === 0 && !this.trace.wantsStart) break;
      kernels.gemm(
        batchSize,
        hiddenSize,
        gateWidth,
        window.hiddenGatesAt(t),
        gateWidth,
        1,
        packedRecurrent,
        this.dhAt(t),
        hiddenSize,
        1,
      );
    }
    this.trace.afterSteps(layer, length);
  }

  /** What step t adds to the gradient of the table. */
  private tableBackward(window: LayerWindow, ids: Pointer, t: number): void {
    const { gateWidth, batchSize } = window;
    this.network.kernels.scatterAddRows(batchSize, gateWidth, window.gatesAt(t), ids, this.dTable);
  }

  /** The gradients of one layer's parameters, from those of its gates. */
  private layerGradients(layer: number, length: number): void {
    const { layers } = this.pass.trace;
    const { input } = this.pass;
    const window = layers[layer];
    if (layer > 0) {
      const below = layers[layer - 1];
      this.parameters.input(layer, window, { x: below.hAt(1), width: below.hiddenSize, length });
    } else if (input.form === 'matrix')
      this.parameters.input(layer, window, { x: input.vectors, width: input.width, length });
    else this.parameters.table(window, { dTable: this.dTable, rows: this.tableRows });
    this.parameters.recurrent(layer, window, length);
  }

  /** From the gradients of a layer's gates: those of h of the layer below, or of the vectors that it read. */
  private inputBackward(layer: number, packedInput: Pointer, length: number): void {
    const { gateWidth, hiddenSize, batchSize } = this.pass.trace.layers[layer];
    const rows = length * batchSize;
    const dGates = this.pass.trace.layers[layer].gatesAt(0);
    const [to, width] = layer === 0 ? this.trace.inputRoom : [this.dhAt(1), hiddenSize];
    this.network.kernels.gemm(rows, width, gateWidth, dGates, gateWidth, 1, packedInput, to, width, 0);
  }
}
