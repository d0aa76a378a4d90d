import { availableParallelism } from 'node:os';
import type { EngineNotice } from '../../../protocol/engineChoice.ts';

/**
 * As many of the wanted threads as can run at once, and what to tell who wanted more: threads that take turns wait for
 * one another in every step, which then takes seconds.
 */
export function threadsThatRun(
  wanted: number,
  processors = availableParallelism(),
): { threads: number; notice?: EngineNotice } {
  if (wanted <= processors) return { threads: wanted };
  return { threads: processors, notice: { kind: 'fewerThreads', wanted, processors } };
}
