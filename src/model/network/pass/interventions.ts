import type { RecurrentCell, SetValues } from '../cells/cell.ts';
import type { NetworkShape } from '../networkConfig.ts';
import { recurrentCell } from '../cells/cells.ts';
import type { LayerWindow } from './layerWindow.ts';

/** A value that a cell is given in place of its own. What follows from it in the same step follows from the new one. */
export interface Intervention {
  /** b: the stream that it is done to, from 0 */
  stream: number;
  /** from 0, the lowest */
  layer: number;
  /** h, c where the cell has a memory, or one of its gates by name */
  quantity: string;
  /** of the layer, from 0 */
  cell: number;
  value: number;
  /** the first step of the run that it is done at, and the one after the last: all of the run, unless given */
  from?: number;
  to?: number;
}

/** One cell of one stream of a layer, and what is done to it. */
interface Touched {
  stream: number;
  cell: number;
  interventions: Intervention[];
  /** the sums that make its gates, before the step */
  sums: number[];
  hiddenSums: number[];
}

/** What is to be done in a run: by layer, and there by cell. */
export class Interventions {
  private readonly cell: RecurrentCell;
  private readonly byLayer: readonly Touched[][];

  /** Throws a RangeError when one does not fit the network or the run. */
  constructor(
    interventions: readonly Intervention[],
    { cell, hiddenSize, numLayers }: NetworkShape,
    { batchSize, length }: { batchSize: number; length: number },
  ) {
    this.cell = recurrentCell(cell);
    const quantities = ['h', ...(this.cell.hasMemory ? ['c'] : []), ...this.cell.gates];
    this.byLayer = Array.from({ length: numLayers }, () => []);
    for (const intervention of interventions) {
      const { quantity, from = 0, to = length } = intervention;
      if (!quantities.includes(quantity))
        throw new RangeError(`No ${quantity} in a ${cell}; there are ${quantities.join(', ')}.`);
      check('layer', intervention.layer, numLayers);
      check('cell', intervention.cell, hiddenSize);
      check('stream', intervention.stream, batchSize);
      check('from', from, length + 1);
      check('to', to, length + 1);
      this.touched(intervention).interventions.push(intervention);
    }
  }

  /** To be called when the sums of step t stand where the gates will be: the cell writes over them. */
  before(layer: number, window: LayerWindow, t: number): void {
    const { gates, separateHiddenGates } = this.cell;
    for (const { stream, cell, sums, hiddenSums } of this.byLayer[layer])
      for (let kind = 0; kind < gates.length; kind++) {
        const at = gatePlace(window, { t, stream, kind, cell });
        sums[kind] = window.gateValues[at];
        hiddenSums[kind] = separateHiddenGates ? window.hiddenGateValues[at] : 0;
      }
  }

  /** To be called when the cell has done step t. */
  after(layer: number, window: LayerWindow, t: number): void {
    const { gates } = this.cell;
    for (const { stream, cell, interventions, sums, hiddenSums } of this.byLayer[layer]) {
      const set = valuesAt(interventions, t);
      if (set === undefined) continue;
      const before = t * window.stateFloats + stream * window.hiddenSize + cell;
      const after = before + window.stateFloats;
      const h = window.h[before];
      const step = this.cell.step({ sums, hiddenSums, h, c: window.c?.[before] ?? 0 }, set);
      for (let kind = 0; kind < gates.length; kind++)
        window.gateValues[gatePlace(window, { t, stream, kind, cell })] = step.gates[kind];
      window.h[after] = step.h;
      if (window.c) window.c[after] = step.c;
    }
  }

  private touched(intervention: Intervention): Touched {
    const { stream, cell } = intervention;
    const layer = this.byLayer[intervention.layer];
    const known = layer.find(one => one.stream === stream && one.cell === cell);
    if (known) return known;
    const touched = { stream, cell, interventions: [], sums: [], hiddenSums: [] };
    layer.push(touched);
    return touched;
  }
}

/** What is set at a step, by quantity; the last of two that say the same. Undefined for nothing. */
function valuesAt(interventions: readonly Intervention[], t: number): SetValues | undefined {
  let set: Record<string, number> | undefined;
  for (const { quantity, value, from = 0, to = Infinity } of interventions)
    if (t >= from && t < to) (set ??= {})[quantity] = value;
  return set;
}

function gatePlace(
  { batchSize, gateWidth, hiddenSize }: LayerWindow,
  { t, stream, kind, cell }: { t: number; stream: number; kind: number; cell: number },
): number {
  return (t * batchSize + stream) * gateWidth + kind * hiddenSize + cell;
}

function check(what: string, value: number, end: number): void {
  if (!(Number.isInteger(value) && value >= 0 && value < end))
    throw new RangeError(`An intervention at ${what} ${value}; there are ${end}, counted from 0.`);
}
