/**
 * A prediction that was made somewhere in a text, and the symbols before it that are asked about. They are read on from
 * what was read before them, which stays as it is.
 */
export interface Passage {
  /** Of one stream, before the lead. */
  state: Float32Array;
  /** The symbol before the passage: it is read and not asked about. Of a text from its beginning, the start symbol. */
  lead: number;
  /** (N), N >= 1 */
  symbols: ArrayLike<number>;
  /** What came after them. */
  predicted: number;
}

/** What each symbol of a passage did for the prediction of the one after it. */
export interface Influence {
  /** (N): by how many bits the predicted symbol is likelier for the symbol; below 0 where it is less likely for it. */
  bits: Float32Array;
  /** -log2 of the probability that it had. */
  surpriseBits: number;
}
