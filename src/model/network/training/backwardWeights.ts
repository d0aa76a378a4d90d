import { packedFloats, type Pointer } from '../../kernels/kernels.ts';
import type { Arena } from '../../kernels/arena.ts';
import type { Network } from '../network.ts';
import { type PackingJob, packingJobs } from '../pass/packingJobs.ts';
import { recurrentCell } from '../cells/cells.ts';

/** The weight matrices packed the other way round, to carry gradients down and back in time: dx = dy . W. */
export class BackwardWeights {
  /** weight_hh of each layer, packed as (G, H) */
  readonly recurrent: readonly Pointer[];
  /** weight_ih of each layer but the lowest, whose input has no gradient, packed as (G, H) */
  readonly input: readonly (Pointer | undefined)[];
  /** output.weight packed as (V, H) */
  readonly output: Pointer;

  /** What it takes to make all of it anew when the parameters have changed. */
  readonly jobs: readonly PackingJob[];

  private readonly network: Network;

  constructor(network: Network, arena: Arena) {
    this.network = network;
    const { kernels, config } = network;
    const { vocabSize, hiddenSize, numLayers } = config;
    const gateWidth = recurrentCell(config.cell).gates.length * hiddenSize;
    const floats = packedFloats(kernels, gateWidth, hiddenSize);
    const layers = Array.from({ length: numLayers }, (_, layer) => layer);
    this.recurrent = layers.map(() => arena.allocate(floats));
    this.input = layers.map(layer => (layer === 0 ? undefined : arena.allocate(floats)));
    this.output = arena.allocate(packedFloats(kernels, vocabSize, hiddenSize));
    this.jobs = [
      ...this.recurrent.flatMap((packed, layer) => this.asIs(`rnn.weight_hh_l${layer}`, gateWidth, packed)),
      ...this.input.flatMap((packed, layer) =>
        packed === undefined ? [] : this.asIs(`rnn.weight_ih_l${layer}`, gateWidth, packed),
      ),
      ...this.asIs('output.weight', vocabSize, this.output),
    ];
  }

  private asIs(name: string, outputs: number, packed: Pointer): PackingJob[] {
    const { hiddenSize } = this.network.config;
    return packingJobs(this.network.kernels, {
      depth: outputs,
      columns: hiddenSize,
      source: this.network.parameterPointer(name),
      rowStride: hiddenSize,
      columnStride: 1,
      packed,
    });
  }
}
