import { packedFloats, type Pointer } from '../../kernels/kernels.ts';
import type { Arena } from '../../kernels/arena.ts';
import type { BackwardWeights } from './backwardWeights.ts';
import type { ForwardPass } from '../pass/forwardPass.ts';
import type { LayerWindow } from '../pass/layerWindow.ts';
import type { Network } from '../network.ts';
import type { RecurrentCell, StateGradients } from '../cells/cell.ts';
import { recurrentCell } from '../cells/cells.ts';

const FLOAT_BYTES = 4;
/** Rows of a weight gradient's sum that are packed at a time: few enough to stay in the second-level cache. */
const BLOCK_ROWS = 256;

/**
 * Back-propagation through the time of one window. It stops at the window's start: the state that came in is taken
 * as given (truncated).
 */
export class BackwardPass implements StateGradients {
  readonly dc: Pointer;

  private readonly network: Network;
  private readonly pass: ForwardPass;
  private readonly cell: RecurrentCell;
  private readonly weights: BackwardWeights;
  /** Where the gradients go, in the order and layout of the parameters. */
  private readonly gradients: Pointer;
  /** (T + 1, B, H), of the layer that is at work */
  private readonly dh: Pointer;
  /** BLOCK_ROWS rows of H, packed */
  private readonly packedBlock: Pointer;
  /** (V, G): the gradient of the lowest layer's table of inputs */
  private readonly dTable: Pointer;

  constructor(
    network: Network,
    pass: ForwardPass,
    { arena, weights, gradients }: { arena: Arena; weights: BackwardWeights; gradients: Pointer },
  ) {
    this.network = network;
    this.pass = pass;
    this.weights = weights;
    this.gradients = gradients;
    const { config, kernels } = network;
    const { vocabSize, hiddenSize } = config;
    this.cell = recurrentCell(config.cell);
    const gateWidth = this.cell.gates.length * hiddenSize;
    const stateFloats = pass.batchSize * hiddenSize;
    this.dh = arena.allocate((pass.seqLength + 1) * stateFloats);
    this.dc = arena.allocate(stateFloats);
    this.packedBlock = arena.allocate(packedFloats(kernels, BLOCK_ROWS, hiddenSize));
    this.dTable = arena.allocate(vocabSize * gateWidth);
  }

  dhAt(slot: number): Pointer {
    return this.dh + slot * this.pass.batchSize * this.network.config.hiddenSize * FLOAT_BYTES;
  }

  /**
   * Computes all gradients of a window of `length` steps that has just been run, whose outputs are the gradients of
   * the logits. The parameters must be those of the run, and the weights packed from them.
   */
  run(length: number): void {
    const { layers } = this.pass;
    this.outputBackward(length);
    for (let layer = layers.length - 1; layer >= 0; layer--) {
      this.stepsBackward(layer, this.weights.recurrent[layer], length);
      this.layerGradients(layer, length);
      const packedInput = this.weights.input[layer];
      if (packedInput !== undefined) this.inputBackward(layers[layer], packedInput, length);
    }
  }

  /** Gradients of the output layer, and from it of the top layer's h. */
  private outputBackward(length: number): void {
    const { kernels, config } = this.network;
    const { vocabSize, hiddenSize } = config;
    const rows = length * this.pass.batchSize;
    const { outputs } = this.pass;
    const top = this.pass.layers[this.pass.layers.length - 1].hAt(1);
    this.weightGradient('output.weight', rows, top, outputs, vocabSize);
    this.biasGradient('output.bias', rows, outputs, vocabSize);
    const packed = this.weights.output;
    kernels.gemm(rows, hiddenSize, vocabSize, outputs, vocabSize, 1, packed, this.dhAt(1), hiddenSize, 0);
  }

  /** From the gradients of h, back in time: the gradients of the gates take the place of the gates. */
  private stepsBackward(layer: number, packedRecurrent: Pointer, length: number): void {
    const { kernels, config } = this.network;
    const window = this.pass.layers[layer];
    const { gateWidth, hiddenSize, batchSize, stateFloats } = window;
    if (layer === 0) kernels.fill(config.vocabSize * gateWidth, 0, this.dTable);
    kernels.fill(stateFloats, 0, this.dhAt(0));
    kernels.fill(stateFloats, 0, this.dc);
    for (let t = length - 1; t >= 0; t--) {
      this.cell.backward(kernels, window, this, t);
      if (layer === 0) this.tableBackward(window, t);
      // Slot 0 came from the window before, where no gradient goes.
      if (t === 0) break;
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
  }

  /** What step t adds to the gradient of the table, while its gates are still in the cache. */
  private tableBackward(window: LayerWindow, t: number): void {
    const { kernels } = this.network;
    const { gateWidth, batchSize } = window;
    const ids = this.pass.inputIds + t * batchSize * FLOAT_BYTES;
    kernels.scatterAddRows(batchSize, gateWidth, window.gatesAt(t), ids, this.dTable);
  }

  /** The gradients of one layer's parameters, from those of its gates. */
  private layerGradients(layer: number, length: number): void {
    const { kernels, config } = this.network;
    const { vocabSize } = config;
    const window = this.pass.layers[layer];
    const { gateWidth } = window;
    const rows = length * this.pass.batchSize;
    const dGates = window.gatesAt(0);
    const dHiddenGates = window.hiddenGatesAt(0);
    if (layer === 0) {
      kernels.transpose(vocabSize, gateWidth, this.dTable, this.gradientPointer('rnn.weight_ih_l0'), 0);
    } else {
      const below = this.pass.layers[layer - 1].hAt(1);
      this.weightGradient(`rnn.weight_ih_l${layer}`, rows, below, dGates, gateWidth);
    }
    this.weightGradient(`rnn.weight_hh_l${layer}`, rows, window.hAt(0), dHiddenGates, gateWidth);
    // Every row of dGates was added to a row of the table.
    if (layer === 0) this.biasGradient('rnn.bias_ih_l0', vocabSize, this.dTable, gateWidth);
    else this.biasGradient(`rnn.bias_ih_l${layer}`, rows, dGates, gateWidth);
    if (dHiddenGates === dGates)
      this.sameGradient(`rnn.bias_hh_l${layer}`, `rnn.bias_ih_l${layer}`, gateWidth);
    else this.biasGradient(`rnn.bias_hh_l${layer}`, rows, dHiddenGates, gateWidth);
  }

  /** From the gradients of a layer's gates: those of h of the layer below. */
  private inputBackward(window: LayerWindow, packedInput: Pointer, length: number): void {
    const { gateWidth, hiddenSize, batchSize } = window;
    const rows = length * batchSize;
    const dGates = window.gatesAt(0);
    this.network.kernels.gemm(
      rows,
      hiddenSize,
      gateWidth,
      dGates,
      gateWidth,
      1,
      packedInput,
      this.dhAt(1),
      hiddenSize,
      0,
    );
  }

  /** gradient (outputs, H) = dy^T . x, x being (rows, H) and dy (rows, outputs). */
  private weightGradient(name: string, rows: number, x: Pointer, dy: Pointer, outputs: number): void {
    const { kernels, config } = this.network;
    const { hiddenSize } = config;
    const { packedBlock } = this;
    const gradient = this.gradientPointer(name);
    for (let first = 0; first < rows; first += BLOCK_ROWS) {
      const depth = Math.min(BLOCK_ROWS, rows - first);
      const dyBlock = dy + first * outputs * FLOAT_BYTES;
      kernels.pack(depth, hiddenSize, x + first * hiddenSize * FLOAT_BYTES, hiddenSize, 1, packedBlock);
      kernels.gemm(
        outputs,
        hiddenSize,
        depth,
        dyBlock,
        1,
        outputs,
        packedBlock,
        gradient,
        hiddenSize,
        first === 0 ? 0 : 1,
      );
    }
  }

  private biasGradient(name: string, rows: number, dy: Pointer, outputs: number): void {
    const gradient = this.gradientPointer(name);
    this.network.kernels.fill(outputs, 0, gradient);
    this.network.kernels.sumRows(rows, outputs, dy, gradient);
  }

  private sameGradient(name: string, other: string, count: number): void {
    const { kernels } = this.network;
    kernels.fill(count, 0, this.gradientPointer(name));
    kernels.addBias(1, count, this.gradientPointer(other), this.gradientPointer(name));
  }

  private gradientPointer(name: string): Pointer {
    return this.gradients + this.network.parameterPointer(name) - this.network.parametersStart;
  }
}
