import type { ContextLayer } from '../../contexts/contextLayer.ts';
import { Vocabulary } from '../../text/vocabulary.ts';
import type { CharacterBytes, CharacterPart } from './characterBytes.ts';

/** Bytes that begin alike and are less likely together share that evenly: it spares most of the work. */
const LEAST_TOGETHER = 0.02;

/** Characters of several bytes that begin alike are told apart by the context expert from this chance on. */
const LEAST_TO_GO_ON = 0.01;

/** Makes one distribution over symbols of what the network and the context expert say, and learns nothing. */
export class MixedChances {
  readonly #layer: ContextLayer;
  readonly #characters: CharacterBytes;

  constructor(layer: ContextLayer, characters: CharacterBytes) {
    this.#layer = layer;
    this.#characters = characters;
  }

  /** Fills `into` (V), at the place of the layer's cursor. `network` (V) is what the network says; without it, nothing. */
  fill(network: Float32Array | undefined, into: Float32Array): void {
    into.fill(0);
    this.#fill(this.#characters.start, 1, network, into);
    let known = 0;
    for (let symbol = 0; symbol < into.length; symbol++) known += into[symbol];
    // What begins no character of the vocabulary.
    into[Vocabulary.unknown] = Math.max(0, 1 - known);
  }

  /** The characters of a part, which are `likely` together. */
  #fill(part: CharacterPart, likely: number, network: Float32Array | undefined, into: Float32Array): void {
    const heard = network && new Float32Array(256);
    if (heard) this.#characters.spread(network, part, heard);
    this.#layer.hear(heard);
    const bytes = new Float32Array(256);
    this.#layer.distribution(bytes, LEAST_TOGETHER);
    for (const [byte, symbol] of part.ends) into[symbol] = likely * bytes[byte];
    for (const [byte, further] of part.goesOn) {
      const chance = likely * bytes[byte];
      if (chance < LEAST_TO_GO_ON) share(further, chance, network, into);
      else {
        const place = this.#layer.place();
        this.#layer.pass(Uint8Array.of(byte));
        this.#fill(further, chance, network, into);
        this.#layer.goTo(place);
      }
    }
  }
}

/** Gives the characters of a part a chance that they have together, each as much as the network says. */
function share(
  { symbols }: CharacterPart,
  chance: number,
  network: Float32Array | undefined,
  into: Float32Array,
): void {
  let sum = 0;
  if (network) for (const symbol of symbols) sum += network[symbol];
  for (const symbol of symbols)
    into[symbol] = network && sum > 0 ? (chance * network[symbol]) / sum : chance / symbols.length;
}
