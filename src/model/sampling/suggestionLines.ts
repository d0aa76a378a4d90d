import type { Language } from '../text/language.ts';
import { hasBody, MAX_LINES, openBlocks, opensBlock } from './suggestionRules.ts';

/** The text around the cursor, as far as the rules look at it. */
export interface Surroundings {
  /** The line before the cursor. */
  linePrefix: string;
  restOfLine: string;
  /** The last line above that is not blank. */
  lineAbove: string | undefined;
  /** The first line below that is not blank. */
  nextLine: string | undefined;
}

/**
 * Where a suggestion that is being drawn has to end: with its line, unless the line opens a block that has no body yet;
 * then where the block closes, or after some lines.
 */
export class SuggestionLines {
  private readonly language: Language;
  private readonly maySpan: boolean;
  private line: string;
  /** What follows the block's opener, once the suggestion goes on behind it. */
  private block: string | undefined;
  private lines = 1;

  constructor(around: Surroundings, language: Language) {
    this.language = language;
    this.maySpan = around.restOfLine.trim() === '' && !hasBody(around.linePrefix, around.nextLine);
    this.line = around.linePrefix;
  }

  /** Whether the next character belongs to the suggestion still. To be asked of one after the other. */
  accept(character: string): boolean {
    if (character === '\n' && !this.mayBreak()) return false;
    if (this.block !== undefined) this.block += character;
    this.line = character === '\n' ? '' : this.line + character;
    return true;
  }

  private mayBreak(): boolean {
    if (this.block === undefined) {
      if (!this.maySpan || !opensBlock(this.line, this.language)) return false;
      this.block = '';
    } else if (openBlocks(this.block, this.language) < 0) return false;
    return ++this.lines <= MAX_LINES;
  }
}
