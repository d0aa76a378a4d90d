import type { AnyNetwork } from '../network.ts';
import { Adam } from './adam.ts';
import { SequenceGradients, type SequenceOptions, type Sequences } from './sequenceGradients.ts';
import { clipScale, isUsable, type StepResult, type TrainerOptions } from './trainer.ts';

export type { Sequences };

interface SequenceTrainerOptions extends Omit<TrainerOptions, 'groups'>, SequenceOptions {}

/**
 * Trains a network of any shape on whole sequences, in the thread that calls; NetworkTrainer is for streams of text
 * without end. A step can be taken apart, for two networks that learn together: `forward` and `backward` of both, then
 * `update` of both. Its gradients are those before clipping.
 */
export class SequenceTrainer extends SequenceGradients {
  private readonly gradClip: number;
  private readonly adam: Adam;
  private steps = 0;

  constructor(network: AnyNetwork, options: SequenceTrainerOptions) {
    super(network, options);
    const { gradClip, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
    this.gradClip = gradClip;
    this.adam = new Adam(network.layout, { beta1, beta2, epsilon, weightDecay }, network.arena);
  }

  /** Steps of Adam so far. */
  get stepCount(): number {
    return this.steps;
  }

  /** Learns from some sequences. When loss or gradient are not finite, the parameters and Adam are left as they were. */
  step(sequences: Sequences, learningRate: number): StepResult {
    const loss = this.forward(sequences);
    this.backward();
    const gradientNorm = this.gradientNorm();
    const result = { loss, gradientNorm };
    if (isUsable(result))
      this.update({ learningRate, gradientScale: clipScale(gradientNorm, this.gradClip) });
    return result;
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
