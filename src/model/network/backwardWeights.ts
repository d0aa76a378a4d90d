import { packedFloats, type Pointer } from '../kernels/kernels.ts';
import type { Network } from './network.ts';
import { recurrentCell } from './recurrentCell.ts';

/** The weight matrices packed the other way round, to carry gradients down and back in time: dx = dy . W. */
export class BackwardWeights {
  /** weight_hh of each layer, packed as (G, H) */
  readonly recurrent: readonly Pointer[];
  /** weight_ih of each layer but the lowest, whose input has no gradient, packed as (G, H) */
  readonly input: readonly (Pointer | undefined)[];
  /** output.weight packed as (V, H) */
  readonly output: Pointer;

  private readonly network: Network;
  private readonly gateWidth: number;

  constructor(network: Network) {
    this.network = network;
    const { arena, kernels, config } = network;
    const { vocabSize, hiddenSize, numLayers } = config;
    this.gateWidth = recurrentCell(config.cell).gateCount * hiddenSize;
    const floats = packedFloats(kernels, this.gateWidth, hiddenSize);
    const layers = Array.from({ length: numLayers }, (_, layer) => layer);
    this.recurrent = layers.map(() => arena.allocate(floats));
    this.input = layers.map(layer => (layer === 0 ? undefined : arena.allocate(floats)));
    this.output = arena.allocate(packedFloats(kernels, vocabSize, hiddenSize));
  }

  refresh(): void {
    this.recurrent.forEach((packed, layer) =>
      this.packAsIs(`rnn.weight_hh_l${layer}`, this.gateWidth, packed),
    );
    this.input.forEach((packed, layer) => {
      if (packed !== undefined) this.packAsIs(`rnn.weight_ih_l${layer}`, this.gateWidth, packed);
    });
    this.packAsIs('output.weight', this.network.config.vocabSize, this.output);
  }

  private packAsIs(name: string, outputs: number, packed: Pointer): void {
    const { kernels, config } = this.network;
    const { hiddenSize } = config;
    kernels.pack(outputs, hiddenSize, this.network.parameterPointer(name), hiddenSize, 1, packed);
  }
}
