/** How long work over a text shares the thread: it is done in slices, with a turn for other events between them. */
export interface ReadControl {
  /** Aborting it ends the work at the next slice. */
  signal: AbortSignal;
  /** Resolves once the waiting events of the thread have had their turn. */
  yieldToEvents: () => Promise<void>;
}

/** For a thread that has nothing else to do. */
export const undisturbed: ReadControl = {
  signal: new AbortController().signal,
  yieldToEvents: () => Promise.resolve(),
};
