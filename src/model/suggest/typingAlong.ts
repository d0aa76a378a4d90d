import type { TextChange } from '../text/documentText.ts';
import { suggestionLanguages } from './languages/suggestionLanguages.ts';

interface Shown {
  /** Where it began, in UTF-16 units. */
  offset: number;
  text: string;
  /** What the edits since may mean; the cursor tells which it is. */
  readings: Reading[];
  isTaken: boolean;
}

/** How far a suggestion has been typed. */
interface Reading {
  /** Characters of it that stand in the text. */
  typed: number;
  /** What the editor has put behind the cursor by itself, which the rest of the suggestion takes the place of. */
  closers: string;
}

/** What is left of a suggestion, and how many characters behind the cursor it takes the place of. */
interface RestOfSuggestion {
  text: string;
  replaces: number;
}

/** Something that was suggested where the user then typed something else. */
export interface RefusedSuggestion {
  offset: number;
  text: string;
}

/** What became of a suggestion: all of it stands in the text, however it came there, or something else does. */
export type Fate = { kind: 'taken' } | ({ kind: 'refused' } & RefusedSuggestion);

/**
 * Remembers the suggestion on screen while the user types along it, so that the ghost text stands still instead of
 * being drawn anew after each key, also when the editor closes a bracket, a quote or an environment by itself. Taking
 * back typed characters brings it back; anything else forgets it.
 */
export class TypingAlong {
  #shown: Shown | undefined;

  show(offset: number, text: string): void {
    this.#shown = { offset, text, readings: [{ typed: 0, closers: '' }], isTaken: false };
  }

  forget(): void {
    this.#shown = undefined;
  }

  /** Where the suggestion began; undefined while there is none. */
  get offset(): number | undefined {
    return this.#shown?.offset;
  }

  /** To be told of every edit of the document, in order. Says what has become of the suggestion, once that is known. */
  edited(change: TextChange): Fate | undefined {
    const shown = this.#shown;
    if (!shown) return undefined;
    const readings = shown.readings.flatMap(reading => readingsAfter(shown, reading, change));
    if (readings.length === 0) {
      this.forget();
      return shown.isTaken ? undefined : refusedBy(shown, change);
    }
    shown.readings = readings;
    if (shown.isTaken || !readings.some(({ typed }) => typed === shown.text.length)) return undefined;
    shown.isTaken = true;
    return { kind: 'taken' };
  }

  /** What is left of the suggestion with the cursor at this place; undefined when it does not apply or is blank. */
  rest(offset: number): RestOfSuggestion | undefined {
    const shown = this.#shown;
    const reading = shown?.readings.find(({ typed }) => shown.offset + typed === offset);
    if (!shown || !reading) return undefined;
    shown.readings = [reading];
    const { typed, closers } = reading;
    const rest = shown.text.slice(typed);
    if (rest.trim() === '' || rest === closers) return undefined;
    return { text: rest, replaces: closedIn(rest, closers) };
  }
}

const typedClosers = [
  // Brackets and quotes, whatever the language.
  /[)\]}"'`]/,
  ...Object.values(suggestionLanguages).flatMap(language => language.typedClosers),
];

/** What editors put behind the cursor by themselves when its opening half is typed. */
const CLOSERS = new RegExp(`^(?:${typedClosers.map(({ source }) => source).join('|')})+$`);

/** How far a suggestion may be said to be typed after an edit. */
function readingsAfter({ offset, text }: Shown, { typed, closers }: Reading, edit: TextChange): Reading[] {
  const cursor = offset + typed;
  if (edit.offset > cursor + closers.length) return [{ typed, closers }];
  const behind = edit.offset + edit.length - cursor;
  // Only the end of what was typed may change, else what comes before the cursor is another text.
  if (edit.offset < offset || edit.offset > cursor || behind < 0 || behind > closers.length) return [];
  const kept = edit.offset - offset;
  const left = closers.slice(behind);
  const readings: Reading[] = [];
  if (text.startsWith(edit.text, kept)) readings.push({ typed: kept + edit.text.length, closers: left });
  for (let length = 1; length < edit.text.length; length++) {
    if (!text.startsWith(edit.text.slice(0, length), kept)) break;
    const added = edit.text.slice(length);
    if (CLOSERS.test(added)) readings.push({ typed: kept + length, closers: added + left });
  }
  return readings;
}

/** Whether an edit says that the suggestion is not wanted: something else was typed where it stood. */
function refusedBy({ offset, text, readings }: Shown, edit: TextChange): Fate | undefined {
  const isTypedHere = edit.text !== '' && readings.some(({ typed }) => edit.offset === offset + typed);
  const typed = edit.offset - offset;
  return isTypedHere ? { kind: 'refused', offset: edit.offset, text: text.slice(typed) } : undefined;
}

/** How many of the closers behind the cursor a text brings itself, so that it takes their place. */
function closedIn(text: string, closers: string): number {
  // Those with words in them come whole or not at all.
  if (/[\\*]/.test(closers)) return text.includes(closers) ? closers.length : 0;
  let closed = 0;
  let open = 0;
  for (let i = 0; i < text.length && closed < closers.length; i++) {
    if (text[i] === '\\') i++;
    else if (open === 0 && text[i] === closers[closed]) closed++;
    else if ('([{'.includes(text[i])) open++;
    else if (open > 0 && ')]}'.includes(text[i])) open--;
  }
  return closed;
}
