/**
 * Where another provider serves the language, it has so many milliseconds to answer before Cellscope does. With the
 * editor's own pause before it asks it is less than the 750 ms after which the editor gives up waiting for all of them.
 */
export const handicap = 500;

interface Finding {
  /** The user asked for it himself. */
  isInvoked: boolean;
  /** Something is on screen there already, and is being typed along. */
  isAlong: boolean;
  /** The last edit was to take a suggestion, or a part of one. */
  hasJustTaken: boolean;
  /** Milliseconds since the last key, and since the editor asked. */
  sinceKey: number;
  sinceAsked: number;
  /** After a key, ms, for what saves little. */
  pause: number;
  /** Seconds that it can be expected to save. */
  saves: number;
  /** Another provider serves the language, and is to come first. */
  isBesideOthers: boolean;
}

/** How many milliseconds something that was found is still held back. */
export function showingDelay(finding: Finding): number {
  const { isInvoked, isAlong, hasJustTaken, sinceKey, sinceAsked, isBesideOthers } = finding;
  if (isInvoked || isAlong) return 0;
  const others = isBesideOthers ? handicap - sinceAsked : 0;
  // Of a document that was not watched yet the last key is not known: then it was just before the editor asked.
  const rhythm = hasJustTaken ? 0 : pauseFor(finding) - Math.min(sinceKey, sinceAsked);
  return Math.max(0, others, rhythm);
}

/** The more it saves the sooner it is worth showing: who has it before his eyes for longer types less of it himself. */
function pauseFor({ pause, saves }: Pick<Finding, 'pause' | 'saves'>): number {
  return pause * Math.min(1, Math.max(haste.least, haste.seconds / saves));
}

/** Up to so many seconds saved the pause is whole; it is never shorter than this part of it. */
const haste = { seconds: 0.4, least: 0.25 };
