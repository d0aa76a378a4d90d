/** What the user should know of the files that are learnt from, and of what is held out of them. */
export type CorpusNotice =
  /** There is more text than is read at most; files are taken from all over the folders. */
  | { kind: 'sampled'; files: number; taken: number; bytes: number; mostBytes: number }
  /** Too little is left that the model has not learnt from: some of what is held out it has. */
  | { kind: 'heldOutMayBeLearnt' }
  /** Too few files to hold out a whole one. */
  | { kind: 'lastTenthHeldOut'; path: string };
