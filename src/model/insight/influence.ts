import { inSlices } from '../base/inSlices.ts';
import type { ReadControl } from '../base/readControl.ts';
import type { Network } from '../network/network.ts';
import type { DocumentReader } from '../predict/documentReader.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { spreadOverUnits } from './cellValues.ts';
import { influenceByGradient } from './influenceByGradient.ts';
import { influenceByTrial } from './influenceByTrial.ts';
import type { Influence, Passage } from './passage.ts';

/** How influence is measured: by trial (taken out, or replaced by the unknown symbol), or to first order. */
export const influenceMeasures = ['takenOut', 'replaced', 'gradient'] as const;
export type InfluenceMeasure = (typeof influenceMeasures)[number];

/** Characters right before a prediction that are asked about, at most. */
export const MOST_INFLUENCES = 200;

/** What earlier characters of a document did for the prediction of one of them. */
export interface DocumentInfluence {
  /** Of the first UTF-16 unit of the character that was predicted. */
  offset: number;
  /** One code point; LF for any line end. */
  character: string;
  /** -log2 of the probability that the network gave it. */
  surpriseBits: number;
  /** Of the first unit of the first character that was asked about; they end where the predicted one begins. */
  from: number;
  /** One for each unit from there: by how many bits the predicted character is likelier for the character. */
  bits: Float32Array;
}

/** The measure's way, in slices. */
export function influenceOn(
  network: Network,
  passage: Passage,
  measure: InfluenceMeasure,
): Iterator<unknown, Influence> {
  return measure === 'gradient'
    ? influenceByGradient(network, passage)
    : influenceByTrial(network, passage, measure);
}

/**
 * What the characters before the one that holds the UTF-16 unit at an offset did for its prediction by the network.
 * Undefined when aborted, edited meanwhile, or when there is no character, or none before it.
 */
export async function influenceAt(
  reader: DocumentReader,
  offset: number,
  measure: InfluenceMeasure,
  control: ReadControl,
): Promise<DocumentInfluence | undefined> {
  const { text, model } = reader;
  const { version } = text;
  const index = text.indexAt(offset);
  if (index === 0 || index >= text.length) return undefined;
  const passage = await passageBefore(reader, index, control);
  if (!passage) return undefined;
  const work = influenceOn(model.network, passage, measure);
  const influence = await inSlices(work, control, () => text.version !== version);
  if (!influence) return undefined;
  const characters = { from: index - passage.symbols.length, to: index };
  // As in the rest of the inspector, the unknown symbol's chance is shared by the characters that it stands for.
  const sharers = passage.predicted === Vocabulary.unknown ? reader.vocabulary.unknownCharacters : 1;
  const units = { from: text.offsetAt(characters.from), to: text.offsetAt(index) };
  return {
    offset: units.to,
    character: text.slice(index, index + 1),
    surpriseBits: influence.surpriseBits + Math.log2(sharers),
    from: units.from,
    bits: spreadOverUnits(text, influence.bits, characters, units),
  };
}

/** The characters before an index, which is not the first one, with the state that the network comes to them in. */
async function passageBefore(
  reader: DocumentReader,
  index: number,
  control: ReadControl,
): Promise<Passage | undefined> {
  const { text, vocabulary, language } = reader;
  const from = Math.max(0, index - MOST_INFLUENCES);
  const { version } = text;
  const state = from === 0 ? reader.zeroState : await reader.stateAt(from - 1, control);
  if (!state || text.version !== version) return undefined;
  const [predicted] = vocabulary.encode(text.slice(index, index + 1));
  const lead = from === 0 ? vocabulary.startOf(language) : vocabulary.encode(text.slice(from - 1, from))[0];
  return { state, lead, symbols: vocabulary.encode(text.slice(from, index)), predicted };
}
