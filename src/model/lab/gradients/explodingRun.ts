import { Network } from '../../network/network.ts';
import { SequenceGradients } from '../../network/training/sequenceGradients.ts';
import { clipScale } from '../../network/training/trainer.ts';
import { Batches } from '../../text/batches.ts';
import type { Corpus } from '../../text/corpus.ts';
import { DivergenceGuard } from '../../training/run/divergenceGuard.ts';
import { Random } from '../../base/random.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import { spectralRadius } from './spectralRadius.ts';

const HIDDEN_SIZE = 48;
/** The weights are lost when the loss is so far above that of knowing nothing, nats. */
const ABOVE_IGNORANCE = 1;

export interface ExplodingOptions {
  corpus: Corpus;
  kernels: KernelFactory;
  seed: number;
  /** T */
  window: number;
  /** B */
  streams: number;
  /** of Whh at the start */
  radius: number;
  learningRate: number;
  /** Infinity: off */
  gradClip: number;
}

/** Where a run was given up, and for what. */
export interface Explosion {
  /** from 1 */
  step: number;
  cause: 'gradient' | 'loss';
  /** the gradient's norm or the loss, nats */
  value: number;
}

/**
 * A training of a plain RNN by plain gradient descent, as R. Pascanu, T. Mikolov and Y. Bengio (arXiv:1211.5063) have it:
 * its losses and gradient norms, until it explodes. (Adam divides each gradient by the usual size of it, and hides much
 * of this.)
 */
export class ExplodingRun {
  /** by step, nats */
  readonly losses: number[] = [];
  /** by step, before clipping; not finite where it is beyond what numbers can hold */
  readonly norms: number[] = [];
  readonly gradClip: number;
  readonly learningRate: number;
  explosion: Explosion | undefined;
  readonly #network: Network;
  readonly #gradients: SequenceGradients;
  readonly #batches: Batches;
  readonly #window: number;
  readonly #guard = new DivergenceGuard();
  readonly #ignorance: number;
  #state: Float32Array | undefined;

  constructor(options: ExplodingOptions) {
    const { corpus, kernels, seed, window, streams, radius, learningRate, gradClip } = options;
    const { vocabulary, training } = corpus;
    const config = {
      cell: 'rnn' as const,
      vocabSize: vocabulary.size,
      hiddenSize: HIDDEN_SIZE,
      numLayers: 1,
    };
    const network = new Network(config, kernels);
    network.initialise(new Random(seed));
    const weights = network.parameter('rnn.weight_hh_l0');
    const scale = radius / spectralRadius(weights, HIDDEN_SIZE);
    for (let i = 0; i < weights.length; i++) weights[i] *= scale;
    network.parametersChanged();
    this.gradClip = gradClip;
    this.learningRate = learningRate;
    const size = { batchSize: streams, seqLength: window };
    this.#network = network;
    this.#window = window;
    this.#gradients = new SequenceGradients(network, size);
    this.#batches = new Batches(training, { ...size, groups: 1, seed, vocabulary });
    this.#ignorance = Math.log(vocabulary.size);
  }

  /** One step, unless it has exploded. */
  step(): void {
    if (this.explosion) return;
    if (this.#batches.next().startsEpoch) this.#state = undefined;
    const { inputs, targets } = this.#batches;
    const sequences = { inputs, length: this.#window, targets: { output: targets } };
    const loss = this.#gradients.forward(this.#state ? { ...sequences, state: this.#state } : sequences);
    const { pass } = this.#gradients;
    this.#state ??= new Float32Array(pass.stateLength);
    pass.readState(this.#state);
    this.#gradients.backward();
    const norm = this.#gradients.gradientNorm();
    this.losses.push(loss);
    this.norms.push(norm);
    this.explosion = this.#exploded(loss, norm);
    if (!this.explosion) this.#descend(clipScale(norm, this.gradClip));
  }

  #exploded(loss: number, norm: number): Explosion | undefined {
    const step = this.losses.length;
    if (!Number.isFinite(norm)) return { step, cause: 'gradient', value: norm };
    const isLost = this.#guard.observe(loss, step) !== 'fine' && loss > this.#ignorance + ABOVE_IGNORANCE;
    return isLost || !Number.isFinite(loss) ? { step, cause: 'loss', value: loss } : undefined;
  }

  #descend(gradientScale: number): void {
    const { parameters } = this.#network;
    const { gradients } = this.#gradients;
    const rate = this.learningRate * gradientScale;
    for (let i = 0; i < parameters.length; i++) parameters[i] -= rate * gradients[i];
    this.#network.parametersChanged();
  }
}
