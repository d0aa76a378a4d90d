import type { TextEdit } from '../../protocol/textPlaces.ts';

/** What is shown at a place of a document, which is named by its number. */
export interface Offer {
  document: number;
  /** Of the cursor, in UTF-16 units. */
  offset: number;
  /** The end of the line before the cursor, which an item repeats. */
  before: string;
  /** To be put in at the cursor, the one that is shown first of all. */
  texts: readonly string[];
  /** That the first of them is right, 0..1, as it was held when it came. */
  probability: number;
}

/** What an edit does with what is shown. */
export type Fate =
  /** All of a text was put in at once, or a part of it. */
  | { kind: 'taken'; text: string; offset: number; isWhole: boolean }
  /** It was typed as a suggestion has it. */
  | { kind: 'typed' }
  /** Something else was typed where it stood. */
  | { kind: 'refused' }
  /** The text before it has changed. */
  | { kind: 'gone' }
  /** Nothing: the edit was behind it. */
  | { kind: 'kept' };

/** What an editor puts in by itself when the first of the two is typed. */
const pairs = ['()', '[]', '{}', '""', "''", '``', '$$', '<>'];

/**
 * Finds out from the edits of a document what becomes of what is shown in it, since the editor does not say. Typing
 * puts in a character, a line end with its indentation or a pair of brackets; whatever else begins a suggestion was
 * taken.
 */
export class OfferedText {
  #offer: Offer | undefined;

  get offer(): Offer | undefined {
    return this.#offer;
  }

  show(offer: Offer): void {
    this.#offer = offer;
  }

  forget(): void {
    this.#offer = undefined;
  }

  /** Whether a text at a place is what is on screen there. */
  shows(document: number, offset: number, text: string): boolean {
    const offer = this.#offer;
    return offer?.document === document && offer.offset === offset && offer.texts.includes(text);
  }

  /** An edit without what it writes anew of the line before what is shown: an editor may do so to put something in. */
  trimmed(document: number, edit: TextEdit): TextEdit {
    return this.#offer?.document === document ? withoutPrefix(this.#offer, edit) : edit;
  }

  /** To be told of every edit as it is trimmed, in order; undefined where nothing is shown. */
  edited(document: number, edit: TextEdit): Fate | undefined {
    const offer = this.#offer;
    if (offer?.document !== document) return undefined;
    const fate = fateOf(offer, edit);
    this.#offer = offerAfter(offer, edit, fate);
    return fate;
  }
}

function fateOf(offer: Offer, edit: TextEdit): Fate {
  if (edit.offset > offer.offset) return { kind: 'kept' };
  if (edit.offset < offer.offset || edit.text === '') return { kind: 'gone' };
  const { text } = edit;
  const followed = offer.texts.find(each => each.startsWith(text));
  if (followed === undefined) return { kind: isPairTyped(offer, text) ? 'typed' : 'refused' };
  if (isTyping(text)) return { kind: 'typed' };
  return { kind: 'taken', text, offset: edit.offset, isWhole: text === followed };
}

/** The texts that agree with what was put in, without it. */
function offerAfter(offer: Offer, edit: TextEdit, fate: Fate): Offer | undefined {
  if (fate.kind === 'kept') return offer;
  if (fate.kind !== 'typed' && fate.kind !== 'taken') return undefined;
  const text = isPairTyped(offer, edit.text) ? edit.text.slice(0, 1) : edit.text;
  const texts = offer.texts.filter(each => each.startsWith(text)).map(each => each.slice(text.length));
  if (texts.every(each => each === '')) return undefined;
  return { ...offer, offset: edit.offset + text.length, before: offer.before + text, texts };
}

function withoutPrefix({ offset, before }: Offer, { offset: start, length, text }: TextEdit): TextEdit {
  const kept = offset - start;
  if (kept <= 0 || kept > length || !before.endsWith(text.slice(0, kept)))
    return { offset: start, length, text };
  return { offset, length: length - kept, text: text.slice(kept) };
}

/** A pair where a suggestion has its first half only. */
function isPairTyped({ texts }: Offer, text: string): boolean {
  return pairs.includes(text) && texts.some(each => each.startsWith(text[0] ?? ''));
}

/** Whether a text is what one key puts in. */
export function isTyping(text: string): boolean {
  return Array.from(text).length === 1 || pairs.includes(text) || /^\n[ \t]*$/.test(text);
}
