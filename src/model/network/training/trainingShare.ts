import { sum } from '../../base/sum.ts';
import type { Arena } from '../../kernels/arena.ts';
import type { Slice } from './adam.ts';
import { BackwardPass } from './backwardPass.ts';
import { ForwardPass } from '../pass/forwardPass.ts';
import { type PackingJob, shareOfJobs } from '../pass/packingJobs.ts';
import { clipScale, isUsable } from './trainer.ts';
import type { TrainingMemory } from './trainingMemory.ts';

const FLOAT_BYTES = 4;
/** Slices begin at lines of cache, so that no two threads write to the same one. */
const LINE_FLOATS = 16;

/**
 * One thread's part in every step of a training: its part of the packing, the gradients of its streams, and a slice of
 * the parameters for which it adds up all threads' gradients and lets Adam move them.
 */
export class TrainingShare {
  private readonly memory: TrainingMemory;
  private readonly thread: number;
  private readonly pass: ForwardPass;
  private readonly backward: BackwardPass;
  private readonly forwardJobs: readonly PackingJob[];
  private readonly backwardJobs: readonly PackingJob[];
  /** its streams: from this one on, as many as the pass has */
  private readonly firstStream: number;
  private readonly slice: Slice;
  private readonly ids: Int32Array;
  private readonly state: Float32Array;

  constructor(memory: TrainingMemory, thread: number, arena: Arena = memory.network.arena) {
    const { network, threads, batchSize, seqLength, forwardWeights: weights, backwardWeights } = memory;
    this.memory = memory;
    this.thread = thread;
    this.forwardJobs = shareOfJobs(weights.jobs, { thread, threads });
    this.backwardJobs = shareOfJobs(backwardWeights.jobs, { thread, threads });
    // The first threads get the streams that are left over.
    this.firstStream = Math.ceil((thread * batchSize) / threads);
    const streams = Math.ceil(((thread + 1) * batchSize) / threads) - this.firstStream;
    this.pass = new ForwardPass(network, { batchSize: streams, seqLength }, { arena, weights });
    const gradients = memory.gradients[thread];
    this.backward = new BackwardPass(network, this.pass, { arena, weights: backwardWeights, gradients });
    this.slice = sliceOf(network.parameterCount, { thread, threads });
    this.ids = new Int32Array(seqLength * streams);
    this.state = new Float32Array(this.pass.stateLength);
  }

  /** The parts of a step. Between one and the next, every thread waits for all others. */
  static readonly phases = ['pack', 'computeGradients', 'sumGradients', 'update'] as const;

  /** Rearranges the weights that the last step has changed. */
  pack(): void {
    if (this.memory.forwardIsStale) for (const { run } of this.forwardJobs) run();
    for (const { run } of this.backwardJobs) run();
    // In this thread nobody asks before the others are done, too.
    this.memory.forwardWeights.areDone();
  }

  /** Forward and back through its streams' part of the window. */
  computeGradients(): void {
    const { memory, pass } = this;
    const { length, targetsCounted } = memory;
    this.copyState((all, own) => own.set(all));
    pass.writeState(this.state);
    const trace = pass.run(this.columns(memory.inputs), length);
    memory.losses[this.thread] = sum(trace.losses(this.columns(memory.targets), 1 / targetsCounted));
    this.backward.run(length);
  }

  /** The sums of all threads' gradients take the place of the first thread's: always in the same order. */
  sumGradients(): void {
    const { network, gradients, squares } = this.memory;
    const { first, count } = this.slice;
    const [total, ...others] = gradients.map(start => start + first * FLOAT_BYTES);
    for (const other of others) network.kernels.addBias(1, count, other, total);
    squares[this.thread] = network.kernels.sumOfSquares(count, total);
  }

  /** Moves the parameters, and keeps the state for the next window. */
  update(): void {
    const { memory } = this;
    const { network, gradClip, learningRate } = memory;
    const result = memory.result();
    if (isUsable(result)) {
      const arrays = { parameters: network.parametersStart, gradients: memory.gradients[0] };
      const gradientScale = clipScale(result.gradientNorm, gradClip);
      const step = memory.stepCount + 1;
      memory.adam.update(network.kernels, this.slice, arrays, { step, learningRate, gradientScale });
    }
    this.pass.readState(this.state);
    this.copyState((all, own) => all.set(own));
  }

  /** Its streams' symbols of a window: columns of (T, B). */
  private columns(all: Int32Array): Int32Array {
    const { length, batchSize } = this.memory;
    const streams = this.pass.batchSize;
    for (let t = 0; t < length; t++)
      for (let b = 0; b < streams; b++) this.ids[t * streams + b] = all[t * batchSize + this.firstStream + b];
    return this.ids.subarray(0, length * streams);
  }

  /** Between the state of all streams and its own: rows of each (B, H). */
  private copyState(copy: (all: Float32Array, own: Float32Array) => void): void {
    const { batchSize, network, state } = this.memory;
    const { hiddenSize } = network.config;
    const ownFloats = this.pass.batchSize * hiddenSize;
    let at = this.firstStream * hiddenSize;
    for (let own = 0; own < this.state.length; own += ownFloats, at += batchSize * hiddenSize)
      copy(state.subarray(at, at + ownFloats), this.state.subarray(own, own + ownFloats));
  }
}

function sliceOf(count: number, { thread, threads }: { thread: number; threads: number }): Slice {
  const border = (k: number) =>
    Math.min(count, Math.round((k * count) / threads / LINE_FLOATS) * LINE_FLOATS);
  const first = thread === 0 ? 0 : border(thread);
  const end = thread === threads - 1 ? count : border(thread + 1);
  return { first, count: end - first };
}
