import { type Quantity, quantitiesOf, valuesOf } from '../../insight/quantity.ts';
import type { Network } from '../../network/network.ts';
import { Streams, WINDOW_STEPS } from '../../network/pass/streams.ts';

/** Of what comes next, so many are kept for each step. */
const LIKELIEST = 5;

/** A stretch of text as a network reads it: from the start symbol on. */
export interface Passage {
  /** The start symbol, then a symbol for each character. */
  ids: readonly number[];
  /** For each symbol what is written under it: code points, one each. */
  characters: readonly string[];
}

/** What a network has done along a passage of N symbols. */
export interface PassageStates {
  hiddenSize: number;
  /**
   * (N + 1, H) of a layer, counted from 0: the state before all, which is zero, and after each symbol. tanh(c) only for
   * cells with a memory.
   */
  values(layer: number, quantity: Quantity): Float32Array;
  /** By symbol read: the likeliest of what comes next, the likeliest first. */
  next: readonly (readonly { id: number; probability: number }[])[];
}

/** Reads a passage from the zero state. */
export function readStates(network: Network, { ids }: Passage): PassageStates {
  const { hiddenSize, numLayers } = network.config;
  const quantities = quantitiesOf(network.config);
  const rows = new Map<string, Float32Array>();
  for (let layer = 0; layer < numLayers; layer++)
    for (const quantity of quantities)
      rows.set(key(layer, quantity), new Float32Array((ids.length + 1) * hiddenSize));
  const next: { id: number; probability: number }[][] = [];
  const streams = new Streams(network);
  for (let first = 0; first < ids.length; first += WINDOW_STEPS) {
    const part = ids.slice(first, first + WINDOW_STEPS);
    const run = streams.run(part, part.length);
    for (let layer = 0; layer < numLayers; layer++)
      for (const quantity of quantities)
        rows.get(key(layer, quantity))!.set(valuesOf(run, layer, quantity), (first + 1) * hiddenSize);
    const probabilities = run.probabilities();
    const width = probabilities.length / part.length;
    for (let t = 0; t < part.length; t++)
      next.push(likeliest(probabilities.subarray(t * width, (t + 1) * width)));
  }
  return { hiddenSize, values: (layer, quantity) => rows.get(key(layer, quantity))!, next };
}

function key(layer: number, quantity: Quantity): string {
  return `${layer} ${quantity}`;
}

function likeliest(probabilities: Float32Array): { id: number; probability: number }[] {
  return Array.from(probabilities, (probability, id) => ({ id, probability }))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, LIKELIEST);
}
