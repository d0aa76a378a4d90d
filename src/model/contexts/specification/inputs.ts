// The inputs of a mix: two for each context and each match, two direct ones, two from outside, one that is constant.

/** Contexts of one to three bytes: nearly all of them are followed by several bytes, so they have no runs. */
export const SHORT_CONTEXTS = 3;
export const CONTEXTS = 27;
/** Those by the bytes before, ever more of them, come first. */
export const BYTE_CONTEXTS = 7;
export const MATCH_INPUTS = 2 * CONTEXTS;
export const DIRECT_INPUTS = MATCH_INPUTS + 4;
export const OUTSIDE_INPUTS = DIRECT_INPUTS + 2;
export const CONSTANT_INPUT = OUTSIDE_INPUTS + 2;
/** Filled up with zeros to a multiple of 16. */
export const INPUTS = Math.ceil((CONSTANT_INPUT + 1) / 16) * 16;
/** Each bit is mixed so many times, with a row of weights that another selector chooses. */
export const SETS = 8;

/** Whose vote an input is: an index of voterNames. */
export function voterOf(input: number): number {
  if (input >= CONSTANT_INPUT) return 0;
  if (input >= OUTSIDE_INPUTS) return 7;
  if (input >= DIRECT_INPUTS) return 0;
  if (input >= MATCH_INPUTS) return 5;
  return [7, 13, 19, 21, 24, 25, CONTEXTS].findIndex(end => input / 2 < end);
}
