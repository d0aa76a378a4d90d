/** A place that a predictor can go back to, until it has gone back to it or to an earlier one. */
export type Mark = number;

/**
 * Reads a text symbol by symbol and says how likely each symbol is to come next. One that learns does so as it reads,
 * after it has scored what it reads.
 *
 * On one machine it is repeatable to the bit: the same symbols give the same distribution in whatever slices they are
 * read, and after going back to a mark.
 */
export interface Predictor {
  /** V */
  readonly vocabSize: number;

  /**
   * Reads symbols. `surprise`, if it is given, gets one number a symbol: the nats -ln p that it was given before it was
   * read, NaN where the predictor's numbers were of no use. The very first symbol of a text is given, not predicted: 0.
   */
  read(symbols: ArrayLike<number>, surprise?: Float32Array): void;

  /** Fills `into` (V) with the probabilities of the next symbol; all of it with NaN where its numbers are of no use. */
  distribution(into: Float32Array): void;

  /**
   * Notes the place, at the cost of some symbols at most. Marks nest: going back to one ends it and all that were made
   * after it. So whoever makes a mark goes back to it in the end, and who reads on for good makes none.
   */
  mark(): Mark;

  /** Goes back to a mark; whatever was read and learnt since is undone. */
  rewind(mark: Mark): void;

  /** So many continuations from here, side by side and each by itself. The predictor itself stays where it is. */
  branch(count: number): Branches;
}

/** Continuations of one text, all of the same length. */
export interface Branches {
  /** B */
  readonly count: number;

  /** Reads one symbol in each branch (B). */
  read(symbols: ArrayLike<number>): void;

  /** Fills `into` (B, V) with the probabilities of the next symbol of each branch; as `Predictor.distribution`. */
  distributions(into: Float32Array): void;
}
