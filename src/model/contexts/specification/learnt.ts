// Small things that are learnt, which a layer over another one begins with a copy of.
import { float, squash } from './arithmetic.ts';
import { CONSTANT_INPUT, CONTEXTS, INPUTS, MATCH_INPUTS, OUTSIDE_INPUTS, SETS } from './inputs.ts';
import { histories } from './histories.ts';

const ROWS = 6144;
const REFINEMENTS = 3;
export const REFINED_ROWS = 2048;
export const REFINED_STEPS = 32;

/** How likely a 1 is, and from how many bits that was learnt. */
export interface Chance {
  p: number;
  count: number;
}

export interface Learnt {
  /** (ROWS, INPUTS) */
  weights: Float32Array[];
  /** (256, SETS) */
  finalWeights: Float32Array[];
  /** (CONTEXTS, states): after each bit history of each context */
  histories: Chance[][];
  order0: Float32Array;
  /** (256, 256): by the byte before and the bits so far */
  order1: Float32Array;
  /** (matches, steps of length, 2): how likely a match is right; apart when a byte begins */
  matches: Float32Array[][];
  /** (REFINEMENTS, REFINED_ROWS, REFINED_STEPS): how likely a 1 is where the mix said how likely it is */
  refined: Float32Array[][];
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** What comes from outside must earn its weight; what is not an input has none. */
function weightOf(input: number): number {
  if (input > CONSTANT_INPUT || (input >= OUTSIDE_INPUTS && input < CONSTANT_INPUT)) return 0;
  return input < MATCH_INPUTS && input % 2 === 0 ? 0.15 : 0.1;
}

function chanceOf(state: number): Chance {
  const ones = float((histories[state]?.ones ?? 0) + float(0.4));
  const zeros = float((histories[state]?.zeros ?? 0) + float(0.4));
  return { p: float(ones / float(ones + zeros)), count: 0 };
}

export function beginLearnt(): Learnt {
  return {
    weights: times(ROWS, () => Float32Array.from({ length: INPUTS }, (_, input) => weightOf(input))),
    finalWeights: times(256, () => new Float32Array(SETS).fill(1 / SETS)),
    histories: times(CONTEXTS, () => times(256, chanceOf)),
    order0: new Float32Array(256).fill(0.5),
    order1: new Float32Array(256 * 256).fill(0.5),
    matches: times(2, () => times(32, () => new Float32Array(2).fill(0.75))),
    refined: times(REFINEMENTS, () =>
      times(REFINED_ROWS, () =>
        Float32Array.from({ length: REFINED_STEPS }, (_, step) => squash(float((step - 15.5) * 0.5))),
      ),
    ),
  };
}
