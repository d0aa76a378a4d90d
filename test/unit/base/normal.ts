import type { Random } from '../../../src/model/base/random.ts';

/** Normal with mean 0 and standard deviation 1 (Box and Muller; the second number is dropped). */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}
