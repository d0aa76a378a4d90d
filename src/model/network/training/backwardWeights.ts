import type { Arena, Pointer } from '../../kernels/arena.ts';
import { packedFloats } from '../../kernels/kernels.ts';
import { recurrentCell } from '../cells/cells.ts';
import type { AnyNetwork } from '../network.ts';
import { type PackingJob, packingJobs } from '../pass/packingJobs.ts';
import type { GradientWish } from './gradientTrace.ts';

/** The weight matrices packed the other way round, to carry gradients down and back in time: dx = dy . W. */
export class BackwardWeights {
  /** weight_hh of each layer, packed as (G, H) */
  readonly recurrent: readonly Pointer[];
  /** weight_ih of each layer whose input's gradient is wanted, packed as (G, I) */
  readonly input: readonly (Pointer | undefined)[];
  /** each head's weight packed as (K, H) */
  readonly heads: readonly Pointer[];

  /** What it takes to make all of it anew when the parameters have changed. */
  readonly jobs: readonly PackingJob[];

  private readonly network: AnyNetwork;

  /** `wishes` of the backward pass that they are for. */
  constructor(network: AnyNetwork, arena: Arena, wishes: readonly GradientWish[] = []) {
    this.network = network;
    const { kernels, shape } = network;
    const { hiddenSize, numLayers, heads, input } = shape;
    const gateWidth = recurrentCell(shape.cell).gates.length * hiddenSize;
    const layers = Array.from({ length: numLayers }, (_, layer) => layer);
    const room = (outputs: number, inputs: number) => arena.allocate(packedFloats(kernels, outputs, inputs));
    const lowest = wishes.includes('inputs') && input.kind === 'vectors' ? input.size : undefined;
    const widths = layers.map(layer => (layer === 0 ? lowest : hiddenSize));
    this.recurrent = layers.map(() => room(gateWidth, hiddenSize));
    this.input = widths.map(width => (width === undefined ? undefined : room(gateWidth, width)));
    this.heads = heads.map(({ outputs }) => room(outputs, hiddenSize));
    this.jobs = [
      ...layers.flatMap(layer =>
        this.asIs(`rnn.weight_hh_l${layer}`, [gateWidth, hiddenSize], this.recurrent[layer]),
      ),
      ...layers.flatMap(layer => {
        const [packed, width] = [this.input[layer], widths[layer]];
        if (packed === undefined || width === undefined) return [];
        return this.asIs(`rnn.weight_ih_l${layer}`, [gateWidth, width], packed);
      }),
      ...heads.flatMap(({ name, outputs }, i) =>
        this.asIs(`${name}.weight`, [outputs, hiddenSize], this.heads[i]),
      ),
    ];
  }

  private asIs(name: string, [outputs, inputs]: readonly [number, number], packed: Pointer): PackingJob[] {
    return packingJobs(this.network.kernels, {
      depth: outputs,
      columns: inputs,
      source: this.network.parameterPointer(name),
      rowStride: inputs,
      columnStride: 1,
      packed,
    });
  }
}
