import type { CellType } from '../../network/cells/cells.ts';
import { Network } from '../../network/network.ts';
import { SequenceTrainer } from '../../network/training/sequenceTrainer.ts';
import { mostLikely } from '../../predict/sampler.ts';
import type { CurvesFigure } from '../figures.ts';
import type { Progress, Setup } from '../lesson.ts';
import { type CellWeights, weightsOf } from './cellWeights.ts';
import { type CellStep, meanLoss, StepReader, type WrittenSymbol } from './stepReader.ts';

/** Steps in a row after which all that comes next must have been the likeliest for a training to end. */
const RIGHT_STEPS = 20;
const GRAD_CLIP = 5;

interface TextTrainingOptions {
  cell: CellType;
  /** V */
  vocabSize: number;
  /** H */
  hiddenSize: number;
  /** symbols: two at least */
  text: readonly number[];
  learningRate: number;
  /** after which it ends, whatever it has learnt */
  mostSteps: number;
}

/** The network at one moment of its training. */
export interface Moment {
  weights: CellWeights;
  /** by step of the text */
  steps: readonly CellStep[];
  /** the mean of the steps, nats */
  loss: number;
  /** what it writes by itself from the first symbol on */
  written: readonly WrittenSymbol[];
}

/** A network of one layer that learns one short text by heart; all that it was on the way is kept. */
export class TextTraining {
  /** One for each step of the training, and the first for before it. */
  readonly moments: Moment[] = [];
  readonly #options: TextTrainingOptions;
  readonly #network: Network;
  readonly #trainer: SequenceTrainer;
  readonly #reader: StepReader;

  constructor({ kernels, random }: Pick<Setup, 'kernels' | 'random'>, options: TextTrainingOptions) {
    const { cell, vocabSize, hiddenSize, text } = options;
    this.#options = options;
    this.#network = new Network({ cell, vocabSize, hiddenSize, numLayers: 1 }, kernels);
    this.#network.initialise(random);
    const seqLength = text.length - 1;
    this.#trainer = new SequenceTrainer(this.#network, { batchSize: 1, seqLength, gradClip: GRAD_CLIP });
    this.#reader = new StepReader(this.#network, text);
    this.#look();
  }

  /** Of the training. */
  get stepCount(): number {
    return this.moments.length - 1;
  }

  *train(): Iterable<Progress> {
    const { text, learningRate, mostSteps } = this.#options;
    const inputs = text.slice(0, -1);
    const sequences = { inputs, length: inputs.length, targets: { output: text.slice(1) } };
    let right = 0;
    while (right < RIGHT_STEPS && this.stepCount < mostSteps) {
      this.#trainer.step(sequences, learningRate);
      const { steps, loss } = this.#look();
      right = steps.every(isRight) ? right + 1 : 0;
      yield {
        share: this.stepCount / mostSteps,
        words: `step ${this.stepCount}, loss ${loss.toFixed(3)} nats`,
      };
    }
  }

  /** With the loss at the moment that is looked at in its caption. */
  lossCurve(moment: number): CurvesFigure {
    const losses = this.moments.map(({ loss }) => loss);
    return {
      kind: 'curves',
      id: 'loss',
      title: 'Loss along the training',
      caption: `The mean of the steps of the text; it was ${losses[moment].toFixed(3)} nats after the ${moment} training steps that are shown.`,
      x: { label: 'training step', scale: 'linear' },
      y: { label: 'loss, nats', scale: 'linear' },
      series: [{ name: 'loss', x: losses.map((_, i) => i), y: losses }],
    };
  }

  #look(): Moment {
    const steps = this.#reader.read();
    const written = this.#reader.write();
    const moment = { weights: weightsOf(this.#network), steps, loss: meanLoss(steps), written };
    this.moments.push(moment);
    return moment;
  }
}

function isRight({ probabilities, target }: CellStep): boolean {
  return mostLikely(Float32Array.from(probabilities)) === target;
}
