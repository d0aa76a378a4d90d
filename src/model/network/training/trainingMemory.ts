import { sum } from '../../base/sum.ts';
import type { Arena, Pointer } from '../../kernels/arena.ts';
import { Adam } from './adam.ts';
import { BackwardWeights } from './backwardWeights.ts';
import { Barrier } from './barrier.ts';
import type { Network } from '../network.ts';
import { recurrentCell } from '../cells/cells.ts';
import { type ForwardWeights, forwardWeightsOf } from '../pass/forwardWeights.ts';
import {
  isUsable,
  type StepResult,
  type TrainerOptions,
  type TrainerState,
  type TrainingWindow,
} from './trainer.ts';
import { checkedLength, checkState } from './trainingChecks.ts';

// Places of the shared integers.
const LENGTH = 0;
const STEPS_DONE = 1;
const FORWARD_IS_STALE = 2;
const GROUP = 3;
const INTEGERS = 4;

// Places of the shared numbers.
const LEARNING_RATE = 0;
const TARGETS_COUNTED = 1;
const NUMBERS = 2;

/** Where a memory is to be, and the weights that it goes by. */
interface MemoryPlaces {
  arena?: Arena;
  forwardWeights?: ForwardWeights;
}

/**
 * What the threads of one training have in common: the window to learn from, the states of the streams, the gradients,
 * Adam's means, and the weights as the backward pass takes them. Each thread makes one for itself, at the same place of
 * the memory that they share; nothing is written when it is made.
 */
export class TrainingMemory {
  readonly network: Network;
  readonly batchSize: number;
  readonly seqLength: number;
  /** greatest norm of all gradients together */
  readonly gradClip: number;
  readonly threads: number;
  readonly barrier: Barrier;
  readonly forwardWeights: ForwardWeights;
  readonly backwardWeights: BackwardWeights;
  readonly adam: Adam;
  /** Where each thread's gradients begin, in the order and layout of the parameters. The first become those of all. */
  readonly gradients: readonly Pointer[];
  /** (T, B), of which `length` steps are to be learnt from */
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
  /** of all groups, one after the other: what the next window of each starts from */
  readonly states: Float32Array;
  /** each thread's sum over its targets, nats */
  readonly losses: Float64Array;
  /** each thread's sum over its slice of the gradients of all */
  readonly squares: Float64Array;

  /** views of `states` */
  private readonly stateOfGroup: readonly Float32Array[];
  private readonly integers: Int32Array<SharedArrayBuffer>;
  private readonly numbers: Float64Array;

  constructor(
    network: Network,
    options: TrainerOptions & { threads: number },
    { arena = network.arena, forwardWeights = forwardWeightsOf(network) }: MemoryPlaces = {},
  ) {
    const { batchSize, seqLength, gradClip, threads } = options;
    const { groups = 1, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
    const { hiddenSize, numLayers, cell } = network.config;
    const count = network.parameterCount;
    const rows = batchSize * seqLength;
    const stateLength = numLayers * (recurrentCell(cell).hasMemory ? 2 : 1) * batchSize * hiddenSize;
    const doubles = (length: number) => arena.doubles(arena.allocate(2 * length), length);
    this.network = network;
    this.forwardWeights = forwardWeights;
    this.batchSize = batchSize;
    this.seqLength = seqLength;
    this.gradClip = gradClip;
    this.threads = threads;
    this.barrier = new Barrier(arena.integers(arena.allocate(Barrier.integers), Barrier.integers), threads);
    this.integers = arena.integers(arena.allocate(INTEGERS), INTEGERS);
    this.numbers = doubles(NUMBERS);
    this.losses = doubles(threads);
    this.squares = doubles(threads);
    this.inputs = arena.integers(arena.allocate(rows), rows);
    this.targets = arena.integers(arena.allocate(rows), rows);
    this.states = arena.floats(arena.allocate(groups * stateLength), groups * stateLength);
    this.stateOfGroup = Array.from({ length: groups }, (_, group) =>
      this.states.subarray(group * stateLength, (group + 1) * stateLength),
    );
    this.adam = new Adam(network.layout, { beta1, beta2, epsilon, weightDecay }, arena);
    this.backwardWeights = new BackwardWeights(network, arena);
    this.gradients = Array.from({ length: threads }, () => arena.allocate(count));
  }

  /** Puts a window in place for all threads. Throws a RangeError when it does not fit. */
  setWindow(window: TrainingWindow, learningRate: number): void {
    const { batchSize, seqLength, network } = this;
    const { vocabSize } = network.config;
    const groups = this.stateOfGroup.length;
    const length = checkedLength(window, { batchSize, seqLength, groups, vocabSize });
    const { inputs, targets, group = 0 } = window;
    this.inputs.set(inputs);
    this.targets.set(targets);
    this.integers[LENGTH] = length;
    this.integers[GROUP] = group;
    this.integers[FORWARD_IS_STALE] = this.forwardWeights.areStale ? 1 : 0;
    this.numbers[LEARNING_RATE] = learningRate;
    this.numbers[TARGETS_COUNTED] = Math.max(1, countTargets(targets));
  }

  /** steps of the window */
  get length(): number {
    return this.integers[LENGTH];
  }

  /** of the window's streams, laid out as ForwardPass has it: what the window starts from, then what it ended with */
  get state(): Float32Array {
    return this.stateOfGroup[this.integers[GROUP]];
  }

  get learningRate(): number {
    return this.numbers[LEARNING_RATE];
  }

  /** targets of the window that count, but at least 1 */
  get targetsCounted(): number {
    return this.numbers[TARGETS_COUNTED];
  }

  /** The parameters have changed since the forward weights were made. */
  get forwardIsStale(): boolean {
    return this.integers[FORWARD_IS_STALE] !== 0;
  }

  /** Steps of Adam so far. */
  get stepCount(): number {
    return this.integers[STEPS_DONE];
  }

  /** Of the window, once all threads have their sums. */
  result(): StepResult {
    return {
      loss: sum(this.losses) / this.targetsCounted,
      gradientNorm: Math.sqrt(sum(this.squares)),
    };
  }

  /** To be called by one thread when all have done their parts. */
  closeStep(): StepResult {
    const result = this.result();
    if (isUsable(result)) {
      this.integers[STEPS_DONE]++;
      this.network.parametersChanged();
    }
    return result;
  }

  exportState(): TrainerState {
    return {
      stepCount: this.stepCount,
      m: new Float32Array(this.adam.m),
      v: new Float32Array(this.adam.v),
      state: new Float32Array(this.states),
    };
  }

  importState(saved: TrainerState): void {
    checkState(saved, { parameters: this.network.parameterCount, state: this.states.length });
    this.states.set(saved.state);
    this.adam.m.set(saved.m);
    this.adam.v.set(saved.v);
    this.integers[STEPS_DONE] = saved.stepCount;
  }
}

function countTargets(targets: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < targets.length; i++) if (targets[i] >= 0) count++;
  return count;
}
