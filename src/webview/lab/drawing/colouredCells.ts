import { type Ink, levelColor, levelOf } from './ink.ts';
import { type Box, type PathShape, rectangle } from './picture.ts';

/** Cells that have the colours of their values: all of one colour are one shape, so that thousands are drawn at once. */
export class ColouredCells {
  readonly #most: number;
  readonly #byLevel = new Map<number, string[]>();

  /** `most` is the magnitude of the full colour. */
  constructor(most: number) {
    this.#most = most;
  }

  add(box: Box, value: number | null): void {
    const level = levelOf(value, this.#most);
    if (level === 0) return;
    const paths = this.#byLevel.get(level);
    if (paths) paths.push(rectangle(box));
    else this.#byLevel.set(level, [rectangle(box)]);
  }

  shapes(ink: Ink): PathShape[] {
    return [...this.#byLevel].map(([level, paths]) => ({
      kind: 'path',
      d: paths.join(''),
      fill: levelColor(level, ink),
    }));
  }
}
