import { availableParallelism } from 'node:os';

/**
 * As many of the wanted threads as can run at once, and what to tell who wanted more: threads that take turns wait for
 * one another in every step, which then takes seconds.
 */
export function threadsThatRun(
  wanted: number,
  processors = availableParallelism(),
): { threads: number; notice?: string } {
  if (wanted <= processors) return { threads: wanted };
  const have = processors === 1 ? 'one processor' : `${processors} processors`;
  const notice = `${wanted} threads were asked for; this machine has ${have}, and more threads would only wait for one another: ${processors} ${processors === 1 ? 'is' : 'are'} used.`;
  return { threads: processors, notice };
}
