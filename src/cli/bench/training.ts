import type { KernelFactory } from '../../model/kernels/wasmKernels.ts';
import { Network } from '../../model/network/network.ts';
import { Random } from '../../model/base/random.ts';
import type { Trainer } from '../../model/network/training/trainer.ts';
import type { Repeatable } from './rate.ts';
import { trainingShape } from './work.ts';

const { batchSize, seqLength, vocabSize } = trainingShape;
const CHARACTERS = batchSize * seqLength;

/** An LSTM of one layer as training begins with it. */
export function newNetwork(create: KernelFactory, units: number): Network {
  const network = new Network({ cell: 'lstm', vocabSize, hiddenSize: units, numLayers: 1 }, create);
  network.initialise(new Random(1));
  return network;
}

/** Steps on one window of random symbols; what they are does not change how long a step takes. Counts characters. */
export function trainingSteps(trainer: Trainer): Repeatable {
  const window = { inputs: randomSymbols(new Random(1)), targets: randomSymbols(new Random(2)) };
  return { amount: CHARACTERS, call: () => trainer.step(window, 1e-3) };
}

function randomSymbols(random: Random): Int32Array {
  return Int32Array.from({ length: CHARACTERS }, () => Math.floor(random.next() * vocabSize));
}
