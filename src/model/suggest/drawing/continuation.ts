import { checkFinite } from '../../network/finite.ts';
import type { Predictor } from '../../predict/predictor.ts';
import { Vocabulary } from '../../text/vocabulary.ts';
import type { Place } from '../place.ts';
import { SuggestionLines } from '../suggestionLines.ts';

/** What a predictor would write at a place. */
export interface Continuation {
  characters: readonly string[];
  /** At k - 1: that the first k characters are all right, 0..1, as the predictor has it. */
  chances: readonly number[];
  /** What it would go on with; a line end where the text has to end. */
  next: string;
}

/** Where continuations are drawn, and how far. */
export interface DrawingRoom {
  /** It has read what stands before the place, and is put back there. */
  predictor: Predictor;
  vocabulary: Vocabulary;
  place: Place;
  /** Characters at most. */
  maxLength: number;
  /** Whether a text with such a chance is likely enough: a continuation ends before it is not. */
  isLikely: (chance: number) => boolean;
}

/** One continuation as it is written, symbol by symbol: it knows where it has to end. */
export class Writing {
  readonly #room: DrawingRoom;
  readonly #lines: SuggestionLines;
  readonly #characters: string[] = [];
  readonly #chances: number[] = [];
  #text = '';
  #next = '\n';

  constructor(room: DrawingRoom) {
    this.#room = room;
    this.#lines = new SuggestionLines(room.place);
  }

  /** That all that is written is right. */
  get chance(): number {
    return this.#chances.at(-1) ?? 1;
  }

  get length(): number {
    return this.#characters.length;
  }

  /** Goes on by a symbol; `chance` is that it is right where all before it is. False where the text ends before it. */
  add(symbol: number, chance: number): boolean {
    const { vocabulary, maxLength, isLikely } = this.#room;
    if (symbol === Vocabulary.unknown || vocabulary.isStart(symbol)) return false;
    const character = vocabulary.character(symbol);
    if (!this.#lines.accepts(this.#text, character)) return false;
    const whole = this.chance * chance;
    if (this.length >= maxLength || !isLikely(whole)) {
      this.#next = character;
      return false;
    }
    this.#text += character;
    this.#characters.push(character);
    this.#chances.push(whole);
    return true;
  }

  continuation(): Continuation {
    return { characters: this.#characters, chances: this.#chances, next: this.#next };
  }
}

/** Fills `into` (V) with the chances of the next symbol, after so many that were drawn. */
export function nextChances(predictor: Predictor, into: Float32Array, drawn: number): void {
  predictor.distribution(into);
  checkFinite(into, () => `in predicting character ${drawn + 1} of a suggestion`);
}
