import type { ForwardPass } from './network/forwardPass.ts';
import type { Network } from './network/network.ts';
import type { EncodedFile } from './text/corpus.ts';
import { Vocabulary } from './text/vocabulary.ts';

/** Steps in one run of the network. */
const WINDOW = 64;
/** Texts that are read side by side at most. */
const MAX_STREAMS = 32;

/** Symbols to be predicted one after the other from the zero state; ids[0] is given. */
export interface Passage {
  ids: Uint8Array | Uint16Array;
  /** Symbols at the start, ids[0] included, that are read for their context only. */
  context: number;
}

export interface Evaluation {
  /** Predicted and counted. */
  characters: number;
  /** Of the ideal code of all those characters. */
  bits: number;
}

/** A whole file: read from its start symbol on, every character predicted before it is seen. */
export function wholeFile(file: EncodedFile): Passage {
  return { ids: file.ids, context: 1 };
}

/** Bits per character; 0 for no text. */
export function bitsPerCharacter({ bits, characters }: Evaluation): number {
  return characters === 0 ? 0 : bits / characters;
}

/** A text that is being read: `next` is the symbol to be read next; ids[next + 1] is to be predicted. */
interface Stream {
  passage: Passage;
  next: number;
}

/**
 * Measures how well a model predicts texts, in bits per character of an honest code. A character that the vocabulary
 * has costs -log2 of its probability. Any other costs -log2 of the probability of the unknown symbol and, so that the
 * code says which one it was, log2 of the number of Unicode characters that the vocabulary does not have (about 20
 * bits). Nothing is given back for the start symbols, which never follow.
 *
 * Many texts are read side by side for speed; each keeps a state of its own. The passes are made once and kept.
 */
export class Evaluator {
  private readonly network: Network;
  private readonly passes = new Map<number, ForwardPass>();
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
    const total: Evaluation = { characters: 0, bits: 0 };
    let streams: Stream[] = [];
    let pass: ForwardPass | undefined;
    while (true) {
      const kept = streams.filter(isUnfinished);
      const places = kept.map(stream => streams.indexOf(stream));
      while (kept.length < MAX_STREAMS && waiting.length > 0) kept.push({ passage: waiting.pop()!, next: 0 });
      if (kept.length === 0) return total;
      if (pass === undefined || kept.length !== streams.length || places.length !== streams.length)
        pass = this.carryOver(pass, places, kept.length);
      streams = kept;
      this.readWindow(pass, streams, total);
      await afterWindow();
    }
  }

  /** A pass for `count` streams, the first of which go on with the state of those at `places` in the last pass. */
  private carryOver(last: ForwardPass | undefined, places: readonly number[], count: number): ForwardPass {
    const pass = this.passFor(count);
    const state = new Float32Array(pass.stateLength);
    if (last) {
      const { hiddenSize } = this.network.config;
      const lastState = new Float32Array(last.stateLength);
      last.readState(lastState);
      for (let part = 0; part * pass.batchSize * hiddenSize < state.length; part++)
        for (const [place, lastPlace] of places.entries()) {
          const from = (part * last.batchSize + lastPlace) * hiddenSize;
          state.set(
            lastState.subarray(from, from + hiddenSize),
            (part * pass.batchSize + place) * hiddenSize,
          );
        }
    }
    pass.writeState(state);
    return pass;
  }

  private readWindow(pass: ForwardPass, streams: readonly Stream[], total: Evaluation): void {
    const { batchSize } = pass;
    const length = Math.min(WINDOW, Math.max(...streams.map(stepsLeft)));
    const inputs = new Int32Array(length * batchSize);
    const targets = new Int32Array(length * batchSize).fill(-1);
    for (const [b, stream] of streams.entries()) {
      const { ids, context } = stream.passage;
      const steps = Math.min(length, stepsLeft(stream));
      for (let t = 0; t < steps; t++) {
        const next = stream.next + t + 1;
        inputs[t * batchSize + b] = ids[next - 1];
        if (next >= context) targets[t * batchSize + b] = ids[next];
      }
      stream.next += steps;
    }
    pass.run(inputs, length);
    const losses = pass.losses(targets);
    for (let i = 0; i < targets.length; i++) {
      if (targets[i] < 0) continue;
      total.characters++;
      total.bits += (losses[i] + (targets[i] === Vocabulary.unknown ? this.unknownCost : 0)) / Math.LN2;
    }
  }

  /** Sizes are powers of 2, so that few passes are made and none is less than half full. */
  private passFor(streams: number): ForwardPass {
    const batchSize = 2 ** Math.ceil(Math.log2(streams));
    const pass =
      this.passes.get(batchSize) ?? this.network.createForwardPass({ batchSize, seqLength: WINDOW });
    this.passes.set(batchSize, pass);
    return pass;
  }
}

function stepsLeft({ passage, next }: Stream): number {
  return passage.ids.length - 1 - next;
}

function isUnfinished(stream: Stream): boolean {
  return stepsLeft(stream) > 0;
}
