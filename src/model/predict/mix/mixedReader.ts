import type { ContextLayer } from '../../contexts/contextLayer.ts';
import type { Network } from '../../network/network.ts';
import type { Language } from '../../text/language.ts';
import { Vocabulary } from '../../text/vocabulary.ts';
import { NetworkPredictor } from '../networkPredictor.ts';
import type { CharacterBytes, CharacterPart } from './characterBytes.ts';

/** The two that predict together. */
export interface Experts {
  network: Network;
  characters: CharacterBytes;
  /** What is learnt goes into it. */
  layer: ContextLayer;
}

const CARRIAGE_RETURN = 0x0d;

/**
 * Reads texts as bytes, with the network and the context expert side by side, and learns them in the latter. Any bytes
 * will do: what is no character of the vocabulary the network reads as unknown.
 */
export class MixedReader {
  readonly #experts: Experts;
  readonly #chances: Float32Array;
  readonly #byteChances = new Float32Array(256);
  #network: NetworkPredictor;
  /** What of a character has been read; undefined within one that is unknown. */
  #part: CharacterPart | undefined;
  /** Bytes that an unknown character has still to come. */
  #missing = 0;

  constructor(experts: Experts) {
    this.#experts = experts;
    this.#part = experts.characters.start;
    this.#network = new NetworkPredictor(experts.network);
    this.#chances = new Float32Array(experts.network.config.vocabSize);
  }

  /** Goes to the beginning of a text. `document` is a number that tells it from others. */
  begin(document: number, language: Language): void {
    const { network, characters, layer } = this.#experts;
    this.#network = new NetworkPredictor(network);
    this.#network.read([characters.vocabulary.startOf(language)]);
    this.#part = characters.start;
    this.#missing = 0;
    layer.beginText(document);
  }

  /** Goes on where the network has read the same text as the layer's cursor, up to the end of a character. */
  goOnWith(network: NetworkPredictor): void {
    this.#network = network;
    this.#part = this.#experts.characters.start;
    this.#missing = 0;
  }

  /** Learns what comes next; gives the nats that it took, each byte predicted before it was learnt. */
  learn(bytes: Uint8Array): number {
    const { layer } = this.#experts;
    let nats = 0;
    for (const byte of bytes) {
      this.#predict();
      nats -= Math.log(layer.learnByte(byte));
      this.#advance(byte);
    }
    return nats;
  }

  /** Learns one byte whose bits come one by one, the highest first; `next` is told how likely a 1 is. Gives the byte. */
  learnBits(next: (chance: number) => number): number {
    const { layer } = this.#experts;
    this.#predict();
    let byte = 0;
    for (let i = 0; i < 8; i++) {
      const bit = next(layer.predictBit());
      layer.learnBit(bit);
      byte = (byte << 1) | bit;
    }
    this.#advance(byte);
    return byte;
  }

  /** Tells the context expert what the network says of the next byte. */
  #predict(): void {
    const { characters, layer } = this.#experts;
    if (this.#part === characters.start) this.#network.distribution(this.#chances);
    if (this.#part) characters.spread(this.#chances, this.#part, this.#byteChances);
    layer.hear(this.#part && this.#byteChances);
  }

  #advance(byte: number): void {
    if (this.#part === undefined) this.#goOnInUnknown(byte);
    else this.#goOn(this.#part, byte);
  }

  #goOn(part: CharacterPart, byte: number): void {
    const { characters } = this.#experts;
    const symbol = part.ends.get(byte);
    const further = part.goesOn.get(byte);
    if (symbol !== undefined) this.#read(symbol);
    else if (further) this.#part = further;
    else if (part === characters.start) this.#beginUnknown(byte);
    // A character that was broken off.
    else this.#read(Vocabulary.unknown);
  }

  #beginUnknown(byte: number): void {
    // The network reads CR LF as a line feed.
    if (byte === CARRIAGE_RETURN) return;
    this.#missing = lengthOfCharacter(byte) - 1;
    if (this.#missing === 0) this.#read(Vocabulary.unknown);
    else this.#part = undefined;
  }

  #goOnInUnknown(byte: number): void {
    this.#missing = (byte & 0xc0) === 0x80 ? this.#missing - 1 : 0;
    if (this.#missing === 0) this.#read(Vocabulary.unknown);
  }

  #read(symbol: number): void {
    this.#network.read([symbol]);
    this.#part = this.#experts.characters.start;
  }
}

/** Bytes of a character in UTF-8, by its first one; 1 for what begins none. */
function lengthOfCharacter(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
