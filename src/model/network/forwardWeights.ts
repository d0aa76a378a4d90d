import { packedFloats, type Pointer } from '../kernels/kernels.ts';
import type { Network } from './network.ts';
import { recurrentCell } from './recurrentCell.ts';

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

/** The parameters rearranged for the forward pass, once for every change of the parameters. */
export class ForwardWeights {
  readonly layers: readonly LayerWeights[];
  /** output.weight packed as (H, V) */
  readonly output: Pointer;
  /** (V) */
  readonly outputBias: Pointer;

  private readonly network: Network;
  private readonly gateWidth: number;

  constructor(network: Network) {
    this.network = network;
    const { arena, kernels, config } = network;
    const { vocabSize, hiddenSize, numLayers } = config;
    const gateWidth = recurrentCell(config.cell).gateCount * hiddenSize;
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
  }

  refresh(): void {
    const { vocabSize, hiddenSize } = this.network.config;
    this.layers.forEach((weights, layer) => this.refreshLayer(weights, layer));
    this.packTransposed('output.weight', vocabSize, hiddenSize, this.output);
  }

  private refreshLayer(weights: LayerWeights, layer: number): void {
    const { kernels, config } = this.network;
    const { vocabSize, hiddenSize } = config;
    const inputWeight = `rnn.weight_ih_l${layer}`;
    kernels.fill(this.gateWidth, 0, weights.inputBias);
    kernels.addBias(
      1,
      this.gateWidth,
      this.network.parameterPointer(`rnn.bias_ih_l${layer}`),
      weights.inputBias,
    );
    if (!recurrentCell(config.cell).separateHiddenGates)
      kernels.addBias(1, this.gateWidth, weights.recurrentBias, weights.inputBias);
    if (layer === 0) {
      const source = this.network.parameterPointer(inputWeight);
      kernels.transpose(this.gateWidth, vocabSize, source, weights.input, 0);
      kernels.addBias(vocabSize, this.gateWidth, weights.inputBias, weights.input);
    } else {
      this.packTransposed(inputWeight, this.gateWidth, hiddenSize, weights.input);
    }
    this.packTransposed(`rnn.weight_hh_l${layer}`, this.gateWidth, hiddenSize, weights.recurrent);
  }

  /** Packs a parameter (outputs, inputs) as the right-hand matrix (inputs, outputs) of y = x . W^T. */
  private packTransposed(name: string, outputs: number, inputs: number, packed: Pointer): void {
    this.network.kernels.pack(inputs, outputs, this.network.parameterPointer(name), 1, inputs, packed);
  }
}
