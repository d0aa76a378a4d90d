import { checkFinite } from '../network/finite.ts';
import type { Random } from '../network/random.ts';
import { Streams } from '../network/streams.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import type { DocumentReader, ReaderModel, ReadingPoint } from './documentReader.ts';
import type { ReadControl } from './readControl.ts';
import { inverseTemperature, mostLikely, sampleSymbol } from './sampler.ts';
import { SuggestionLines, type Surroundings } from './suggestionLines.ts';
import {
  bestLength,
  isTooLittle,
  maySuggestBefore,
  trimStanding,
  withoutRepeats,
} from './suggestionRules.ts';

export interface CompleteOptions {
  /** UTF-16 offset of the cursor. */
  offset: number;
  /** Characters at most. */
  maxLength: number;
  /** Of the whole suggestion, 0..1: the least that is shown. */
  minimumProbability: number;
  /** 0 takes the likeliest character each time. */
  temperature: number;
  random: Random;
}

/**
 * Half sure: what is shown is right more often than not, while most of what could be saved is saved. A test holds them
 * together with the editor's settings.
 */
export const defaultSuggestion = { maxLength: 120, minimumProbability: 0.4, temperature: 0 };

export interface Suggestion {
  /** Empty when nothing is likely enough. */
  text: string;
  /** That the model gives to the whole text, 0..1; 0 for an empty one. */
  probability: number;
}

/** Characters on either side of the cursor that the rules look at. */
const WINDOW = 1000;

const NOTHING: Suggestion = { text: '', probability: 0 };

/** What the model would write at the cursor. Empty when aborted or when the text was edited meanwhile. */
export async function complete(
  reader: DocumentReader,
  options: CompleteOptions,
  control: ReadControl,
): Promise<Suggestion> {
  const index = reader.indexAt(options.offset);
  const around = surroundings(reader, index);
  if (!maySuggestBefore(around.restOfLine)) return NOTHING;
  const point = await reader.nearbyPointAt(index, control);
  if (!point || control.signal.aborted) return NOTHING;
  const lines = new SuggestionLines(around, reader.language);
  const { characters, probabilities } = draw(reader.model, point, { ...options, lines });
  const shown = characters.slice(0, bestLength(probabilities, options.minimumProbability)).join('');
  const trimmed = trimStanding(shown, around.restOfLine);
  const text = withoutRepeats(trimmed, around.linePrefix, around.lineAbove);
  if (isTooLittle(text)) return NOTHING;
  return { text, probability: probabilities[Array.from(text).length - 1] };
}

interface Drawn {
  characters: string[];
  /** That the text up to and with each character is right. */
  probabilities: number[];
}

/** Draws characters until the suggestion has to end, the model is at a loss, or they get too unlikely together. */
function draw(
  { network, vocabulary }: ReaderModel,
  point: ReadingPoint,
  options: CompleteOptions & { lines: SuggestionLines },
): Drawn {
  const { maxLength, minimumProbability, temperature, random, lines } = options;
  const stream = new Streams(network);
  const drawn: Drawn = { characters: [], probabilities: [] };
  const symbol = [point.last];
  let probability = 1;
  stream.restore(0, point.state);
  while (drawn.characters.length < maxLength) {
    const run = stream.run(symbol, 1);
    checkFinite(run.logits(), () => `in predicting character ${drawn.characters.length + 1} of a suggestion`);
    const next = run.probabilities();
    symbol[0] = temperature === 0 ? mostLikely(next) : sampleSymbol(heated(next, temperature), random);
    probability *= next[symbol[0]];
    if (probability < minimumProbability) break;
    if (symbol[0] === Vocabulary.unknown || vocabulary.isStart(symbol[0])) break;
    const character = vocabulary.character(symbol[0]);
    if (!lines.accept(character)) break;
    drawn.characters.push(character);
    drawn.probabilities.push(probability);
  }
  return drawn;
}

/** Chances, up to a factor, at a temperature; the greatest is 1, so that none is lost at low temperatures. */
function heated(probabilities: Float32Array, temperature: number): Float32Array {
  const greatest = probabilities[mostLikely(probabilities)];
  return probabilities.map(value => (value / greatest) ** inverseTemperature(temperature));
}

function surroundings(reader: DocumentReader, index: number): Surroundings {
  const before = reader.slice(index - WINDOW, index).split('\n');
  const [restOfLine, ...after] = reader.slice(index, index + WINDOW).split('\n');
  return {
    linePrefix: before[before.length - 1],
    restOfLine,
    lineAbove: before.slice(0, -1).findLast(line => line.trim() !== ''),
    nextLine: after.find(line => line.trim() !== ''),
  };
}
