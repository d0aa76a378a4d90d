/**
 * A fixed set of bins for a cell's values in [-1, 1], in rising order. They are finest where values crowd: near 0,
 * where a cell that is shut lies, and near -1 and 1, where it saturates. Each octave of the distance to the nearest of
 * these is cut into 32 bins, down to 2^-24, which is as fine as 32-bit floats are next to 1.
 */

/** Distances are counted in units of 2^-24; the greatest is 2^23. */
const SCALE = 2 ** 24;
const OCTAVE_LOG2 = 5;
/** Distances up to this have a bin each; above, bins grow with the octave. */
const FINE = 2 ** (OCTAVE_LOG2 + 1) - 1;
/** Room for the bins from 0 to 1, those near 0 at its start and those near 1 at its end; not all of it is used. */
const HALF = 2048;

export const BIN_COUNT = 2 * HALF;

/** The bin of a value; values beyond -1 and 1 go into the last ones. No branches: values are as good as random. */
export function binOf(value: number): number {
  const size = Math.min(1, Math.abs(value));
  const distance = (Math.min(size, 1 - size) * SCALE) | 0;
  const octave = 31 - OCTAVE_LOG2 - Math.clz32(distance | FINE);
  const bin = (octave << OCTAVE_LOG2) + (distance >> octave);
  const isLarge = Math.min(1, (2 * size) | 0);
  const isNegative = Number(value < 0);
  // To invert the bits is to count from the other end.
  return (HALF + (bin ^ (isLarge * (HALF - 1)))) ^ (isNegative * (BIN_COUNT - 1));
}
