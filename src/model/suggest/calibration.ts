/**
 * How often what a predictor is so and so sure of is right: a map that never falls, by straight lines between its knots.
 */
export interface Calibration {
  /** 0..1, rising: what the predictor says. */
  readonly said: readonly number[];
  /** For each of these, 0..1, how often it is right. */
  readonly right: readonly number[];
}

/** A chance that was given to something, and whether that came true. */
export interface Claim {
  chance: number;
  isRight: boolean;
}

/** Takes a predictor at its word. */
export const uncalibrated: Calibration = { said: [0, 1], right: [0, 1] };

/** The chance that something is right of which a predictor is so sure. */
export function calibrated({ said, right }: Calibration, chance: number): number {
  const above = said.findIndex(each => each >= chance);
  if (above === 0) return right[0];
  if (above < 0) return right[right.length - 1];
  const share = (chance - said[above - 1]) / (said[above] - said[above - 1]);
  return right[above - 1] + share * (right[above] - right[above - 1]);
}

/** Fewer claims than this are too few to learn a map from. */
const FEWEST_CLAIMS = 500;

/** Knots between 0 and 1. */
const KNOTS = 12;

/** Learns a map from claims; undefined where they are too few. */
export function learnCalibration(claims: readonly Claim[]): Calibration | undefined {
  if (claims.length < FEWEST_CLAIMS) return undefined;
  const sorted = claims.toSorted((a, b) => a.chance - b.chance);
  const groups = Array.from({ length: KNOTS }, (_, i) =>
    groupOf(sorted.slice(...[i, i + 1].map(part => Math.floor((part * sorted.length) / KNOTS)))),
  );
  const rising = pooled(groups);
  return {
    said: [0, ...rising.map(({ said }) => said), 1],
    right: [0, ...rising.map(({ right }) => right), 1],
  };
}

interface Group {
  count: number;
  said: number;
  right: number;
}

function groupOf(claims: readonly Claim[]): Group {
  const count = claims.length;
  const said = claims.reduce((sum, { chance }) => sum + chance, 0) / count;
  const right = claims.filter(({ isRight }) => isRight).length / count;
  return { count, said, right };
}

/** Joins neighbours until what is surer is right no less often: the nearest map that never falls. */
function pooled(groups: readonly Group[]): Group[] {
  const rising: Group[] = [];
  for (let group of groups) {
    for (let before = rising.at(-1); before; before = rising.at(-1)) {
      if (before.right < group.right && before.said < group.said) break;
      rising.pop();
      group = joined(before, group);
    }
    rising.push(group);
  }
  return rising;
}

function joined(a: Group, b: Group): Group {
  const count = a.count + b.count;
  const mean = (x: number, y: number) => (a.count * x + b.count * y) / count;
  return { count, said: mean(a.said, b.said), right: mean(a.right, b.right) };
}
