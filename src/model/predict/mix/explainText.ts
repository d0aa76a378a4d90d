import { voterNames } from '../../contexts/contextKernels.ts';
import type { ContextLayer } from '../../contexts/contextLayer.ts';
import { Vocabulary } from '../../text/vocabulary.ts';
import type { NetworkPredictor } from '../networkPredictor.ts';
import type { CharacterBytes, CharacterPart } from './characterBytes.ts';

/** What each expert gave to a character. */
export interface CharacterShares {
  character: string;
  /** That it took to predict. */
  bits: number;
  /** Shares of the two in what spoke for it, 0..1, together 1. */
  net: number;
  contexts: number;
}

interface Place {
  network: NetworkPredictor;
  /** Its cursor is where the network has read to; it is moved. */
  layer: ContextLayer;
  characters: CharacterBytes;
}

const OUTSIDE = voterNames.indexOf('outside');

/**
 * How each character of a text that comes next was predicted, and by whom: what each expert added to the sum in the
 * logistic domain, of which the mix is made, where it spoke for the bits that came.
 */
export function explainText(text: string, place: Place): CharacterShares[] {
  return Array.from(text, character => explain(character, place));
}

function explain(character: string, { network, layer, characters }: Place): CharacterShares {
  const { vocabulary } = characters;
  const chances = new Float32Array(vocabulary.size);
  const heard = new Float32Array(256);
  network.distribution(chances);
  const sums = { bits: 0, net: 0, contexts: 0 };
  let part: CharacterPart | undefined = characters.start;
  for (const byte of new TextEncoder().encode(character)) {
    if (part) characters.spread(chances, part, heard);
    layer.hear(part && heard);
    for (let shift = 7; shift >= 0; shift--) addBit(layer, (byte >> shift) & 1, sums);
    part = part?.goesOn.get(byte);
  }
  network.read([vocabulary.encode(character)[0] ?? Vocabulary.unknown]);
  const all = sums.net + sums.contexts;
  const net = all === 0 ? 0.5 : sums.net / all;
  return { character, bits: sums.bits, net, contexts: 1 - net };
}

function addBit(
  layer: ContextLayer,
  bit: number,
  sums: { bits: number; net: number; contexts: number },
): void {
  const chance = layer.predictBit();
  const votes = layer.votes();
  layer.passBit(bit);
  sums.bits -= Math.log2(bit === 1 ? chance : 1 - chance);
  const sign = bit === 1 ? 1 : -1;
  const outside = votes[OUTSIDE];
  const others = votes.reduce((sum, vote) => sum + vote, 0) - outside;
  sums.net += Math.max(0, sign * outside);
  sums.contexts += Math.max(0, sign * others);
}
