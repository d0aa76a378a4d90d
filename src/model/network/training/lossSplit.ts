import type { AnyNetwork } from '../network.ts';
import { SequenceGradients } from './sequenceGradients.ts';

/** A stretch of one sequence of symbols, each with the one that follows it. */
export interface SplitWindow {
  /** (T) */
  inputs: ArrayLike<number>;
  /** (T) */
  targets: ArrayLike<number>;
  /** of one stream, as ForwardPass.readStream gives it: zeros unless given */
  state?: Float32Array;
}

/** Of one layer, the gradient of h after each step t, split by the loss of step k that it comes from. */
export class StepSplit {
  /** T */
  readonly steps: number;
  /** H */
  readonly hiddenSize: number;
  /** (T, K, H), K = T: dL_k/dh_t, nats; zeros where k < t */
  readonly values: Float32Array;

  constructor(steps: number, hiddenSize: number) {
    this.steps = steps;
    this.hiddenSize = hiddenSize;
    this.values = new Float32Array(steps * steps * hiddenSize);
  }

  /** View (H) of dL_k/dh_t. */
  part(t: number, k: number): Float32Array {
    const start = (t * this.steps + k) * this.hiddenSize;
    return this.values.subarray(start, start + this.hiddenSize);
  }

  /** (H): their sum over k, the gradient of the sum of all losses. */
  whole(t: number): Float32Array {
    const total = new Float32Array(this.hiddenSize);
    for (let k = t; k < this.steps; k++) this.part(t, k).forEach((value, i) => (total[i] += value));
    return total;
  }
}

/**
 * Splits the gradients of back-propagation through time by the loss that each part of them came from, after D. Cashman
 * et al., "RNNbow" (arXiv:1907.12545): the window is read in as many streams as it has steps, and in each of them one
 * step's loss alone counts.
 */
export class LossSplit {
  private readonly gradients: SequenceGradients;
  private readonly network: AnyNetwork;

  /** `seqLength`: T, exactly; the network has one softmax head that answers at every step. */
  constructor(network: AnyNetwork, seqLength: number) {
    this.network = network;
    this.gradients = new SequenceGradients(network, { batchSize: seqLength, seqLength, wishes: ['steps'] });
  }

  /** Of each layer, the lowest first. */
  split({ inputs, targets, state }: SplitWindow): StepSplit[] {
    const { gradients, network } = this;
    const { pass } = gradients;
    const { heads, hiddenSize, numLayers } = network.shape;
    const steps = pass.seqLength;
    if (inputs.length !== steps || targets.length !== steps)
      throw new RangeError(`${inputs.length} symbols and ${targets.length} targets; ${steps} are split.`);
    const sequences = {
      inputs: Float64Array.from({ length: steps * steps }, (_, i) => inputs[Math.floor(i / steps)]),
      length: steps,
      targets: { [heads[0].name]: diagonal(targets) },
    };
    gradients.forward(state ? { ...sequences, state: this.inAllStreams(state) } : sequences);
    gradients.backward();
    return Array.from({ length: numLayers }, (_, layer) => {
      const split = new StepSplit(steps, hiddenSize);
      // The loss was the mean of the streams'.
      gradients.gradientTrace.hidden(layer).forEach((value, i) => (split.values[i] = value * steps));
      return split;
    });
  }

  /** The state of one stream as that of all of them. */
  private inAllStreams(state: Float32Array): Float32Array {
    const { pass } = this.gradients;
    const streams = pass.batchSize;
    pass.reset();
    for (let b = 0; b < streams; b++) pass.writeStream(b, state);
    const all = new Float32Array(pass.stateLength);
    pass.readState(all);
    return all;
  }
}

/** (T, T): in stream k the target of step k, and no other one. */
function diagonal(targets: ArrayLike<number>): Int32Array {
  const all = new Int32Array(targets.length ** 2).fill(-1);
  for (let k = 0; k < targets.length; k++) all[k * targets.length + k] = targets[k];
  return all;
}
