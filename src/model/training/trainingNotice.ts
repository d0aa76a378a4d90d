import type { ShapeSetting } from '../files/trainingSettings.ts';
import type { CorpusNotice } from '../text/corpusNotice.ts';

/**
 * What the user should know while a run goes on: which thing, and what there is to say of it. Whoever shows it finds the
 * words (src/protocol/noticeText.ts). A `problem` is the sentence of an error.
 */
export type TrainingNotice =
  | CorpusNotice
  /** Since this step held-out text is predicted worse, so that the run ends from there. */
  | { kind: 'learntEarly'; step: number }
  /** The run begins with fresh weights: the starter has another kind or size of network than is asked for. */
  | { kind: 'starterDoesNotFit'; setting: ShapeSetting; wanted: string; has: string }
  /** The same where the starter cannot be read. */
  | { kind: 'starterNotUsed'; problem: string }
  /** The loss left all bounds at `step`. */
  | { kind: 'blewUp'; step: number; backTo: number; learningRate: number }
  | { kind: 'rankingNotKept'; problem: string }
  /** What the context expert learnt of the files: suggestions come from the network alone. */
  | { kind: 'contextsNotKept'; problem: string }
  /** How the run goes, for whoever looks at its curves; it is told once. */
  | { kind: 'historyNotKept'; problem: string }
  /** On the way; the run goes on. */
  | { kind: 'checkpointNotSaved'; problem: string }
  /**
   * At the end: the model is held in memory, and saving it is tried for so many seconds; without them for as long as
   * nobody stops it. `savedStep` is that of the checkpoint that remains, 0 for none.
   */
  | { kind: 'modelNotSavedYet'; step: number; problem: string; seconds?: number; savedStep: number }
  /** After `modelNotSavedYet`. */
  | { kind: 'modelSaved' };
