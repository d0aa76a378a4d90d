import { checkFinite } from '../network/finite.ts';
import { Streams } from '../network/streams.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import type { DocumentReader, ReaderModel, ReadingPoint } from '../sampling/documentReader.ts';
import type { ReadControl } from '../sampling/readControl.ts';
import type { CellName } from './cellName.ts';

/** Likeliest next characters that are told. */
const NEXT_COUNT = 5;

export interface NextCharacter {
  /** One code point; U+FFFD for any character that the model does not know. */
  character: string;
  /** 0..1 */
  probability: number;
}

/** What the model makes of one character of a document. */
export interface PositionInsight {
  /** Of its first UTF-16 unit. */
  offset: number;
  /** One code point; LF for any line end. */
  character: string;
  /** False when the model reads it as the unknown symbol. */
  known: boolean;
  /** h of each cell asked for, after this character. */
  values: number[];
  /** -log2 of the probability that the model gave this character before it read it. */
  surpriseBits: number;
  /** The likeliest characters after this one, best first. */
  next: NextCharacter[];
}

/**
 * What the model makes of the character that holds the UTF-16 unit at an offset. Undefined when aborted, edited
 * meanwhile, or when there is no character.
 */
export async function inspectPosition(
  reader: DocumentReader,
  offset: number,
  cells: readonly CellName[],
  control: ReadControl,
): Promise<PositionInsight | undefined> {
  const index = reader.indexAt(offset);
  if (index >= reader.length) return undefined;
  const point = await reader.pointAt(index, control);
  if (!point) return undefined;
  const symbol = reader.symbols(index, index + 1)[0];
  return {
    offset: reader.offsetAt(index),
    character: reader.slice(index, index + 1),
    known: symbol !== Vocabulary.unknown,
    ...readCharacter(reader.model, { ...point, index }, symbol, cells),
  };
}

/** Reads the character after a place: its surprise, the cells behind it, and what comes next. */
function readCharacter(
  { network, vocabulary }: ReaderModel,
  point: ReadingPoint & { index: number },
  symbol: number,
  cells: readonly CellName[],
): Pick<PositionInsight, 'values' | 'surpriseBits' | 'next'> {
  const { vocabSize, hiddenSize } = network.config;
  const stream = new Streams(network);
  stream.restore(0, point.state);
  const run = stream.run([point.last, symbol], 2);
  const values = cells.map(({ layer, index }) => run.hidden(layer - 1)[hiddenSize + index]);
  checkFinite(run.logits(), () => `at character ${point.index + 1}`);
  const probabilities = run.probabilities();
  // The chance of the unknown symbol is shared by all the characters that it stands for.
  const sharers = symbol === Vocabulary.unknown ? vocabulary.unknownCharacters : 1;
  return {
    values,
    surpriseBits: -Math.log2(Math.max(probabilities[symbol], Number.MIN_VALUE) / sharers),
    next: likeliest(probabilities.subarray(vocabSize), vocabulary),
  };
}

function likeliest(probabilities: Float32Array, vocabulary: Vocabulary): NextCharacter[] {
  return Array.from(probabilities, (probability, id) => ({ id, probability }))
    .filter(({ id }) => !vocabulary.isStart(id))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, NEXT_COUNT)
    .map(({ id, probability }) => ({ character: vocabulary.character(id), probability }));
}
