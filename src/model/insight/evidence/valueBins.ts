/**
 * A fixed set of bins for a cell's values in [-1, 1], in rising order. They are finest where values crowd: near 0,
 * where a cell that is shut lies, and near -1 and 1, where it saturates. Each octave of the distance to the nearest of
 * these is cut into 8 bins, down to 2^-24, which is as fine as 32-bit floats are next to 1.
 */

/** Distances are counted in units of 2^-24; the greatest is 2^23. */
const SCALE = 2 ** 24;
const OCTAVE_LOG2 = 3;
/** Distances up to this have a bin each; above, bins grow with the octave. */
const FINE = 2 ** (OCTAVE_LOG2 + 1) - 1;
/** Room for the bins from 0 to 1, those near 0 at its start and those near 1 at its end; not all of it is used. */
const HALF = 512;

export const BIN_COUNT = 2 * HALF;

/**
 * The bin of a value; values beyond -1 and 1 go into the last ones. In whole numbers and without branches: values are as
 * good as random.
 */
export function binOf(value: number): number {
  const scaled = (value * SCALE) | 0;
  // Masks of all bits or none; to invert the bits of a bin's number is to count from the other end.
  const negative = scaled >> 31;
  const size = Math.min(SCALE, (scaled ^ negative) - negative);
  const large = (SCALE / 2 - size) >> 31;
  const distance = (size ^ large) + (large & (SCALE + 1));
  const octave = 31 - OCTAVE_LOG2 - Math.clz32(distance | FINE);
  const bin = (octave << OCTAVE_LOG2) + (distance >> octave);
  return (HALF + (bin ^ (large & (HALF - 1)))) ^ (negative & (BIN_COUNT - 1));
}

/** The value between two bins: the least one in `bin`, which is 1 for BIN_COUNT. */
export function lowerEdge(bin: number): number {
  return bin >= HALF ? edgeOf(bin - HALF) : -edgeOf(HALF - bin);
}

/** As `lowerEdge`, of the bins from 0 to 1, counted from that at 0. */
function edgeOf(bin: number): number {
  return bin < HALF / 2 ? leastDistance(bin) : 1 - leastDistance(HALF - bin);
}

/** The least distance in a bin, 0.5 for those that are not used. */
function leastDistance(bin: number): number {
  const octave = Math.max(0, (bin >> OCTAVE_LOG2) - 1);
  return Math.min(0.5, ((bin - (octave << OCTAVE_LOG2)) * 2 ** octave) / SCALE);
}

/** The value that stands for those of a bin. */
export function middleOf(bin: number): number {
  return (lowerEdge(bin) + lowerEdge(bin + 1)) / 2;
}
