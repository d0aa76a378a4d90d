import type { Network } from '../network/network.ts';

/**
 * Products in a slice of reading: some 3 to 8 ms of WebAssembly, after which other events of the thread have a turn.
 */
const SLICE_PRODUCTS = 6e7;

/** In a slice: a character costs something besides its products, and so does a slice. */
const MOST_CHARACTERS = 2048;
const LEAST_CHARACTERS = 16;

/** Characters that are read between two turns for other events. */
export function sliceCharacters(network: Network): number {
  const characters = Math.round(SLICE_PRODUCTS / network.parameterCount);
  return Math.min(MOST_CHARACTERS, Math.max(LEAST_CHARACTERS, characters));
}
