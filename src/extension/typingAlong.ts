import type { TextEdit } from '../protocol/inspector.ts';

interface Suggestion {
  document: number;
  /** Where it began, in UTF-16 units. */
  offset: number;
  text: string;
  /** How many of its characters have been typed since. */
  typed: number;
}

/**
 * Remembers the suggestion on screen while the user types along it, so that the ghost text stands still instead of
 * being drawn anew after each key. Taking back typed characters brings it back; anything else forgets it.
 */
export class TypingAlong {
  #suggestion: Suggestion | undefined;

  show(document: number, offset: number, text: string): void {
    this.#suggestion = { document, offset, text, typed: 0 };
  }

  forget(): void {
    this.#suggestion = undefined;
  }

  /** To be told of every edit of the document, in order. */
  edited(document: number, edits: readonly TextEdit[]): void {
    for (const edit of edits) {
      const suggestion = this.#suggestion;
      if (suggestion?.document !== document) return;
      const typed = typedAfter(suggestion, edit);
      if (typed === undefined) this.forget();
      else suggestion.typed = typed;
    }
  }

  /** What is left of the suggestion with the cursor at this place; undefined when it does not apply or is blank. */
  rest(document: number, offset: number): string | undefined {
    const suggestion = this.#suggestion;
    if (suggestion?.document !== document || offset !== suggestion.offset + suggestion.typed)
      return undefined;
    const rest = suggestion.text.slice(suggestion.typed);
    return rest.trim() === '' ? undefined : rest;
  }
}

/** What editors put after the cursor by themselves when its opening half is typed. */
const closers = [')', ']', '}', '"', "'", '`', '$'];

/** Characters of the suggestion that stand in the text after an edit; undefined when it no longer fits. */
function typedAfter({ offset, text, typed }: Suggestion, edit: TextEdit): number | undefined {
  const cursor = offset + typed;
  if (edit.offset > cursor) return typed;
  // Only the end of what was typed may change, else what comes before the cursor is another text.
  if (edit.offset < offset || edit.offset + edit.length < cursor) return undefined;
  const kept = edit.offset - offset;
  if (text.startsWith(edit.text, kept)) return kept + edit.text.length;
  const opening = edit.text.slice(0, -1);
  const closed = closers.includes(edit.text.slice(-1)) && opening !== '' && text.startsWith(opening, kept);
  return closed ? kept + opening.length : undefined;
}
