import { checkFinite } from '../network/finite.ts';
import type { ReadControl } from '../base/readControl.ts';
import type { DocumentPredictor } from '../predict/documentPredictor.ts';
import { Vocabulary } from '../text/vocabulary.ts';

/** Likeliest next characters that are told. */
const NEXT_COUNT = 5;

export interface NextCharacter {
  /** One code point; U+FFFD for any character that the model does not know. */
  character: string;
  /** 0..1 */
  probability: number;
}

/** What the model makes of one character of a document. */
interface PositionInsight {
  /** Of its first UTF-16 unit. */
  offset: number;
  /** One code point; LF for any line end. */
  character: string;
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
  document: DocumentPredictor,
  offset: number,
  control: ReadControl,
): Promise<PositionInsight | undefined> {
  const { text, vocabulary } = document;
  const index = text.indexAt(offset);
  if (index >= text.length) return undefined;
  const predictor = await document.predictorAt(index, control);
  if (!predictor) return undefined;
  const character = text.slice(index, index + 1);
  const [symbol] = vocabulary.encode(character);
  const surprise = new Float32Array(1);
  const next = new Float32Array(predictor.vocabSize);
  const mark = predictor.mark();
  predictor.read([symbol], surprise);
  predictor.distribution(next);
  predictor.rewind(mark);
  for (const values of [surprise, next]) checkFinite(values, () => `at character ${index + 1}`);
  // The chance of the unknown symbol is shared by all the characters that it stands for.
  const sharers = symbol === Vocabulary.unknown ? vocabulary.unknownCharacters : 1;
  return {
    offset: text.offsetAt(index),
    character,
    surpriseBits: surprise[0] / Math.LN2 + Math.log2(sharers),
    next: likeliest(next, vocabulary),
  };
}

function likeliest(probabilities: Float32Array, vocabulary: Vocabulary): NextCharacter[] {
  return Array.from(probabilities, (probability, id) => ({ id, probability }))
    .filter(({ id }) => !vocabulary.isStart(id))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, NEXT_COUNT)
    .map(({ id, probability }) => ({ character: vocabulary.character(id), probability }));
}
