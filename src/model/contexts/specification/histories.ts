// Bit histories: what is kept of the zeros and ones after a context, in a byte. A state is a pair of counts, bounded, and
// for short mixed histories which bit came last. When one bit is seen, a large count of the other is cut down: what was
// seen of late counts for more.

/** A run counts to one less. */
export const RUN_COUNTS = 48;

export interface History {
  zeros: number;
  ones: number;
  last: number;
}

/** All states that can be reached from the empty one, which is 0. */
export const histories: History[] = [{ zeros: 0, ones: 0, last: 0 }];

/** next[state][bit] */
export const next: [number, number][] = [];

/** The most of one bit that is remembered beside so many of the other. */
const greatestBeside = (count: number): number => [47, 22, 11, 8, 6, 6].at(Math.min(count, 6)) ?? 0;

const cutDown = (count: number): number => (count > 7 ? 6 : count > 5 ? 5 : count > 3 ? count - 1 : count);

function stateOf(zeros: number, ones: number, bit: number): number {
  const plain = Math.min(zeros, ones) === 0 || Math.max(zeros, ones) > 9;
  const last = plain ? Number(ones > zeros) : bit;
  const known = histories.findIndex(
    state => state.zeros === zeros && state.ones === ones && state.last === last,
  );
  return known >= 0 ? known : histories.push({ zeros, ones, last }) - 1;
}

function stateAfter({ zeros, ones }: History, bit: number): number {
  let seen = (bit ? ones : zeros) + 1;
  let other = cutDown(bit ? zeros : ones);
  while (other > seen ? other > greatestBeside(seen) : seen > greatestBeside(other)) {
    if (other > seen) other--;
    else seen--;
  }
  return bit ? stateOf(other, seen, 1) : stateOf(seen, other, 0);
}

// `histories` grows while this goes through it.
for (const state of histories) next.push([stateAfter(state, 0), stateAfter(state, 1)]);

/** The history of `count` equal bits. */
export function historyOfRun(count: number, bit: number): number {
  let state = 0;
  for (let i = 0; i < count; i++) state = next[state][bit];
  return state;
}
