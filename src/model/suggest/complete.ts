import type { Random } from '../base/random.ts';
import type { ReadControl } from '../base/readControl.ts';
import type { DocumentPredictor } from '../predict/documentPredictor.ts';
import type { Continuation, DrawingRoom } from './drawing/continuation.ts';
import { drawGreedily } from './drawing/greedy.ts';
import { search } from './drawing/search.ts';
import { fitSuggestion } from './fitSuggestion.ts';
import { indentationOf, reindent } from './indentation.ts';
import type { NoSuggestion } from './outcome.ts';
import { Place } from './place.ts';
import { maySuggestBefore, tearsWord } from './suggestionRules.ts';
import { secondsSaved, type Stakes, tornWord } from './worthALook.ts';

export interface CompleteOptions {
  /** UTF-16 offset of the cursor. */
  offset: number;
  /** Characters at most. */
  maxLength: number;
  /** 0, which is usual, takes the likeliest character each time. */
  temperature?: number | undefined;
  /** How lines are indented where the document has none that are: a tab, or spaces. */
  indentation?: string | undefined;
  random: Random;
}

/** What a suggestion has to be worth. */
export interface Demands {
  stakes: Stakes;
  /** The chance that a text is taken to whose beginning the predictor gives such a one. It never falls. */
  chanceOfTaking: (chance: number) => number;
  hidesList: boolean;
  /** Other texts than the one that is worth most. */
  alternatives: number;
}

/** Characters of the longest suggestion, where nothing else is said. */
export const defaultMaxLength = 120;

/** What would be written at a place, or why nothing is. */
export type Completion =
  | {
      text: string;
      /** Of the whole text, 0..1, as the predictor has it. */
      chance: number;
      alternatives: string[];
    }
  | { reason: NoSuggestion };

/** Characters on either side of the cursor that are looked at: some hundred lines, at well under a millisecond. */
const WINDOW = 4096;

/** What fits in at the cursor of what the model would write there. */
export async function complete(
  document: DocumentPredictor,
  options: CompleteOptions & Demands,
  control: ReadControl,
): Promise<Completion> {
  const index = document.text.indexAt(options.offset);
  const place = placeAt(document, index);
  if (!maySuggestBefore(place.restOfLine, place.language)) return { reason: 'beforeText' };
  const predictor = await document.nearbyPredictorAt(index, control);
  if (!predictor || control.signal.aborted) return { reason: 'aborted' };
  const room: DrawingRoom = {
    predictor,
    vocabulary: document.vocabulary,
    place,
    maxLength: options.maxLength,
    isLikely: chance => options.chanceOfTaking(chance) >= options.stakes.leastChance,
  };
  const { alternatives } = options;
  const drawn = alternatives > 0 ? search(room, alternatives + 1, options) : [drawGreedily(room, options)];
  const fitted = drawn.map(continuation => fit(continuation, place, options));
  const texts = fitted.flatMap(each => ('reason' in each ? [] : [each]));
  const [shown, ...others] = texts;
  if (!shown) return { reason: 'reason' in fitted[0] ? fitted[0].reason : 'unsure' };
  const different = new Set(others.map(({ text }) => text));
  different.delete(shown.text);
  return { ...shown, alternatives: [...different] };
}

interface FittedText {
  text: string;
  /** Of the whole text, 0..1, as the predictor has it. */
  chance: number;
}

/** The beginning of a continuation that is worth most among those that fit in. */
function fit(
  { characters, chances, next }: Continuation,
  place: Place,
  { chanceOfTaking, stakes, hidesList, indentation }: CompleteOptions & Demands,
): FittedText | { reason: NoSuggestion } {
  const seconds = secondsSaved(chances.map(chanceOfTaking), stakes, { hidesList });
  if (chances.length > 0 && seconds.every(each => each === -Infinity)) return { reason: 'notWorthALook' };
  const lengths = endsOf(characters);
  const worth = (length: number) => {
    const i = lengths.indexOf(length);
    return (seconds[i] ?? -Infinity) - (tearsWord(characters[i], characters[i + 1] ?? next) ? tornWord : 0);
  };
  const fitted = fitSuggestion(place, { text: characters.join(''), next, worth });
  if ('reason' in fitted) return fitted;
  const chance = chances[lengths.indexOf(fitted.text.length)];
  return { text: indented(fitted.text, place, indentation), chance };
}

/** UTF-16 offsets of the ends of characters. */
function endsOf(characters: readonly string[]): number[] {
  let end = 0;
  return characters.map(character => (end += character.length));
}

function placeAt({ text, language }: DocumentPredictor, index: number): Place {
  const from = Math.max(0, index - WINDOW);
  const to = Math.min(text.length, index + WINDOW);
  const before = text.slice(from, index);
  // Half a line would be read as something else.
  const lineStart = from === 0 ? 0 : before.indexOf('\n') + 1;
  return new Place({
    before: before.slice(lineStart),
    after: text.slice(index, to),
    language,
    startsText: from === 0,
    endsText: to === text.length,
  });
}

function indented(text: string, place: Place, fallback: string | undefined): string {
  const beginsLine = place.linePrefix.trim() === '' && /^\s/.test(text);
  if (!beginsLine && !text.includes('\n')) return text;
  const indentation = indentationOf(place.before + place.after, place.language, fallback);
  return indentation ? reindent(text, place, indentation) : text;
}
