import type { Arena, Pointer } from '../../kernels/arena.ts';
import { packedFloats } from '../../kernels/kernels.ts';
import { recurrentCell } from '../cells/cells.ts';
import { inputWidth } from '../inputs/input.ts';
import type { AnyNetwork } from '../network.ts';
import { type PackingJob, packingJobs } from './packingJobs.ts';

/** One layer's weights, ready for the kernels. G is the width of a row of gates. */
export interface LayerWeights {
  /**
   * The lowest layer of what reads symbols: table (V, G) of what each adds to the gates, biases included, since a one-hot
   * input selects one column of weight_ih; of what reads nothing, a table of one row. Else, I being the width of what the
   * layer reads, weight_ih packed as (I, G).
   */
  readonly input: Pointer;
  /** (G): the biases that are added with the input */
  readonly inputBias: Pointer;
  /** weight_hh packed as (H, G) */
  readonly recurrent: Pointer;
  /** (G): bias_hh, for cells that keep the two sums apart */
  readonly recurrentBias: Pointer;
}

/** One head's weights, ready for the kernels. */
export interface HeadWeights {
  /** its weight packed as (H, K) */
  readonly packed: Pointer;
  /** (K) */
  readonly bias: Pointer;
}

/**
 * The parameters rearranged for the forward pass, once for every change of the parameters. The passes of a network share
 * them (`forwardWeightsOf`).
 */
export class ForwardWeights {
  /** Where what they allocate begins. */
  readonly start: Pointer;
  readonly layers: readonly LayerWeights[];
  readonly heads: readonly HeadWeights[];
  /** What it takes to make all of it anew. */
  readonly jobs: readonly PackingJob[];

  private readonly network: AnyNetwork;
  private readonly gateWidth: number;
  /** of the parameters that they were made from */
  private version = -1;

  constructor(network: AnyNetwork, arena: Arena = network.arena) {
    this.network = network;
    this.start = arena.allocatedBytes;
    const { kernels, shape } = network;
    const { cell, hiddenSize, numLayers, heads } = shape;
    const gateWidth = recurrentCell(cell).gates.length * hiddenSize;
    this.gateWidth = gateWidth;
    const packedGates = packedFloats(kernels, hiddenSize, gateWidth);
    this.layers = Array.from({ length: numLayers }, (_, layer) => {
      const inputBias = arena.allocate(gateWidth);
      return {
        input: layer === 0 ? this.lowestInput(arena, inputBias) : arena.allocate(packedGates),
        inputBias,
        recurrent: arena.allocate(packedGates),
        recurrentBias: network.parameterPointer(`rnn.bias_hh_l${layer}`),
      };
    });
    this.heads = heads.map(({ name, outputs }) => ({
      packed: arena.allocate(packedFloats(kernels, hiddenSize, outputs)),
      bias: network.parameterPointer(`${name}.bias`),
    }));
    this.jobs = [
      ...this.layers.flatMap((weights, layer) => this.layerJobs(weights, layer)),
      ...heads.flatMap(({ name, outputs }, i) =>
        this.transposed(`${name}.weight`, outputs, hiddenSize, this.heads[i].packed),
      ),
    ];
  }

  /** Makes them anew when the parameters have changed. */
  refresh(): void {
    if (!this.areStale) return;
    for (const { run } of this.jobs) run();
    this.areDone();
  }

  /** The parameters have changed since these were made. */
  get areStale(): boolean {
    return this.version !== this.network.version;
  }

  /** To be called when the jobs have been done, by threads that share them out among themselves. */
  areDone(): void {
    this.version = this.network.version;
  }

  private layerJobs(weights: LayerWeights, layer: number): PackingJob[] {
    const { hiddenSize, input } = this.network.shape;
    const recurrent = this.transposed(
      `rnn.weight_hh_l${layer}`,
      this.gateWidth,
      hiddenSize,
      weights.recurrent,
    );
    if (layer === 0 && input.kind === 'symbols') {
      const { size } = input;
      const table = { floats: size * this.gateWidth, run: () => this.makeTable(weights, size) };
      return [table, ...recurrent];
    }
    const bias = { floats: this.gateWidth, run: () => this.sumBiases(weights, layer) };
    const width = layer === 0 ? inputWidth(input) : hiddenSize;
    if (width === 0) return [bias, ...recurrent];
    const packing = this.transposed(`rnn.weight_ih_l${layer}`, this.gateWidth, width, weights.input);
    return [bias, ...packing, ...recurrent];
  }

  /** Room for it; where nothing is read, the biases are all that there is. */
  private lowestInput(arena: Arena, inputBias: Pointer): Pointer {
    const { kernels, shape } = this.network;
    switch (shape.input.kind) {
      case 'symbols':
        return arena.allocate(shape.input.size * this.gateWidth);
      case 'vectors':
        return arena.allocate(packedFloats(kernels, shape.input.size, this.gateWidth));
      case 'zeros':
        return inputBias;
    }
  }

  private makeTable(weights: LayerWeights, vocabSize: number): void {
    const { kernels } = this.network;
    const source = this.network.parameterPointer('rnn.weight_ih_l0');
    this.sumBiases(weights, 0);
    kernels.transpose(this.gateWidth, vocabSize, source, weights.input);
    kernels.addBias(vocabSize, this.gateWidth, weights.inputBias, weights.input);
  }

  private sumBiases(weights: LayerWeights, layer: number): void {
    const { kernels, shape } = this.network;
    const inputBias = this.network.parameterPointer(`rnn.bias_ih_l${layer}`);
    kernels.fill(this.gateWidth, 0, weights.inputBias);
    kernels.addBias(1, this.gateWidth, inputBias, weights.inputBias);
    if (!recurrentCell(shape.cell).separateHiddenGates)
      kernels.addBias(1, this.gateWidth, weights.recurrentBias, weights.inputBias);
  }

  /** Packs a parameter (outputs, inputs) as the right-hand matrix (inputs, outputs) of y = x . W^T. */
  private transposed(name: string, outputs: number, inputs: number, packed: Pointer): PackingJob[] {
    const source = this.network.parameterPointer(name);
    return packingJobs(this.network.kernels, {
      depth: inputs,
      columns: outputs,
      source,
      rowStride: 1,
      columnStride: inputs,
      packed,
    });
  }
}

/** The weights that all passes of a network share. */
export function forwardWeightsOf(network: AnyNetwork): ForwardWeights {
  return network.shared(makeWeights);
}

function makeWeights(network: AnyNetwork): ForwardWeights {
  return new ForwardWeights(network);
}
