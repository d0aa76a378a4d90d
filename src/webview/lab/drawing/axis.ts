import type { Axis } from '../../../protocol/labFigures.ts';
import { shortNumber } from '../../../protocol/figureNumbers.ts';

export interface Tick {
  value: number;
  text: string;
}

/** From values of an axis to places on it, and the places that have a number. */
export class Scale {
  readonly #isLogarithmic: boolean;
  readonly #least: number;
  readonly #most: number;
  readonly #from: number;
  readonly #to: number;

  /** `values` are those that are to be seen on it, between the pixels `from` and `to`. */
  constructor(axis: Pick<Axis, 'scale'>, values: Iterable<number>, [from, to]: readonly [number, number]) {
    this.#isLogarithmic = axis.scale === 'logarithmic';
    let [least, most] = [Infinity, -Infinity];
    for (const value of values) {
      if (!this.shows(value)) continue;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    if (least > most) [least, most] = this.#isLogarithmic ? [0.1, 1] : [0, 1];
    if (least === most)
      [least, most] = this.#isLogarithmic ? [least / 2, most * 2] : [least - 0.5, most + 0.5];
    // Where nothing is not far from the least it is to be seen.
    if (!this.#isLogarithmic && least > 0 && least < 0.35 * most) least = 0;
    this.#least = least;
    this.#most = most;
    this.#from = from;
    this.#to = to;
  }

  /** Nothing below zero has a place on a logarithmic one. */
  shows(value: number | null): value is number {
    return value !== null && Number.isFinite(value) && (!this.#isLogarithmic || value > 0);
  }

  place(value: number): number {
    const of = this.#isLogarithmic ? Math.log : (one: number) => one;
    const share = (of(value) - of(this.#least)) / (of(this.#most) - of(this.#least));
    return this.#from + share * (this.#to - this.#from);
  }

  /** Some round numbers, about as many as are asked for. */
  ticks(about: number): Tick[] {
    const values = this.#isLogarithmic ? this.#powers(about) : this.#evenly(about);
    return values.map(value => ({ value, text: shortNumber(value) }));
  }

  #evenly(about: number): number[] {
    const rough = (this.#most - this.#least) / Math.max(1, about);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map(each => each * power).find(each => each >= rough) ?? rough;
    const first = Math.ceil(this.#least / step);
    const count = Math.floor(this.#most / step) - first + 1;
    return Array.from({ length: Math.max(0, count) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  }

  #powers(about: number): number[] {
    const [first, last] = [Math.ceil(Math.log10(this.#least)), Math.floor(Math.log10(this.#most))];
    if (last - first < 1) return this.#evenly(about);
    const every = Math.max(1, Math.ceil((last - first) / Math.max(1, about)));
    return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) =>
      Number(`1e${first + i * every}`),
    );
  }
}
