import { characterEnd, type DocumentText } from '../../text/documentText.ts';
import type { Outcome, Suggestion } from '../outcome.ts';
import { likenessToLineEnd } from './similarity.ts';
import type { Pace } from './pace.ts';
import { charactersOf, type Look, type Tally } from './tally.ts';

/**
 * What the one who types takes with one key: all that is shown and nothing less; or, where not all is right, its first
 * word, as an editor's command for that does.
 */
export const ways = ['whole', 'words'] as const;

export type Way = (typeof ways)[number];

/** Text to be typed into a document. */
export interface Insertion {
  /** UTF-16 offset of the cursor. */
  offset: number;
  text: string;
  /** What would be typed after that, which a suggestion may go on into. */
  beyond?: string;
}

export interface TypistOptions {
  document: DocumentText;
  /** What is shown with the cursor at an offset. */
  suggest: (offset: number) => Promise<Outcome>;
  way: Way;
  tally: Tally;
  /** In milliseconds. */
  now: () => number;
  /** Time passes; without it what is found is on the screen before the next key, and is seen. */
  pace?: Pace | undefined;
  /** What was found last has come on the screen. */
  shown?: () => void;
}

/** A word taken for one key that has one character is no less work than typing it. */
const SHORTEST_WORD = 2;

/**
 * Types text as one who takes what is right and nothing else, by fixed rules:
 *
 * - a character costs one key, and so does taking a suggestion;
 * - a suggestion is taken when all of it is what comes next; where the way is by words, else its first word is;
 * - nothing is shown before the first key at a place: who has gone there has not typed yet;
 * - what is shown costs a look, once as long as only the characters that were typed along go off it;
 * - where time passes, nothing is there whose pause is not over, and nothing is taken that was not seen for long enough.
 */
export class Typist {
  readonly #options: TypistOptions;

  constructor(options: TypistOptions) {
    this.#options = options;
  }

  async type({ offset, text, beyond = '' }: Insertion): Promise<void> {
    const truth = text + beyond;
    // What is on the screen when the next answer comes, if it stays there.
    let along = '';
    for (let done = 0; done < text.length;) {
      const shown =
        done === 0 ? undefined : await this.#shown({ offset: offset + done, along, rest: truth.slice(done) });
      const taken = shown && this.#hasSeen ? this.#takenOf(shown.text, truth.slice(done)) : '';
      const typed = taken === '' ? text.slice(done, characterEnd(text, done)) : taken;
      const replaced = shown && taken === shown.text ? shown.replaces : 0;
      const isAlong = shown?.text.startsWith(typed) === true;
      if (taken === '') this.#options.pace?.typed({ isAlong });
      else this.#options.pace?.took();
      this.#put(offset + done, replaced, typed);
      done += typed.length;
      along = isAlong ? shown.text.slice(typed.length) : '';
    }
  }

  get #hasSeen(): boolean {
    return this.#options.pace?.hasSeen !== false;
  }

  /** Text that comes without a key of its own being counted, such as what stands there already. */
  replace(offset: number, length: number, text: string): void {
    if (length > 0 || text !== '') this.#options.document.replace({ offset, length, text });
  }

  #put(offset: number, length: number, text: string): void {
    const { tally } = this.#options;
    tally.characters += charactersOf(text);
    tally.keys++;
    this.replace(offset, length, text);
  }

  async #shown({ offset, along, rest }: { offset: number; along: string; rest: string }) {
    const { suggest, shown, tally, now, pace } = this.#options;
    const start = now();
    const outcome = await suggest(offset);
    const milliseconds = now() - start;
    const found = 'text' in outcome ? outcome : undefined;
    const isAlong = found?.text === along;
    if (!isAlong) tally.milliseconds.push(milliseconds);
    if ('reason' in outcome) tally.refused(outcome.reason);
    const isThere = pace ? pace.waitForKey(found, isAlong) : found !== undefined;
    if (!found || !isThere) return undefined;
    shown?.();
    tally.keysWithText++;
    if (!isAlong) tally.looks.push(lookAt(found, rest));
    return found;
  }

  #takenOf(shown: string, rest: string): string {
    if (rest.startsWith(shown)) return shown;
    if (this.#options.way === 'whole') return '';
    const word = firstWord(shown);
    return charactersOf(word) >= SHORTEST_WORD && rest.startsWith(word) ? word : '';
  }
}

/** What a suggestion is to one who knows what comes next. */
export function lookAt({ text, probability, alternatives }: Suggestion, rest: string): Look {
  const isRight = rest.startsWith(text);
  return {
    characters: charactersOf(text),
    probability,
    isRight,
    isOtherRight: !isRight && alternatives.some(other => rest.startsWith(other)),
    similarity: likenessToLineEnd(text, rest),
  };
}

/** What an editor takes of a suggestion by its command for a word: a word, or what stands before one, up to white space. */
export function firstWord(text: string): string {
  return /^(?:[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]*\s+|[^\p{L}\p{N}_\s]+)/u.exec(text)?.[0] ?? '';
}
