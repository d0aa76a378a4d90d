import type { TextChange } from '../text/documentText.ts';
import type { RefusedSuggestion } from './typingAlong.ts';

/** How many are kept; the oldest go first. */
const most = 50;

/** Less than so many characters say too little to be the same guess further on in the line. */
const TRIFLE = 4;

/**
 * What was suggested in a document where the user typed something else, so that it is not suggested there again: at that place, or
 * further on in the line, which is where the same guess comes up next. An edit before the place, which makes it another
 * place, lets go of what was refused there.
 */
export class RefusedSuggestions {
  #refused: RefusedSuggestion[] = [];

  add(refused: RefusedSuggestion): void {
    if (refused.text.trim() !== '') this.#refused = [...this.#refused, refused].slice(-most);
  }

  /** To be told of every edit of the document. */
  edited(change: TextChange): void {
    if (this.#refused.length === 0) return;
    this.#refused = this.#refused.filter(each => each.offset <= change.offset);
  }

  forget(): void {
    this.#refused = [];
  }

  /** Whether a text, or one that begins like it, was refused on this line up to here. */
  has({ lineStart, offset }: { lineStart: number; offset: number }, text: string): boolean {
    const wanted = text.trim();
    return this.#refused.some(refused => {
      if (refused.offset < lineStart || refused.offset > offset) return false;
      const other = refused.text.trim();
      if (refused.offset < offset && Math.min(wanted.length, other.length) < TRIFLE) return false;
      return wanted.startsWith(other) || other.startsWith(wanted);
    });
  }
}
