import { characterEnd } from '../../text/documentText.ts';
import type { NoSuggestion } from '../outcome.ts';

/** A text that was put on the screen and read once, however long it stayed there while it was typed along. */
export interface Look {
  /** Of the text shown. */
  characters: number;
  /** That all of it is right, as it was foretold, 0..1; NaN where nothing was. */
  probability: number;
  /** All of it is what the text goes on with. */
  isRight: boolean;
  /** It is not, but one of the others is that could be had in its place. */
  isOtherRight: boolean;
  /** How like its first line is what is left of the line, 0..1; undefined where nothing is left of it. */
  similarity: number | undefined;
}

/** What is counted while text is typed with suggestions on the screen. */
export class Tally {
  /** That the text has: as many keys as it takes without help. */
  characters = 0;
  /** That were pressed, those that take a suggestion among them. */
  keys = 0;
  /** Before which something stood on the screen. */
  keysWithText = 0;
  readonly looks: Look[] = [];
  /** For each answer that was not the rest of what was typed along. */
  readonly milliseconds: number[] = [];
  readonly reasons: Partial<Record<NoSuggestion, number>> = {};

  refused(reason: NoSuggestion): void {
    this.reasons[reason] = (this.reasons[reason] ?? 0) + 1;
  }
}

/** Characters as people count them, not UTF-16 units. */
export function charactersOf(text: string): number {
  let count = 0;
  for (let unit = 0; unit < text.length; unit = characterEnd(text, unit)) count++;
  return count;
}
