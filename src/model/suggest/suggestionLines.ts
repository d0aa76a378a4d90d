import { isAmong, type Opening } from './openings.ts';
import type { Place } from './place.ts';
import { hasBody, MAX_LINES, opensBlock } from './suggestionRules.ts';

/**
 * Where a suggestion that is being drawn has to end: with its line, unless the line opens a block that has no body yet;
 * then where the block closes, or after some lines.
 */
export class SuggestionLines {
  readonly #place: Place;
  /** The block that the suggestion goes on in, over several lines. */
  #block: Opening | undefined;
  #lines = 1;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Whether the next character belongs to the suggestion still. To be asked of one after the other. */
  accepts(text: string, character: string): boolean {
    return character !== '\n' || this.#mayBreak(text);
  }

  #mayBreak(text: string): boolean {
    const { before, restOfLine } = this.#place;
    const scanner = this.#place.scanOn();
    scanner.run(`${before}${text}\n`);
    if (this.#block) {
      if (!isAmong(this.#block, scanner.top)) return false;
    } else {
      const line = text === '' ? this.#place.linePrefix : this.#place.linePrefix + text;
      if (restOfLine.trim() !== '' || !scanner.top || !opensBlock(line, scanner.top)) return false;
      if (this.#bodyStands(scanner.top)) return false;
      this.#block = scanner.top;
    }
    return ++this.#lines <= MAX_LINES;
  }

  /** Whether there is a body behind the cursor already. */
  #bodyStands(block: Opening): boolean {
    const { linePrefix, linesBelow } = this.#place;
    const body = this.#place.bodyOf(block);
    return body === undefined ? hasBody(linePrefix, linesBelow[0]) : body.trim() !== '';
  }
}
