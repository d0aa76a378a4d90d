import type { TextEdit } from '../../protocol/textPlaces.ts';

interface Range {
  from: number;
  to: number;
}

/** A text that was put into a document, and what is left of it there. */
export interface WatchedText {
  readonly document: number;
  /** UTF-16 units. */
  readonly length: number;
  /** What of it still stands there. */
  left: readonly Range[];
}

/** How many units of it still stand there. */
export function leftOf({ left }: WatchedText): number {
  return left.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** Follows texts through the edits of their documents, to tell how much of them was kept. */
export class KeptTexts {
  readonly #watched = new Set<WatchedText>();

  watch({ document, offset, text }: { document: number; offset: number; text: string }): WatchedText {
    const watched = { document, length: text.length, left: [{ from: offset, to: offset + text.length }] };
    this.#watched.add(watched);
    return watched;
  }

  forget(watched: WatchedText): void {
    this.#watched.delete(watched);
  }

  /** To be told of every edit, in order. */
  edited(document: number, edit: TextEdit): void {
    for (const one of this.#watched)
      if (one.document === document) one.left = one.left.flatMap(range => rangesAfter(range, edit));
  }
}

/** What was before an edit stays, what was behind it moves, and what it took out is gone. */
function rangesAfter({ from, to }: Range, { offset, length, text }: TextEdit): Range[] {
  const end = offset + length;
  const moved = text.length - length;
  const before = { from, to: Math.min(to, offset) };
  const behind = { from: Math.max(from, end) + moved, to: to + moved };
  return [before, behind].filter(range => range.from < range.to);
}
