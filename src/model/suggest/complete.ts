import { checkFinite } from '../network/finite.ts';
import type { Random } from '../base/random.ts';
import type { ReadControl } from '../base/readControl.ts';
import type { DocumentPredictor } from '../predict/documentPredictor.ts';
import type { Predictor } from '../predict/predictor.ts';
import { drawSymbol } from '../predict/sampler.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { fitSuggestion } from './fitSuggestion.ts';
import { indentationOf, reindent } from './indentation.ts';
import type { NoSuggestion } from './outcome.ts';
import { Place } from './place.ts';
import { SuggestionLines } from './suggestionLines.ts';
import { expectedSavings, maySuggestBefore } from './suggestionRules.ts';

export interface CompleteOptions {
  /** UTF-16 offset of the cursor. */
  offset: number;
  /** Characters at most. */
  maxLength: number;
  /** Of the whole suggestion, 0..1: the least that is shown. */
  minimumProbability: number;
  /** 0 takes the likeliest character each time. */
  temperature: number;
  /** How lines are indented where the document has none that are: a tab, or spaces. */
  indentation?: string | undefined;
  random: Random;
}

/**
 * Half sure: what is shown is right more often than not, while most of what could be saved is saved. A test holds them
 * together with the editor's settings.
 */
export const defaultSuggestion = { maxLength: 120, minimumProbability: 0.4, temperature: 0 };

/** What would be written at a place, or why nothing is. */
export type Completion =
  { text: string; /** Of the whole text, 0..1. */ probability: number } | { reason: NoSuggestion };

/** Characters on either side of the cursor that are looked at: some hundred lines, at well under a millisecond. */
const WINDOW = 4096;

/** What fits in at the cursor of what the model would write there. */
export async function complete(
  document: DocumentPredictor,
  options: CompleteOptions,
  control: ReadControl,
): Promise<Completion> {
  const index = document.text.indexAt(options.offset);
  const place = placeAt(document, index);
  if (!maySuggestBefore(place.restOfLine, place.language)) return { reason: 'beforeText' };
  const predictor = await document.nearbyPredictorAt(index, control);
  if (!predictor || control.signal.aborted) return { reason: 'aborted' };
  const { characters, probabilities, next } = draw(predictor, document.vocabulary, { ...options, place });
  const savings = expectedSavings(probabilities, options.minimumProbability);
  const lengths = endsOf(characters);
  const worth = (length: number) => savings[lengths.indexOf(length)] ?? -Infinity;
  const fitted = fitSuggestion(place, { text: characters.join(''), next, worth });
  if ('reason' in fitted) return fitted;
  const probability = probabilities[lengths.indexOf(fitted.text.length)];
  return { text: indented(fitted.text, place, options.indentation), probability };
}

interface Drawn {
  characters: string[];
  /** That the text up to and with each character is right. */
  probabilities: number[];
  /** What would have come next; a line end where the suggestion had to end. */
  next: string;
}

/** Draws characters until the suggestion has to end, the model is at a loss, or they get too unlikely together. */
function draw(
  predictor: Predictor,
  vocabulary: Vocabulary,
  options: CompleteOptions & { place: Place },
): Drawn {
  const mark = predictor.mark();
  try {
    return drawOn(predictor, vocabulary, options);
  } finally {
    // What was only guessed is not to be learnt from.
    predictor.rewind(mark);
  }
}

function drawOn(
  predictor: Predictor,
  vocabulary: Vocabulary,
  { maxLength, minimumProbability, temperature, random, place }: CompleteOptions & { place: Place },
): Drawn {
  const lines = new SuggestionLines(place);
  const drawn: Drawn = { characters: [], probabilities: [], next: '\n' };
  const chances = new Float32Array(predictor.vocabSize);
  let probability = 1;
  let text = '';
  for (;;) {
    predictor.distribution(chances);
    checkFinite(chances, () => `in predicting character ${drawn.characters.length + 1} of a suggestion`);
    const symbol = drawSymbol(chances, { temperature, random });
    if (symbol === Vocabulary.unknown || vocabulary.isStart(symbol)) return drawn;
    const character = vocabulary.character(symbol);
    if (!lines.accepts(text, character)) return drawn;
    probability *= chances[symbol];
    if (drawn.characters.length >= maxLength || probability < minimumProbability)
      return { ...drawn, next: character };
    text += character;
    drawn.characters.push(character);
    drawn.probabilities.push(probability);
    predictor.read([symbol]);
  }
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
