import type { Arena, Pointer } from '../../kernels/arena.ts';
import { packedFloats } from '../../kernels/kernels.ts';
import { inputWidth } from '../inputs/input.ts';
import type { AnyNetwork } from '../network.ts';
import type { HeadWindow } from '../pass/headWindow.ts';
import type { LayerWindow } from '../pass/layerWindow.ts';

const FLOAT_BYTES = 4;
/** Rows of a weight gradient's sum that are packed at a time: few enough to stay in the second-level cache. */
const BLOCK_ROWS = 256;

/** The gradients of the parameters, from those of the gates and of the logits. */
export class WeightGradients {
  private readonly network: AnyNetwork;
  /** in the order and layout of the parameters */
  private readonly gradients: Pointer;
  /** BLOCK_ROWS rows of what a product reads, packed */
  private readonly packedBlock: Pointer;

  constructor(network: AnyNetwork, arena: Arena, gradients: Pointer) {
    const { kernels, shape } = network;
    // What is looked up in a table is not packed.
    const widest = Math.max(shape.hiddenSize, shape.input.kind === 'vectors' ? inputWidth(shape.input) : 0);
    this.network = network;
    this.gradients = gradients;
    this.packedBlock = arena.allocate(packedFloats(kernels, BLOCK_ROWS, widest));
  }

  /** Of a head whose outputs are the gradient of its logits. */
  head(head: HeadWindow, top: LayerWindow): void {
    const { name } = head.shape;
    const { outputCount } = head;
    let done = 0;
    for (const { first, count } of head.ranges) {
      const product = { x: top.hAt(first + 1), width: top.hiddenSize, rows: count * top.batchSize };
      this.weight(
        `${name}.weight`,
        product,
        { dy: head.outputsAfter(done), outputs: outputCount },
        done > 0 ? 1 : 0,
      );
      done += count;
    }
    this.bias(`${name}.bias`, head.rows, head.outputs, outputCount);
  }

  /** Of one that no loss was asked of. */
  clearHead({ shape, outputCount }: HeadWindow): void {
    const { kernels, shape: network } = this.network;
    kernels.fill(outputCount * network.hiddenSize, 0, this.at(`${shape.name}.weight`));
    kernels.fill(outputCount, 0, this.at(`${shape.name}.bias`));
  }

  /** Of a lowest layer that reads rows of a table: every row of dGates was added to a row of dTable. */
  table({ gateWidth }: LayerWindow, { dTable, rows }: { dTable: Pointer; rows: number }): void {
    const { kernels, shape } = this.network;
    if (inputWidth(shape.input) > 0) kernels.transpose(rows, gateWidth, dTable, this.at('rnn.weight_ih_l0'));
    this.bias('rnn.bias_ih_l0', rows, dTable, gateWidth);
  }

  /** Of a layer that reads x, (T, B, width). */
  input(
    layer: number,
    window: LayerWindow,
    { x, width, length }: { x: Pointer; width: number; length: number },
  ): void {
    const rows = length * window.batchSize;
    const [dy, outputs] = [window.gatesAt(0), window.gateWidth];
    this.weight(`rnn.weight_ih_l${layer}`, { x, width, rows }, { dy, outputs }, 0);
    this.bias(`rnn.bias_ih_l${layer}`, rows, dy, outputs);
  }

  /** What a layer reads of itself; to be called after the same of what it reads else. */
  recurrent(layer: number, window: LayerWindow, length: number): void {
    const { gateWidth, hiddenSize, batchSize } = window;
    const rows = length * batchSize;
    const dHiddenGates = window.hiddenGatesAt(0);
    const product = { x: window.hAt(0), width: hiddenSize, rows };
    this.weight(`rnn.weight_hh_l${layer}`, product, { dy: dHiddenGates, outputs: gateWidth }, 0);
    if (dHiddenGates === window.gatesAt(0))
      this.same(`rnn.bias_hh_l${layer}`, `rnn.bias_ih_l${layer}`, gateWidth);
    else this.bias(`rnn.bias_hh_l${layer}`, rows, dHiddenGates, gateWidth);
  }

  /**
   * gradient (outputs, width) = dy^T . x, x being (rows, width) and dy (rows, outputs); added to what is there when
   * accumulate is 1.
   */
  private weight(
    name: string,
    { x, width, rows }: { x: Pointer; width: number; rows: number },
    { dy, outputs }: { dy: Pointer; outputs: number },
    accumulate: 0 | 1,
  ): void {
    const { kernels } = this.network;
    const { packedBlock } = this;
    const gradient = this.at(name);
    for (let first = 0; first < rows; first += BLOCK_ROWS) {
      const depth = Math.min(BLOCK_ROWS, rows - first);
      const dyBlock = dy + first * outputs * FLOAT_BYTES;
      kernels.pack(depth, width, x + first * width * FLOAT_BYTES, width, 1, packedBlock);
      const adds = first > 0 ? 1 : accumulate;
      kernels.gemm(outputs, width, depth, dyBlock, 1, outputs, packedBlock, gradient, width, adds);
    }
  }

  private bias(name: string, rows: number, dy: Pointer, outputs: number): void {
    const gradient = this.at(name);
    this.network.kernels.fill(outputs, 0, gradient);
    this.network.kernels.sumRows(rows, outputs, dy, gradient);
  }

  private same(name: string, other: string, count: number): void {
    const { kernels } = this.network;
    kernels.fill(count, 0, this.at(name));
    kernels.addBias(1, count, this.at(other), this.at(name));
  }

  private at(name: string): Pointer {
    return this.gradients + this.network.parameterPointer(name) - this.network.parametersStart;
  }
}
