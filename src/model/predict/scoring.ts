/** A text to be scored: symbols that are read one after the other from the start. */
export interface Sequence<Source> {
  source: Source;
  symbols: Uint8Array | Uint16Array;
  /** Index of the first symbol that is scored, 1 at least: those before it are read for their context. */
  from: number;
}

/** What was found about a stretch of one sequence. */
export interface Scored<Source> {
  source: Source;
  /** Index of the first symbol of the stretch. */
  first: number;
  /** Nats of each symbol of it, scored before it was read; NaN where the numbers of what predicts are of no use. */
  surprise: Float32Array;
}

/**
 * Scores sequences, each by itself; what predicts may read many of them side by side. Every scored symbol comes once,
 * those of one sequence in order. Between two steps of the iteration others can have a turn.
 */
export type ScoreSequences = <Source>(
  sequences: readonly Sequence<Source>[],
) => Iterable<readonly Scored<Source>[]>;
