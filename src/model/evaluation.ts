import { areFinite } from './network/finite.ts';
import type { Network } from './network/network.ts';
import { SequenceReader, type SequenceWindow } from './network/sequenceReader.ts';
import { MAX_STREAMS } from './network/streams.ts';
import type { EncodedFile } from './text/corpus.ts';
import { Vocabulary } from './text/vocabulary.ts';

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

export interface Evaluation {
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
 * Measures how well a model predicts texts, in bits per character of an honest code. A character that the vocabulary
 * has costs -log2 of its probability. Any other costs -log2 of the probability of the unknown symbol and, so that the
 * code says which one it was, log2 of the number of Unicode characters that the vocabulary does not have (about 20
 * bits). Nothing is given back for the start symbols, which never follow.
 */
export class Evaluator {
  private readonly network: Network;
  /** Nats that an unknown character costs beside the unknown symbol. */
  private readonly unknownCost: number;

  constructor({ network, vocabulary }: { network: Network; vocabulary: Vocabulary }) {
    this.network = network;
    this.unknownCost = Math.log(vocabulary.unknownCharacters);
  }

  /** `afterWindow` is awaited some times a second, to let others have a turn. */
  async evaluate(
    passages: readonly Passage[],
    afterWindow: () => Promise<void> = async () => {},
  ): Promise<Evaluation> {
    // The longest first, so that no long one is left to be read alone at the end.
    const waiting = passages
      .filter(({ ids, context }) => ids.length > context)
      .toSorted((a, b) => a.ids.length - b.ids.length);
    const reader = new SequenceReader<Passage>(this.network, MAX_STREAMS);
    const total: Evaluation = { characters: 0, bits: 0 };
    while (true) {
      while (!reader.isFull && waiting.length > 0) {
        const passage = waiting.pop()!;
        // The last symbol is predicted, not read.
        reader.add(passage, passage.ids.subarray(0, -1));
      }
      if (reader.isEmpty) return total;
      this.count(reader.read(), total);
      await afterWindow();
    }
  }

  private count({ run, steps, parts }: SequenceWindow<Passage>, total: Evaluation): void {
    const { batchSize } = run;
    const targets = new Int32Array(steps * batchSize).fill(-1);
    for (const [b, { source, first, length }] of parts.entries())
      for (let t = Math.max(0, source.context - first - 1); t < length; t++)
        targets[t * batchSize + b] = source.ids[first + t + 1];
    // Before the losses, which take the place of the logits.
    total.notFinite ??= firstNotFinite(run.logits(), targets, parts);
    const losses = run.losses(targets);
    total.notFinite ??= firstNotFinite(losses, targets, parts);
    for (let i = 0; i < targets.length; i++) {
      if (targets[i] < 0) continue;
      total.characters++;
      total.bits += (losses[i] + (targets[i] === Vocabulary.unknown ? this.unknownCost : 0)) / Math.LN2;
    }
  }
}

/** Of the symbols that count, the first at which one of the values (T, B, any number) is no finite number. */
function firstNotFinite(
  values: Float32Array,
  targets: Int32Array,
  parts: SequenceWindow<Passage>['parts'],
): Place | undefined {
  if (areFinite(values)) return undefined;
  const width = values.length / targets.length;
  const row = targets.findIndex(
    (target, i) => target >= 0 && !areFinite(values.subarray(i * width, (i + 1) * width)),
  );
  if (row < 0) return undefined;
  const { source, first } = parts[row % parts.length];
  return { passage: source, index: first + Math.floor(row / parts.length) + 1 };
}
