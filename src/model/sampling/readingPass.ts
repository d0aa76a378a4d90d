import type { ForwardPass } from '../network/forwardPass.ts';
import type { Network } from '../network/network.ts';

/** T of the passes, and so the most characters in one block. */
export const READING_STEPS = 64;

/**
 * Products in a slice of reading: some 3 to 8 ms of WebAssembly, after which other events of the thread have a turn.
 */
const SLICE_PRODUCTS = 6e7;

/** In a slice: a character costs something besides its products, and so does a slice. */
const MOST_CHARACTERS = 2048;
const LEAST_CHARACTERS = 16;

const passes = new WeakMap<Network, Map<number, ForwardPass>>();

/**
 * The pass for B streams that all readers of a network share, since what a pass allocates lives as long as its
 * network. Whoever uses it writes the state that it needs first, and is done with it before yielding.
 */
export function readingPass(network: Network, batchSize = 1): ForwardPass {
  const ofNetwork = passes.get(network) ?? new Map<number, ForwardPass>();
  passes.set(network, ofNetwork);
  const pass = ofNetwork.get(batchSize) ?? network.createForwardPass({ batchSize, seqLength: READING_STEPS });
  ofNetwork.set(batchSize, pass);
  return pass;
}

/** Characters of one stream that are read between two turns for other events. */
export function sliceCharacters(network: Network): number {
  const characters = Math.round(SLICE_PRODUCTS / network.parameterCount);
  return Math.min(MOST_CHARACTERS, Math.max(LEAST_CHARACTERS, characters));
}
