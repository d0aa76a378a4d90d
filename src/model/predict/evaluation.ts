import type { EncodedFile } from '../text/corpus.ts';
import type { Alphabet } from '../text/alphabet.ts';
import type { ScoreSequences } from './scoring.ts';

/** Symbols to be predicted one after the other from the zero state; ids[0] is given. */
export interface Passage {
  /** Of the file that it is out of. */
  path?: string;
  ids: Uint8Array | Uint16Array;
  /** Symbols at the start, ids[0] included, that are read for their context only. */
  context: number;
}

/** The symbol at an index of a passage. */
interface Place {
  passage: Passage;
  index: number;
}

interface Evaluation {
  /** Predicted and counted. */
  characters: number;
  /** Of the ideal code of all those characters. */
  bits: number;
  /** The first character that was given no chance that is a number: then the bits are of no use. */
  notFinite?: Place | undefined;
}

/** A whole file: read from its start symbol on, every character predicted before it is seen. */
export function wholeFile(file: EncodedFile): Passage {
  return { path: file.path, ids: file.ids, context: 1 };
}

/** Bits per character; 0 for no text. */
export function bitsPerCharacter({ bits, characters }: Evaluation): number {
  return characters === 0 ? 0 : bits / characters;
}

/**
 * Measures how well texts are predicted, in bits per character of an honest code. A character that the vocabulary
 * has costs -log2 of its probability. Any other costs -log2 of the probability of the unknown symbol and, so that the
 * code says which one it was, log2 of the number of Unicode characters that the vocabulary does not have (about 20
 * bits). Nothing is given back for the start symbols, which never follow. Where symbols are words, too, the bits of all
 * symbols are those of the characters that they stand for, so that both kinds can be compared.
 */
export class Evaluator {
  private readonly score: ScoreSequences;
  private readonly alphabet: Alphabet;

  constructor(alphabet: Alphabet, score: ScoreSequences) {
    this.score = score;
    this.alphabet = alphabet;
  }

  /** All passages together; see `evaluateEach`. */
  async evaluate(passages: readonly Passage[], afterWindow?: () => Promise<void>): Promise<Evaluation> {
    const total: Evaluation = { characters: 0, bits: 0 };
    for (const { characters, bits, notFinite } of await this.evaluateEach(passages, afterWindow)) {
      total.characters += characters;
      total.bits += bits;
      total.notFinite ??= notFinite;
    }
    return total;
  }

  /** Each passage, in the order given. `afterWindow` is awaited some times a second, to let others have a turn. */
  async evaluateEach(
    passages: readonly Passage[],
    afterWindow: () => Promise<void> = async () => {},
  ): Promise<Evaluation[]> {
    const slices = this.inSlices(passages);
    for (;;) {
      const slice = slices.next();
      if (slice.done) return slice.value;
      await afterWindow();
    }
  }

  /** As `evaluateEach`, for who does not wait: what is returned at last are the results. */
  *inSlices(passages: readonly Passage[]): Generator<void, Evaluation[], void> {
    const results = passages.map((): Evaluation => ({ characters: 0, bits: 0 }));
    const sequences = passages.map(({ ids, context }, source) => ({ source, symbols: ids, from: context }));
    for (const scored of this.score(sequences)) {
      for (const { source, first, surprise } of scored)
        this.count(results[source], { passage: passages[source], index: first }, surprise);
      yield;
    }
    return results;
  }

  /** Adds the symbols of a passage from a place on. */
  private count(result: Evaluation, { passage, index }: Place, surprise: Float32Array): void {
    for (const [i, nats] of surprise.entries()) {
      if (!Number.isFinite(nats)) result.notFinite ??= { passage, index: index + i };
      const id = passage.ids[index + i];
      result.characters += this.alphabet.charactersOf(id);
      result.bits += (nats + this.alphabet.extraNats(id)) / Math.LN2;
    }
  }
}
