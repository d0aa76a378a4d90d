import { packedFloats, type Pointer } from '../../kernels/kernels.ts';
import type { Arena } from '../../kernels/arena.ts';
import { recurrentCell } from '../cells/cells.ts';
import type { Network } from '../network.ts';
import { type PackingJob, packingJobs } from './packingJobs.ts';

/** One layer's weights, ready for the kernels. G is the width of a row of gates. */
export interface LayerWeights {
  /**
   * The lowest layer: table (V, G) of what each symbol adds to the gates, biases included, since a one-hot input
   * selects one column of weight_ih. Layers above: weight_ih packed as (H, G).
   */
  readonly input: Pointer;
  /** (G): the biases that are added with the input */
  readonly inputBias: Pointer;
  /** weight_hh packed as (H, G) */
  readonly recurrent: Pointer;
  /** (G): bias_hh, for cells that keep the two sums apart */
  readonly recurrentBias: Pointer;
}

/**
 * The parameters rearranged for the forward pass, once for every change of the parameters. The passes of a network share
 * them (`forwardWeightsOf`).
 */
export class ForwardWeights {
  /** Where what they allocate begins. */
  readonly start: Pointer;
  readonly layers: readonly LayerWeights[];
  /** output.weight packed as (H, V) */
  readonly output: Pointer;
  /** (V) */
  readonly outputBias: Pointer;
  /** What it takes to make all of it anew. */
  readonly jobs: readonly PackingJob[];

  private readonly network: Network;
  private readonly gateWidth: number;
  /** of the parameters that they were made from */
  private version = -1;

  constructor(network: Network, arena: Arena = network.arena) {
    this.network = network;
    this.start = arena.allocatedBytes;
    const { kernels, config } = network;
    const { vocabSize, hiddenSize, numLayers } = config;
    const gateWidth = recurrentCell(config.cell).gates.length * hiddenSize;
    this.gateWidth = gateWidth;
    const packedGates = packedFloats(kernels, hiddenSize, gateWidth);
    this.layers = Array.from({ length: numLayers }, (_, layer) => ({
      input: arena.allocate(layer === 0 ? vocabSize * gateWidth : packedGates),
      inputBias: arena.allocate(gateWidth),
      recurrent: arena.allocate(packedGates),
      recurrentBias: network.parameterPointer(`rnn.bias_hh_l${layer}`),
    }));
    this.output = arena.allocate(packedFloats(kernels, hiddenSize, vocabSize));
    this.outputBias = network.parameterPointer('output.bias');
    this.jobs = [
      ...this.layers.flatMap((weights, layer) => this.layerJobs(weights, layer)),
      ...this.transposed('output.weight', vocabSize, hiddenSize, this.output),
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
    const { vocabSize, hiddenSize } = this.network.config;
    const inputWeight = `rnn.weight_ih_l${layer}`;
    const recurrent = this.transposed(
      `rnn.weight_hh_l${layer}`,
      this.gateWidth,
      hiddenSize,
      weights.recurrent,
    );
    if (layer === 0) {
      const table = { floats: vocabSize * this.gateWidth, run: () => this.makeTable(weights) };
      return [table, ...recurrent];
    }
    const bias = { floats: this.gateWidth, run: () => this.sumBiases(weights, layer) };
    return [bias, ...this.transposed(inputWeight, this.gateWidth, hiddenSize, weights.input), ...recurrent];
  }

  private makeTable(weights: LayerWeights): void {
    const { kernels, config } = this.network;
    const source = this.network.parameterPointer('rnn.weight_ih_l0');
    this.sumBiases(weights, 0);
    kernels.transpose(this.gateWidth, config.vocabSize, source, weights.input, 0);
    kernels.addBias(config.vocabSize, this.gateWidth, weights.inputBias, weights.input);
  }

  private sumBiases(weights: LayerWeights, layer: number): void {
    const { kernels, config } = this.network;
    const inputBias = this.network.parameterPointer(`rnn.bias_ih_l${layer}`);
    kernels.fill(this.gateWidth, 0, weights.inputBias);
    kernels.addBias(1, this.gateWidth, inputBias, weights.inputBias);
    if (!recurrentCell(config.cell).separateHiddenGates)
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
export function forwardWeightsOf(network: Network): ForwardWeights {
  return network.shared(makeWeights);
}

function makeWeights(network: Network): ForwardWeights {
  return new ForwardWeights(network);
}
