import type { Experiment, Lesson, Setup } from '../../../src/model/lab/lesson.ts';
import { numberOf } from '../../../src/model/lab/settings.ts';

export const SLICES = 10;

/** A lesson that counts to ten, a slice each, and shows a random number of its own: for tests of what is around lessons. */
export function countingLesson(
  change: { begin?: (setup: Setup) => Promise<void>; slice?: (n: number) => void } = {},
): Lesson {
  return {
    name: 'counting',
    title: 'Counting',
    words: ['It counts.', 'It stops at ten.', 'Count.'],
    deed: 'Count',
    settings: [
      {
        kind: 'range',
        name: 'from',
        label: 'From',
        affects: 'experiment',
        least: 0,
        most: 100,
        step: 1,
        initial: 0,
      },
      {
        kind: 'range',
        name: 'at',
        label: 'At',
        affects: 'view',
        rare: true,
        least: 0,
        most: SLICES,
        step: 1,
        initial: SLICES,
      },
    ],
    async begin(setup) {
      await change.begin?.(setup);
      return new Counting(setup, change.slice ?? (() => {}));
    },
  };
}

class Counting implements Experiment {
  readonly #from: number;
  readonly #random: number;
  readonly #slice: (n: number) => void;
  #counted = 0;

  constructor({ values, random }: Setup, slice: (n: number) => void) {
    this.#from = numberOf(values, 'from');
    this.#random = random.next();
    this.#slice = slice;
  }

  *work() {
    while (this.#counted < SLICES) {
      this.#slice(this.#counted);
      this.#counted++;
      yield { share: this.#counted / SLICES, words: `${this.#counted} counted` };
    }
  }

  figures(view: Readonly<Record<string, string | number>>) {
    const rows = [[this.#from + this.#counted, numberOf(view, 'at'), this.#random]];
    return [
      { kind: 'table' as const, id: 'count', title: 'Count', columns: ['count', 'at', 'random'], rows },
    ];
  }

  most() {
    return { at: this.#counted };
  }
}
