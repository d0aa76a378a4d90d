/** Something that is to be read, and what is to be said of it. */
export interface TextPair {
  /** Without comments, each run of white space a single space. */
  source: string;
  target: string;
}
