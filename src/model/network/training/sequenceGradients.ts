import { sum } from '../../base/sum.ts';
import type { Pointer } from '../../kernels/arena.ts';
import type { AnyNetwork } from '../network.ts';
import { ForwardPass } from '../pass/forwardPass.ts';
import { BackwardPass } from './backwardPass.ts';
import { BackwardWeights } from './backwardWeights.ts';
import type { GradientTrace, GradientWish } from './gradientTrace.ts';

export interface SequenceOptions {
  /** B: the most sequences side by side */
  batchSize: number;
  /** T: the most steps of a sequence */
  seqLength: number;
  /** what else than the parameters' gradients is wanted, such as that of the start for an encoder before it */
  wishes?: readonly GradientWish[];
}

/** B sequences that are read side by side, each as long as the others. */
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

/** The loss of whole sequences and its gradients, of a network of any shape, which is left as it is. */
export class SequenceGradients {
  readonly pass: ForwardPass;
  /** View of the gradients of the last backward pass, in the order of the parameters. */
  readonly gradients: Float32Array;

  protected readonly network: AnyNetwork;
  protected readonly gradientsStart: Pointer;
  private readonly weights: BackwardWeights;
  private readonly backwardPass: BackwardPass;
  /** of the parameters that the backward weights were made from */
  private version = -1;

  constructor(network: AnyNetwork, options: SequenceOptions) {
    const { arena, parameterCount } = network;
    const { wishes = [] } = options;
    this.network = network;
    this.pass = new ForwardPass(network, options);
    this.weights = new BackwardWeights(network, arena, wishes);
    this.gradientsStart = arena.allocate(parameterCount);
    this.gradients = arena.floats(this.gradientsStart, parameterCount);
    const { weights, gradientsStart: gradients } = this;
    this.backwardPass = new BackwardPass(network, this.pass, { arena, weights, gradients, wishes });
  }

  /** What was wished for, of the last backward pass. */
  get gradientTrace(): GradientTrace {
    return this.backwardPass.trace;
  }

  /** Reads the sequences, and gives the loss: the sum of the heads' means over the targets that count. */
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
}

function countTargets(targets: ArrayLike<number>, count: number): number {
  let counted = 0;
  for (let i = 0; i < count; i++) if (targets[i] >= 0) counted++;
  return counted;
}
