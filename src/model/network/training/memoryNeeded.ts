import { Arena, MeasuringArena, STACK_BYTES } from '../../kernels/arena.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import { UserError } from '../../base/userError.ts';
import { Network } from '../network.ts';
import type { NetworkConfig } from '../networkConfig.ts';
import { ForwardPass } from '../pass/forwardPass.ts';
import { forwardWeightsOf } from '../pass/forwardWeights.ts';
import { MAX_STREAMS, WINDOW_STEPS } from '../pass/streams.ts';
import { TrainingMemory } from './trainingMemory.ts';
import { TrainingShare } from './trainingShare.ts';

/** What the memory of a training depends on, all of it whole numbers. */
export interface TrainingShape extends NetworkConfig {
  /** B: streams side by side */
  batchSize: number;
  /** T: steps of a window */
  seqLength: number;
  /** G: groups of streams that take turns */
  groups: number;
  /** that train in the network's own memory; 0 where it is trained elsewhere */
  threads: number;
}

/** Of a training, bytes. */
interface MemoryNeeded {
  /** the parameters, and the same packed for the kernels */
  weights: number;
  /** a set of gradients for each thread, Adam's means, the states of the streams */
  learning: number;
  /** what the cells do in a window, of every thread and of what is read to measure */
  activations: number;
  total: number;
}

const FLOAT_BYTES = 4;

/** Goes through what a training would allocate, without allocating it. */
export function memoryNeeded(shape: TrainingShape, kernels: KernelFactory, at = new Arena()): MemoryNeeded {
  const arena = new MeasuringArena(at);
  const network = new Network(shape, kernels, arena);
  forwardWeightsOf(network);
  const weights = arena.allocatedBytes;
  let learning = 0;
  if (shape.threads > 0) {
    const memory = new TrainingMemory(network, { ...shape, gradClip: 1 });
    learning = arena.allocatedBytes - weights;
    allocateShares(memory, arena);
  }
  void new ForwardPass(network, { batchSize: MAX_STREAMS, seqLength: WINDOW_STEPS });
  const total = arena.allocatedBytes;
  return { weights, learning, activations: total - weights - learning, total };
}

/** The first thread has most streams, and every other one is given as much room and a stack. */
function allocateShares(memory: TrainingMemory, arena: Arena): TrainingShare {
  const before = arena.allocatedBytes;
  const first = new TrainingShare(memory, 0, arena);
  const floats = (arena.allocatedBytes - before) / FLOAT_BYTES;
  for (let thread = 1; thread < memory.threads; thread++) {
    arena.allocate(floats);
    arena.allocate(STACK_BYTES / FLOAT_BYTES);
  }
  return first;
}

/** What can be made smaller, and what it is called. */
const dimensions = [
  ['hiddenSize', (n: number) => `${n} ${n === 1 ? 'cell' : 'cells'} in a layer`],
  ['numLayers', (n: number) => `${n} ${n === 1 ? 'layer' : 'layers'}`],
  ['batchSize', (n: number) => `${n} ${n === 1 ? 'place' : 'places'} of the text side by side (the batch)`],
  ['seqLength', (n: number) => `sequences of ${n} characters`],
  ['threads', (n: number) => `${n} ${n === 1 ? 'thread' : 'threads'}`],
] as const;

/** Least values that anyone would train with. */
const least = { hiddenSize: 1, numLayers: 1, batchSize: 1, seqLength: 2, threads: 1 };

/** Throws a UserError that says how much memory a training needs and what would fit, when it does not. */
export function checkMemory(shape: TrainingShape, kernels: KernelFactory): void {
  const arena = new Arena();
  const needed = memoryNeeded(shape, kernels, arena);
  const room = arena.maximumBytes;
  if (needed.total <= room) return;
  const fits = (other: TrainingShape) => memoryNeeded(other, kernels, arena).total <= room;
  const remedies = dimensions.flatMap(([name, inWords]) => {
    const value = largest(least[name], shape[name] - 1, n => fits({ ...shape, [name]: n }));
    return value === undefined ? [] : [inWords(value)];
  });
  const { cell, numLayers, hiddenSize } = shape;
  const network = `${numLayers} ${numLayers === 1 ? 'layer' : 'layers'} of ${hiddenSize} ${cell} cells`;
  const parts = `${gigabytes(needed.weights)} for the weights, ${gigabytes(needed.learning)} for gradients and Adam's means, ${gigabytes(needed.activations)} for what the cells do`;
  const remedy =
    remedies.length > 0
      ? `It would fit with ${remedies.join(', or with ')}.`
      : 'Choose fewer cells in a layer, and fewer layers.';
  throw new UserError(
    `To train ${network} takes ${gigabytes(needed.total)} GiB of memory (${parts}), and there is room for ${gigabytes(room)}. ${remedy}`,
  );
}

/** The greatest whole number of a range for which something holds that holds for all smaller ones; undefined if none. */
function largest(from: number, to: number, holds: (value: number) => boolean): number | undefined {
  if (to < from || !holds(from)) return undefined;
  let [good, bad] = [from, to + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (holds(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
