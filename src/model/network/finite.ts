import { UserError } from '../base/userError.ts';

/** What a network computes is no number, or one beyond all bounds: nothing that follows from it means anything. */
export class NotFinite extends UserError {
  /** `place` says where it was found first, such as 'at character 12 of main.c'. */
  constructor(place: string) {
    super(
      `The model gives numbers that are not finite, first ${place}: its weights are damaged, or its training diverged. Train it again.`,
    );
  }
}

/** Throws NotFinite when one of the values is. It costs little beside making them. */
export function checkFinite(values: Float32Array, place: () => string): void {
  if (!areFinite(values)) throw new NotFinite(place());
}

export function areFinite(values: Float32Array): boolean {
  // What is not finite less itself is NaN, and so is every sum with it.
  const { length } = values;
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  // Four sums that do not wait for one another.
  for (; i + 3 < length; i += 4) {
    a += values[i] - values[i];
    b += values[i + 1] - values[i + 1];
    c += values[i + 2] - values[i + 2];
    d += values[i + 3] - values[i + 3];
  }
  for (; i < length; i++) a += values[i] - values[i];
  return a + b + c + d === 0;
}
