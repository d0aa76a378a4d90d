/** What the user should know of what is learnt of the workspace's files beside the network. */
export type ContextNotice =
  /** What was kept cannot be used: the files are read again. */
  | { kind: 'contextsLearntAnew'; problem: string }
  | { kind: 'contextsNotSaved'; problem: string }
  /** Files could not be looked through. */
  | { kind: 'contextsNotLearnt'; problem: string };
