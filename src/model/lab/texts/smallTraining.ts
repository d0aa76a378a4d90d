import type { Setup } from '../lesson.ts';
import type { CellType } from '../../network/cells/cells.ts';
import type { Network } from '../../network/network.ts';
import type { Corpus } from '../../text/corpus.ts';
import { BATCH_SIZE, SEQ_LENGTH, TextRun } from './textRun.ts';

const HIDDEN_SIZE = 64;
/** Looks at the network on the way, that before the training not counted. */
export const MOMENTS = 20;

/** A small network that learns a corpus in seconds, looked at on the way at even distances. */
export class SmallTraining {
  readonly #run: TextRun;

  constructor(
    { kernels, random }: Pick<Setup, 'kernels' | 'random'>,
    { corpus, cell, characters }: { corpus: Corpus; cell: CellType; characters: number },
  ) {
    const steps = Math.ceil(characters / (BATCH_SIZE * SEQ_LENGTH));
    this.#run = new TextRun(corpus, { cell, hiddenSize: HIDDEN_SIZE, steps, kernels, random });
  }

  get network(): Network {
    return this.#run.network;
  }

  get charactersRead(): number {
    return this.#run.charactersRead;
  }

  /** Yields the share that is done, in small pieces; `look` gets held-out bits per character now and then. */
  *train(look: (bitsPerChar: number) => void): Iterable<number> {
    const { steps } = this.#run;
    for (let moment = 1; moment <= MOMENTS; moment++) {
      while (this.#run.stepCount < (steps * moment) / MOMENTS) {
        this.#run.step();
        yield this.#share;
      }
      look(yield* this.#measured());
    }
  }

  /** Held-out bits per character now. */
  measure(): number {
    const pieces = this.#measured();
    let piece = pieces.next();
    while (!piece.done) piece = pieces.next();
    return piece.value;
  }

  get #share(): number {
    return this.#run.stepCount / this.#run.steps;
  }

  *#measured(): Generator<number, number, void> {
    const pieces = this.#run.measure();
    let piece = pieces.next();
    for (; !piece.done; piece = pieces.next()) yield this.#share;
    return piece.value;
  }
}
