import type { Random } from '../../base/random.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import type { CellType } from '../../network/cells/cells.ts';
import type { Progress } from '../lesson.ts';
import { Classifier } from './classifier.ts';
import { takeMean, train } from './course.ts';
import type { ClassedPiece, PieceClasses } from './pieceClasses.ts';
import { spread } from './pieces.ts';

export interface ClassifierRunOptions {
  cell: CellType;
  hiddenSize: number;
  /** One question with yes or no tells two classes apart: the answer is the chance of the second. */
  answer: 'softmax' | 'sigmoid';
  length: number;
  batchSize: number;
  steps: number;
  peak: number;
}

/** How a classifier stands after so many steps. */
export interface Standing {
  steps: number;
  /** Of what was learnt from since the last look, nats. */
  loss: number | null;
  /** Share of held-out pieces that are answered right, 0..1. */
  accuracy: number;
}

const LOOKS = 20;
/** Held-out pieces that are tried at each look; all of them at the end. */
const LOOK_PIECES = 512;

/** Trains a classifier of pieces of text and tries it on files that it has not seen. */
export class ClassifierRun {
  readonly classes: PieceClasses;
  readonly classifier: Classifier;
  readonly standings: Standing[] = [];
  /** What it said of each held-out piece when it was tried last, the probability of each class; undefined before. */
  readonly said: (readonly number[] | undefined)[];

  readonly #options: ClassifierRunOptions;
  readonly #random: Random;
  readonly #clock: () => number;
  readonly #losses: number[] = [];

  constructor(
    classes: PieceClasses,
    options: ClassifierRunOptions,
    { kernels, random, clock }: { kernels: KernelFactory; random: Random; clock: () => number },
  ) {
    const answers = options.answer === 'sigmoid' ? 1 : classes.names.length;
    const size = { ...options, vocabSize: classes.vocabulary.size, answers };
    this.classes = classes;
    this.classifier = new Classifier(size, { kernels, random });
    this.said = classes.heldOut.map(() => undefined);
    this.#options = options;
    this.#random = random;
    this.#clock = clock;
  }

  /** Share of the held-out pieces that were tried last that are answered right. */
  get accuracy(): number {
    return this.standings.at(-1)?.accuracy ?? 0;
  }

  *work(): Generator<Progress, void> {
    const { steps, peak } = this.#options;
    yield* train({
      steps,
      peak,
      looks: LOOKS,
      step: learningRate => this.#step(learningRate),
      look: done => this.#look(done),
      clock: this.#clock,
    });
  }

  #step(learningRate: number): void {
    const pieces = Array.from({ length: this.#options.batchSize }, () => this.classes.draw(this.#random));
    const targets = pieces.map(piece => piece.class);
    this.#losses.push(this.classifier.step(pieces, targets, learningRate));
  }

  *#look(steps: number): Generator<void, string> {
    const { batchSize } = this.#options;
    const indices = [...this.classes.heldOut.keys()];
    const chosen = steps === this.#options.steps ? indices : spread(indices, LOOK_PIECES);
    let right = 0;
    for (let from = 0; from < chosen.length; from += batchSize) {
      const part = chosen.slice(from, from + batchSize);
      const answers = this.classifier.answers(part.map(i => this.classes.heldOut[i]));
      for (const [b, i] of part.entries()) {
        const chances = this.#ofClasses(answers[b]);
        this.said[i] = chances;
        if (likeliest(chances) === this.classes.heldOut[i].class) right++;
      }
      yield;
    }
    const accuracy = right / chosen.length;
    const loss = takeMean(this.#losses);
    this.standings.push({ steps, loss, accuracy });
    return `${(100 * accuracy).toFixed(1)} % of held-out pieces right`;
  }

  /** The chance of each class at each symbol of a piece, when the text ends there. */
  *along(piece: ClassedPiece): Generator<readonly number[]> {
    for (const answers of this.classifier.along(piece)) yield this.#ofClasses(answers);
  }

  #ofClasses(answers: readonly number[]): readonly number[] {
    return this.#options.answer === 'sigmoid' ? [1 - answers[0], answers[0]] : answers;
  }
}

export function likeliest(chances: readonly number[]): number {
  return chances.indexOf(Math.max(...chances));
}
