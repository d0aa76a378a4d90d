import type { Random } from '../../base/random.ts';
import { learningRateShare } from './course.ts';
import type { ClassedPiece, PieceClasses } from './pieceClasses.ts';

/** Pieces that the counts are learnt from in a step. */
const BATCH = 32;
const PEAK = 0.02;

/**
 * What there is to beat: logistic regression on how often each character occurs in a piece, which knows nothing of their
 * order. Features are ln(1 + count); it learns as the networks do, from as many random pieces as it is given steps for,
 * by Adam.
 */
export class CharacterCounts {
  readonly #classes: PieceClasses;
  readonly #length: number;
  /** (K, V + 1): the last column is the bias. */
  readonly #weights: Float64Array;
  readonly #gradient: Float64Array;
  readonly #m: Float64Array;
  readonly #v: Float64Array;
  #steps = 0;

  constructor(classes: PieceClasses, length: number) {
    const count = classes.names.length * (classes.vocabulary.size + 1);
    this.#classes = classes;
    this.#length = length;
    this.#weights = new Float64Array(count);
    this.#gradient = new Float64Array(count);
    this.#m = new Float64Array(count);
    this.#v = new Float64Array(count);
  }

  /** Step i of so many. */
  step(random: Random, i: number, steps: number): void {
    this.#gradient.fill(0);
    for (let b = 0; b < BATCH; b++) this.#add(this.#classes.draw(random));
    this.#move(PEAK * learningRateShare(i, steps));
  }

  /** The class that a piece is taken for. */
  answer(piece: ClassedPiece): number {
    const scores = this.#scores(this.#features(piece));
    return scores.indexOf(Math.max(...scores));
  }

  /** Of all held-out pieces, the share that is answered right. */
  accuracy(): number {
    const { heldOut } = this.#classes;
    return heldOut.filter(piece => this.answer(piece) === piece.class).length / heldOut.length;
  }

  /** The characters that a piece has, with their features. */
  #features({ ids, from }: ClassedPiece): Map<number, number> {
    const counts = new Map<number, number>();
    for (let t = 0; t < this.#length; t++) counts.set(ids[from + t], (counts.get(ids[from + t]) ?? 0) + 1);
    for (const [id, count] of counts) counts.set(id, Math.log1p(count));
    return counts.set(this.#classes.vocabulary.size, 1);
  }

  #scores(features: ReadonlyMap<number, number>): number[] {
    const width = this.#classes.vocabulary.size + 1;
    return this.#classes.names.map((_, k) => {
      let score = 0;
      for (const [id, value] of features) score += this.#weights[k * width + id] * value;
      return score;
    });
  }

  /** The gradient of the loss -ln softmax of the right class. */
  #add(piece: ClassedPiece): void {
    const features = this.#features(piece);
    const scores = this.#scores(features);
    const greatest = Math.max(...scores);
    const exponentials = scores.map(score => Math.exp(score - greatest));
    const total = exponentials.reduce((sum, each) => sum + each);
    const width = this.#classes.vocabulary.size + 1;
    for (const [k, each] of exponentials.entries()) {
      const error = (each / total - (k === piece.class ? 1 : 0)) / BATCH;
      for (const [id, value] of features) this.#gradient[k * width + id] += error * value;
    }
  }

  #move(learningRate: number): void {
    const step = ++this.#steps;
    const [m, v] = [this.#m, this.#v];
    for (let i = 0; i < m.length; i++) {
      const g = this.#gradient[i];
      m[i] += 0.1 * (g - m[i]);
      v[i] += 0.001 * (g * g - v[i]);
      const mean = m[i] / (1 - 0.9 ** step);
      const square = v[i] / (1 - 0.999 ** step);
      this.#weights[i] -= (learningRate * mean) / (Math.sqrt(square) + 1e-8);
    }
  }
}
