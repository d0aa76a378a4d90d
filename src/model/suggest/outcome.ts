/** What is suggested at a place, or why nothing is. */
export type Outcome = Suggestion | { reason: NoSuggestion };

export interface Suggestion {
  /** To be put in at the cursor. Its line ends are LF. */
  text: string;
  /** UTF-16 units behind the cursor that it takes the place of: what the editor has closed by itself. */
  replaces: number;
  /** That all of the text is right, 0..1, as it was held when it was first suggested; calibrated. */
  probability: number;
  /** Seconds that it can be expected to save one who types it: the chance that it is taken, times its keys but one. */
  saves: number;
  /** Other texts for the same place, each in place of the whole one, the likelier first. */
  alternatives: readonly string[];
}

/** Why nothing is suggested. */
export type NoSuggestion =
  /** The request was taken back, a newer one took its place, or the text was edited meanwhile. */
  | 'aborted'
  /** The document, its version or the model that was asked about is not (or no longer) there. */
  | 'outdated'
  /** It was found too late to be of use to somebody who types. */
  | 'late'
  /** A word is being deleted here. */
  | 'deleting'
  /** The user typed something else where the same was suggested. */
  | 'refused'
  /** There is text behind the cursor that a suggestion would stand in the way of. */
  | 'beforeText'
  /** Nothing that the model would write is likely enough. */
  | 'unsure'
  /** It would close what is closed behind the cursor. */
  | 'standsAfter'
  /** It would open what nothing closes, or take a closer from something else. */
  | 'leavesOpen'
  /** It would end within a command or an escape. */
  | 'breaksToken'
  | 'repeatsLineAbove'
  /** The lines below the cursor say the same. */
  | 'standsBelow'
  | 'blank'
  | 'emptyComment'
  | 'loneOpening'
  /** To look at it costs more time than it can be expected to save. */
  | 'notWorthALook'
  /** Nobody asked for it, and in this manner it is shown to those only who do. */
  | 'onRequest';
