import { sum } from '../../base/sum.ts';
import type { Pointer } from '../../kernels/arena.ts';
import type { AnyNetwork } from '../network.ts';
import { ForwardPass } from '../pass/forwardPass.ts';
import { Adam } from './adam.ts';
import { BackwardPass } from './backwardPass.ts';
import { BackwardWeights } from './backwardWeights.ts';
import type { GradientTrace, GradientWish } from './gradientTrace.ts';
import { clipScale, isUsable, type StepResult, type TrainerOptions } from './trainer.ts';

interface SequenceTrainerOptions extends Omit<TrainerOptions, 'groups'> {
  /** what else than the parameters' gradients is wanted, such as that of the start for an encoder before it */
  wishes?: readonly GradientWish[];
}

/** B sequences to be learnt from in one step, each as long as the others. */
export interface Sequences {
  /** what the network reads: (T, B) symbols, (T, B, I) numbers, or nothing */
  inputs: ArrayLike<number>;
  /** T */
  length: number;
  /** For heads by name, as HeadWindow.losses takes them; the others learn nothing. A negative target does not count. */
  targets: Readonly<Record<string, ArrayLike<number>>>;
  /** that they begin with, as ForwardPass.readState gives it: zeros unless given */
  state?: Float32Array;
}

/**
 * Trains a network of any shape on whole sequences, in the thread that calls; NetworkTrainer is for streams of text
 * without end. A step can be taken apart, for two networks that learn together: `forward` and `backward` of both, then
 * `update` of both.
 */
export class SequenceTrainer {
  readonly pass: ForwardPass;
  /** View of the gradients of the last step before clipping, in the order of the parameters. */
  readonly gradients: Float32Array;

  private readonly network: AnyNetwork;
  private readonly options: SequenceTrainerOptions;
  private readonly weights: BackwardWeights;
  private readonly backwardPass: BackwardPass;
  private readonly adam: Adam;
  private readonly gradientsStart: Pointer;
  /** of the parameters that the backward weights were made from */
  private version = -1;
  private steps = 0;

  constructor(network: AnyNetwork, options: SequenceTrainerOptions) {
    const { arena, parameterCount } = network;
    const { wishes = [], beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
    this.network = network;
    this.options = options;
    this.pass = new ForwardPass(network, options);
    this.weights = new BackwardWeights(network, arena, wishes);
    this.gradientsStart = arena.allocate(parameterCount);
    this.gradients = arena.floats(this.gradientsStart, parameterCount);
    const { weights, gradientsStart: gradients } = this;
    this.backwardPass = new BackwardPass(network, this.pass, { arena, weights, gradients, wishes });
    this.adam = new Adam(network.layout, { beta1, beta2, epsilon, weightDecay }, arena);
  }

  /** Steps of Adam so far. */
  get stepCount(): number {
    return this.steps;
  }

  /** What was wished for, of the last backward pass. */
  get gradientTrace(): GradientTrace {
    return this.backwardPass.trace;
  }

  /**
   * Learns from some sequences. When loss or gradient are not finite, the parameters and Adam are left as they were. The
   * loss is the sum of the heads' means over the targets that count.
   */
  step(sequences: Sequences, learningRate: number): StepResult {
    const loss = this.forward(sequences);
    this.backward();
    const gradientNorm = this.gradientNorm();
    const result = { loss, gradientNorm };
    if (isUsable(result))
      this.update({ learningRate, gradientScale: clipScale(gradientNorm, this.options.gradClip) });
    return result;
  }

  /** Reads the sequences, and gives the loss. */
  forward({ inputs, length, targets, state }: Sequences): number {
    if (state) this.pass.writeState(state);
    else this.pass.reset();
    const trace = this.pass.run(inputs, length);
    let loss = 0;
    for (const [name, expected] of Object.entries(targets)) {
      const head = trace.head(name);
      const counted = Math.max(1, countTargets(expected, head.targetCount));
      loss += sum(head.losses(expected, 1 / counted)) / counted;
    }
    return loss;
  }

  /** The gradients of the last loss, and of whatever `dState` is the gradient of: the state that the sequences end in. */
  backward(dState?: Float32Array): void {
    if (this.version !== this.network.version) for (const { run } of this.weights.jobs) run();
    this.version = this.network.version;
    this.backwardPass.run(this.pass.trace.length, dState);
  }

  /** Of all gradients together. */
  gradientNorm(): number {
    return Math.sqrt(this.network.kernels.sumOfSquares(this.gradients.length, this.gradientsStart));
  }

  /** Moves the parameters along the gradients times `gradientScale`. */
  update({ learningRate, gradientScale }: { learningRate: number; gradientScale: number }): void {
    const { network, adam, gradientsStart: gradients } = this;
    const all = { first: 0, count: network.parameterCount };
    const step = ++this.steps;
    adam.update(
      network.kernels,
      all,
      { parameters: network.parametersStart, gradients },
      { step, learningRate, gradientScale },
    );
    network.parametersChanged();
  }
}

function countTargets(targets: ArrayLike<number>, count: number): number {
  let counted = 0;
  for (let i = 0; i < count; i++) if (targets[i] >= 0) counted++;
  return counted;
}
