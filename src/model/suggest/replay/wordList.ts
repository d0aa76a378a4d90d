import { characterEnd } from '../../text/documentText.ts';
import { charactersOf, type Tally } from './tally.ts';
import type { Insertion } from './typist.ts';

/** Words that an editor's own list would offer, those used last first. */
export class WordList {
  /** By their first character, the last one used at the end. */
  readonly #used = new Map<string, Set<string>>();
  readonly #learnt: ReadonlyMap<string, readonly string[]>;

  /** `learnt` are words of other files, the best ones first: they come after those of the document. */
  constructor(learnt: ReadonlyMap<string, readonly string[]> = new Map()) {
    this.#learnt = learnt;
  }

  add(word: string): void {
    const words = setIn(this.#used, firstCharacter(word));
    words.delete(word);
    words.add(word);
  }

  addText(text: string): void {
    for (const word of wordsIn(text)) this.add(word);
  }

  /** The first words that begin with a prefix and are longer. */
  offer(prefix: string, count: number): string[] {
    const first = firstCharacter(prefix);
    const offered = new Set<string>();
    const fits = (word: string) => word.length > prefix.length && word.startsWith(prefix);
    for (const words of [[...(this.#used.get(first) ?? [])].toReversed(), this.#learnt.get(first) ?? []])
      for (const word of words) {
        if (offered.size === count) return [...offered];
        if (fits(word)) offered.add(word);
      }
    return [...offered];
  }
}

/** The words of texts, for a list to know besides the document's: the last one first. */
export function learntWords(texts: readonly string[]): Map<string, string[]> {
  const words = new Map<string, Set<string>>();
  for (const text of texts.toReversed())
    for (const word of wordsIn(text).toReversed()) setIn(words, firstCharacter(word)).add(word);
  return new Map([...words].map(([first, set]) => [first, [...set]]));
}

export interface WordListTyping extends Omit<Insertion, 'offset'> {
  /** What stands before the cursor; its last characters may begin a word. */
  before: string;
  list: WordList;
  /** Of the list, how many the one who types looks at. */
  choices: number;
  tally: Tally;
}

/**
 * Types text with a word list that comes up by itself after the first character of a word. A word is taken where it is
 * just the one that is typed: by one key if it is the first of the list, by one more for each that stands before it, and
 * only where that is fewer keys than typing its rest. A list that stays the same is one look.
 */
export function typeWithWordList({ text, beyond = '', before, list, choices, tally }: WordListTyping): void {
  const whole = before + text + beyond;
  let shown = '';
  for (let at = before.length; at < before.length + text.length;) {
    const word = wordAround(whole, at);
    const typed = word ? whole.slice(word.from, at) : '';
    const offered = word && at > before.length ? list.offer(typed, choices) : [];
    const listed = offered.join('\n');
    const choice = word ? offered.indexOf(whole.slice(word.from, word.to)) : -1;
    if (offered.length > 0) {
      tally.keysWithText++;
      if (listed !== shown)
        tally.looks.push({
          characters: charactersOf(offered[0]) - charactersOf(typed),
          probability: Number.NaN,
          isRight: choice >= 0,
          isOtherRight: false,
          similarity: undefined,
        });
    }
    shown = listed;
    const rest = word ? word.to - at : 0;
    const isTaken = choice >= 0 && rest > choice + 1 && at + rest <= before.length + text.length;
    const end = isTaken ? at + rest : characterEnd(whole, at);
    tally.keys += isTaken ? choice + 1 : 1;
    tally.characters += charactersOf(whole.slice(at, end));
    const done = wordBefore(whole, end);
    if (done !== undefined && !isWordPart(whole.slice(end, end + 1))) list.add(done);
    at = end;
  }
}

const WORD = /[\p{L}_][\p{L}\p{N}_]+/gu;

function wordsIn(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** The word that is being typed before a place and goes on behind it; undefined where none is. */
function wordAround(text: string, at: number): { from: number; to: number } | undefined {
  let from = at;
  while (from > 0 && isWordPart(text[from - 1])) from--;
  if (from === at || !/[\p{L}_]/u.test(text[from])) return undefined;
  let to = at;
  while (to < text.length && isWordPart(text[to])) to++;
  return { from, to };
}

/** The word that ends at a place. */
function wordBefore(text: string, end: number): string | undefined {
  const word = wordAround(text, end);
  return word && word.from + 1 < end ? text.slice(word.from, end) : undefined;
}

function isWordPart(character: string): boolean {
  return /^[\p{L}\p{N}_]$/u.test(character);
}

function firstCharacter(word: string): string {
  return word.slice(0, characterEnd(word, 0));
}

function setIn(sets: Map<string, Set<string>>, key: string): Set<string> {
  let set = sets.get(key);
  if (!set) sets.set(key, (set = new Set()));
  return set;
}
