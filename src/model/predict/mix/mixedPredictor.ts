import type { ContextLayer } from '../../contexts/contextLayer.ts';
import { type NetworkPredictor, natsOf } from '../networkPredictor.ts';
import type { Branches, Mark, Predictor } from '../predictor.ts';
import type { CharacterBytes } from './characterBytes.ts';
import { type CharacterShares, explainText } from './explainText.ts';
import { MixedChances } from './mixedChances.ts';

/** Where a prediction begins: both have read the same text. */
interface MixedPlace {
  /** Without it the context expert predicts alone. */
  network?: NetworkPredictor | undefined;
  /** Its cursor is moved, and nothing is learnt. */
  layer: ContextLayer;
  characters: CharacterBytes;
}

/**
 * Looks ahead from a place of a document with the network and the context expert together. It learns nothing, so that a
 * mark is a copy of two places. The layer's cursor is left anywhere.
 */
export class MixedPredictor implements Predictor {
  readonly vocabSize: number;
  readonly #place: MixedPlace;
  readonly #chances: MixedChances;
  /** (V) what the network says */
  readonly #said: Float32Array;
  /** Where the context expert has come to. */
  #at: Uint8Array;
  readonly #marks: { at: Uint8Array; network: Mark | undefined }[] = [];

  constructor(place: MixedPlace) {
    this.#place = place;
    this.vocabSize = place.characters.vocabulary.size;
    this.#chances = new MixedChances(place.layer, place.characters);
    this.#said = new Float32Array(this.vocabSize);
    this.#at = place.layer.place();
  }

  read(symbols: ArrayLike<number>, surprise?: Float32Array): void {
    const { network, layer, characters } = this.#place;
    const chances = surprise && new Float32Array(this.vocabSize);
    layer.goTo(this.#at);
    for (let i = 0; i < symbols.length; i++) {
      if (chances) surprise[i] = network?.isEmpty ? 0 : this.#surpriseOf(symbols[i], chances);
      layer.pass(characters.bytesOf(symbols[i]));
      network?.read([symbols[i]]);
    }
    this.#at = layer.place();
  }

  distribution(into: Float32Array): void {
    this.#place.layer.goTo(this.#at);
    this.#distribution(into);
  }

  mark(): Mark {
    this.#marks.push({ at: this.#at, network: this.#place.network?.mark() });
    return this.#marks.length - 1;
  }

  rewind(mark: Mark): void {
    const found = this.#marks[mark];
    if (!found) throw new RangeError(`Mark ${mark} has ended; there are ${this.#marks.length}.`);
    this.#at = found.at;
    if (found.network !== undefined) this.#place.network?.rewind(found.network);
    this.#marks.length = mark;
  }

  branch(count: number): Branches {
    return new MixedBranches({ ...this.#place, at: this.#at }, count);
  }

  /** How a text would be predicted that came next, which it has read then; without a network nobody shares. */
  explain(text: string): CharacterShares[] | undefined {
    const { network, layer, characters } = this.#place;
    layer.goTo(this.#at);
    return network && explainText(text, { network, layer, characters });
  }

  #surpriseOf(symbol: number, chances: Float32Array): number {
    this.#distribution(chances);
    return natsOf(chances[symbol]);
  }

  #distribution(into: Float32Array): void {
    const { network } = this.#place;
    network?.distribution(this.#said);
    if (Number.isNaN(this.#said[0])) into.fill(Number.NaN);
    else this.#chances.fill(network && this.#said, into);
  }
}

/** Continuations, each with a place of its own. */
class MixedBranches implements Branches {
  readonly count: number;
  readonly #place: MixedPlace;
  readonly #at: Uint8Array[];
  readonly #network: Branches | undefined;
  readonly #chances: MixedChances;
  /** (B, V) what the network says */
  readonly #said: Float32Array;

  constructor({ at, ...place }: MixedPlace & { at: Uint8Array }, count: number) {
    this.count = count;
    this.#place = place;
    this.#at = Array.from({ length: count }, () => at);
    this.#network = place.network?.branch(count);
    this.#chances = new MixedChances(place.layer, place.characters);
    this.#said = new Float32Array(count * place.characters.vocabulary.size);
  }

  read(symbols: ArrayLike<number>): void {
    const { layer, characters } = this.#place;
    for (const [branch, at] of this.#at.entries()) {
      layer.goTo(at);
      layer.pass(characters.bytesOf(symbols[branch]));
      this.#at[branch] = layer.place();
    }
    this.#network?.read(symbols);
  }

  distributions(into: Float32Array): void {
    this.#network?.distributions(this.#said);
    const { size } = this.#place.characters.vocabulary;
    for (const [branch, at] of this.#at.entries()) {
      this.#place.layer.goTo(at);
      const row = (of: Float32Array) => of.subarray(branch * size, (branch + 1) * size);
      if (Number.isNaN(this.#said[branch * size])) row(into).fill(Number.NaN);
      else this.#chances.fill(this.#network && row(this.#said), row(into));
    }
  }
}
