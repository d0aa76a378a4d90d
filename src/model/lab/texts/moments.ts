/** Moments in each power of ten. */
const IN_TEN = 5;

/** Steps from 0 to the last one at even distances on a logarithmic scale: most is learnt at the start. */
export function momentsUpTo(last: number): number[] {
  const moments = new Set([0, last]);
  for (let i = 0; ; i++) {
    const step = Math.round(10 ** (i / IN_TEN));
    if (step >= last) break;
    moments.add(step);
  }
  return [...moments].toSorted((a, b) => a - b);
}
