import { areFinite } from '../network/finite.ts';
import type { Network } from '../network/network.ts';
import { SequenceReader, type SequenceWindow, type WindowPart } from '../network/pass/sequenceReader.ts';
import { MAX_STREAMS } from '../network/pass/streams.ts';
import type { EncodedFile } from '../text/corpus.ts';
import { Vocabulary } from '../text/vocabulary.ts';

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

/** A passage that is being read, and what was found in it so far. */
interface Reading extends Passage {
  result: Evaluation;
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
    const readings = passages.map((passage): Reading => ({ ...passage, result: { characters: 0, bits: 0 } }));
    // The longest first, so that no long one is left to be read alone at the end.
    const waiting = readings
      .filter(({ ids, context }) => ids.length > context)
      .toSorted((a, b) => a.ids.length - b.ids.length);
    const reader = new SequenceReader<Reading>(this.network, MAX_STREAMS);
    while (true) {
      while (!reader.isFull && waiting.length > 0) {
        const reading = waiting.pop()!;
        // The last symbol is predicted, not read.
        reader.add(reading, reading.ids.subarray(0, -1));
      }
      if (reader.isEmpty) return readings.map(({ result }) => result);
      this.count(reader.read());
      await afterWindow();
    }
  }

  private count({ run, steps, parts }: SequenceWindow<Reading>): void {
    const { batchSize } = run;
    const targets = new Int32Array(steps * batchSize).fill(-1);
    for (const [b, part] of parts.entries())
      for (let t = firstCounted(part); t < part.length; t++)
        targets[t * batchSize + b] = part.source.ids[part.first + t + 1];
    // Before the losses, which take the place of the logits.
    noteNotFinite(run.logits(), targets, parts);
    const losses = run.losses(targets);
    noteNotFinite(losses, targets, parts);
    for (const [b, part] of parts.entries()) {
      const { result } = part.source;
      for (let t = firstCounted(part); t < part.length; t++) {
        const i = t * batchSize + b;
        result.characters++;
        result.bits += (losses[i] + (targets[i] === Vocabulary.unknown ? this.unknownCost : 0)) / Math.LN2;
      }
    }
  }
}

/** Notes with the passage the first of the symbols that count at which one of the values (T, B, any number) is no finite number. */
function noteNotFinite(
  values: Float32Array,
  targets: Int32Array,
  parts: readonly WindowPart<Reading>[],
): void {
  if (areFinite(values)) return;
  const width = values.length / targets.length;
  const row = targets.findIndex(
    (target, i) => target >= 0 && !areFinite(values.subarray(i * width, (i + 1) * width)),
  );
  if (row < 0) return;
  const { source, first } = parts[row % parts.length];
  source.result.notFinite ??= { passage: source, index: first + Math.floor(row / parts.length) + 1 };
}

/** The step in a window at which a passage's first counted symbol is predicted. */
function firstCounted({ source, first }: WindowPart<Reading>): number {
  return Math.max(0, source.context - first - 1);
}
