/** Less than any symbol: for targets, of which a negative one does not count. */
export const LEAST_INTEGER = -(2 ** 31);

/**
 * Copies `count` symbols of `least` and up. Throws a RangeError for what is none: kernels read tables at these numbers
 * unchecked.
 */
export function copySymbols(
  from: ArrayLike<number>,
  to: Int32Array,
  { count, least, vocabSize }: { count: number; least: number; vocabSize: number },
): void {
  if (from.length < count) throw new RangeError(`${from.length} symbols where ${count} are needed.`);
  for (let i = 0; i < count; i++) {
    const id = from[i];
    if (!(id >= least && id < vocabSize)) throw new RangeError(symbolProblem(id, vocabSize));
    to[i] = id;
  }
}

/** Throws a RangeError when one of them is no symbol. */
export function checkSymbols(ids: ArrayLike<number>, least: number, vocabSize: number): void {
  for (let i = 0; i < ids.length; i++)
    if (!(ids[i] >= least && ids[i] < vocabSize)) throw new RangeError(symbolProblem(ids[i], vocabSize));
}

function symbolProblem(id: number, vocabSize: number): string {
  return `Symbol ${id}; the vocabulary of this network has ${vocabSize}.`;
}
