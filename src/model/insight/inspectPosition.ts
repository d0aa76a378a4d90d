import { checkFinite } from '../network/finite.ts';
import type { Network } from '../network/network.ts';
import { type Run, Streams } from '../network/pass/streams.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import type { DocumentReader, ReaderModel, ReadingPoint } from '../predict/documentReader.ts';
import type { ReadControl } from '../base/readControl.ts';
import type { CellName } from './cellName.ts';
import { type Quantity, quantitiesOf, valuesOf } from './quantity.ts';

/** Likeliest next characters that are told. */
const NEXT_COUNT = 5;

export interface NextCharacter {
  /** One code point; U+FFFD for any character that the model does not know. */
  character: string;
  /** 0..1 */
  probability: number;
}

/** The values of one cell at one place, of the quantities that it has. */
export type QuantityValues = { h: number } & Partial<Record<Quantity, number>>;

/** What the model makes of one character of a document. */
export interface PositionInsight {
  /** Of its first UTF-16 unit. */
  offset: number;
  /** One code point; LF for any line end. */
  character: string;
  /** False when the model reads it as the unknown symbol. */
  known: boolean;
  /** Of each cell asked for, after this character. */
  values: QuantityValues[];
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
  const { vocabSize } = network.config;
  const stream = new Streams(network);
  stream.restore(0, point.state);
  const run = stream.run([point.last, symbol], 2);
  const values = cells.map(cell => valuesOfCell(network, run, cell));
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

/** After the second of two steps. */
function valuesOfCell({ config }: Network, run: Run, { layer, index }: CellName): QuantityValues {
  const values: QuantityValues = { h: 0 };
  for (const quantity of quantitiesOf(config))
    values[quantity] = valuesOf(run, layer - 1, quantity)[config.hiddenSize + index];
  return values;
}

function likeliest(probabilities: Float32Array, vocabulary: Vocabulary): NextCharacter[] {
  return Array.from(probabilities, (probability, id) => ({ id, probability }))
    .filter(({ id }) => !vocabulary.isStart(id))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, NEXT_COUNT)
    .map(({ id, probability }) => ({ character: vocabulary.character(id), probability }));
}
