import type { ReadControl } from './readControl.ts';

/**
 * Does work that yields after each slice of it, with a turn for other events in between. Undefined when it was aborted,
 * or when what it is about is no longer so.
 */
export async function inSlices<Result>(
  work: Iterator<unknown, Result>,
  control: ReadControl,
  isOutdated: () => boolean = () => false,
): Promise<Result | undefined> {
  for (;;) {
    if (control.signal.aborted || isOutdated()) return undefined;
    const slice = work.next();
    if (slice.done) return slice.value;
    await control.yieldToEvents();
  }
}
