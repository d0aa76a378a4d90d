import { checkFinite } from '../network/finite.ts';
import type { Random } from '../base/random.ts';
import { Streams } from '../network/pass/streams.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import type { DocumentReader, ReaderModel, ReadingPoint } from '../predict/documentReader.ts';
import { fitSuggestion, type NoSuggestion } from './fitSuggestion.ts';
import { indentationOf, reindent } from './indentation.ts';
import { Place } from './place.ts';
import type { ReadControl } from '../base/readControl.ts';
import { inverseTemperature, mostLikely, sampleSymbol } from '../predict/sampler.ts';
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

/** A suggestion, or why there is none. */
export type Outcome = Suggestion | { reason: NoSuggestion };

export interface Suggestion {
  /** To be put in at the cursor; what stands behind it stays. Its line ends are LF. */
  text: string;
  /** That the model gives to the whole text, 0..1. */
  probability: number;
}

/** Characters on either side of the cursor that are looked at: some hundred lines, at well under a millisecond. */
const WINDOW = 4096;

/** What the model would write at the cursor. */
export async function complete(
  reader: DocumentReader,
  options: CompleteOptions,
  control: ReadControl,
): Promise<Outcome> {
  const index = reader.indexAt(options.offset);
  const place = placeAt(reader, index);
  if (!maySuggestBefore(place.restOfLine, place.language)) return { reason: 'beforeText' };
  const point = await reader.nearbyPointAt(index, control);
  if (!point || control.signal.aborted) return { reason: 'aborted' };
  const { characters, probabilities, next } = draw(reader.model, point, { ...options, place });
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
  { network, vocabulary }: ReaderModel,
  point: ReadingPoint,
  options: CompleteOptions & { place: Place },
): Drawn {
  const { maxLength, minimumProbability, temperature, random, place } = options;
  const lines = new SuggestionLines(place);
  const stream = new Streams(network);
  const drawn: Drawn = { characters: [], probabilities: [], next: '\n' };
  const symbol = [point.last];
  let probability = 1;
  let text = '';
  stream.restore(0, point.state);
  for (;;) {
    const run = stream.run(symbol, 1);
    checkFinite(run.logits(), () => `in predicting character ${drawn.characters.length + 1} of a suggestion`);
    const chances = run.probabilities();
    symbol[0] = temperature === 0 ? mostLikely(chances) : sampleSymbol(heated(chances, temperature), random);
    if (symbol[0] === Vocabulary.unknown || vocabulary.isStart(symbol[0])) return drawn;
    const character = vocabulary.character(symbol[0]);
    if (!lines.accepts(text, character)) return drawn;
    probability *= chances[symbol[0]];
    if (drawn.characters.length >= maxLength || probability < minimumProbability)
      return { ...drawn, next: character };
    text += character;
    drawn.characters.push(character);
    drawn.probabilities.push(probability);
  }
}

/** Chances, up to a factor, at a temperature; the greatest is 1, so that none is lost at low temperatures. */
function heated(probabilities: Float32Array, temperature: number): Float32Array {
  const greatest = probabilities[mostLikely(probabilities)];
  return probabilities.map(value => (value / greatest) ** inverseTemperature(temperature));
}

/** UTF-16 offsets of the ends of characters. */
function endsOf(characters: readonly string[]): number[] {
  let end = 0;
  return characters.map(character => (end += character.length));
}

function placeAt(reader: DocumentReader, index: number): Place {
  const from = Math.max(0, index - WINDOW);
  const to = Math.min(reader.length, index + WINDOW);
  const before = reader.slice(from, index);
  // Half a line would be read as something else.
  const lineStart = from === 0 ? 0 : before.indexOf('\n') + 1;
  return new Place({
    before: before.slice(lineStart),
    after: reader.slice(index, to),
    language: reader.language,
    startsText: from === 0,
    endsText: to === reader.length,
  });
}

function indented(text: string, place: Place, fallback: string | undefined): string {
  const beginsLine = place.linePrefix.trim() === '' && /^\s/.test(text);
  if (!beginsLine && !text.includes('\n')) return text;
  const indentation = indentationOf(place.before + place.after, place.language, fallback);
  return indentation ? reindent(text, place, indentation) : text;
}
