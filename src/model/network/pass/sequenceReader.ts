import type { Network } from '../network.ts';
import { type Run, Streams, WINDOW_STEPS } from './streams.ts';

/** One sequence's part of a window. */
interface WindowPart<Source> {
  source: Source;
  /** Index of the symbol that was read at t = 0. */
  first: number;
  /** Steps that the sequence went on for, at most T. */
  length: number;
}

/** What was just read: T steps of B streams, one a part. */
export interface SequenceWindow<Source> {
  run: Run;
  steps: number;
  parts: readonly WindowPart<Source>[];
}

interface Sequence<Source> {
  source: Source;
  symbols: Uint8Array | Uint16Array;
  /** Symbols read. */
  position: number;
}

/**
 * Reads sequences of symbols side by side, each once and from the zero state: many share each weight that is fetched.
 * One that has ended makes room for the next.
 */
export class SequenceReader<Source> {
  private readonly streams: Streams;
  private readonly mostStreams: number;
  /** Those in the streams, and then those that are to be read next. */
  private sequences: Sequence<Source>[] = [];
  /** The stream of each of the first sequences. */
  private places: number[] = [];

  constructor(network: Network, mostStreams: number) {
    this.streams = new Streams(network, mostStreams);
    this.mostStreams = mostStreams;
  }

  get isFull(): boolean {
    return this.sequences.length === this.mostStreams;
  }

  /** Nothing is left to read. */
  get isEmpty(): boolean {
    return this.sequences.length === 0;
  }

  /** Adds a sequence of one symbol at least. */
  add(source: Source, symbols: Uint8Array | Uint16Array): void {
    this.sequences.push({ source, symbols, position: 0 });
  }

  /** Reads on in all sequences by a window, which is shorter where it would come to more than `mostSymbols`. */
  read(mostSymbols = Infinity): SequenceWindow<Source> {
    const { streams, sequences } = this;
    const count = sequences.length;
    streams.arrange(this.places, count);
    const longest = Math.max(...sequences.map(({ symbols, position }) => symbols.length - position));
    const steps = Math.min(WINDOW_STEPS, Math.ceil(mostSymbols / count), longest);
    const ids = new Uint16Array(steps * count);
    const parts = sequences.map((sequence, b) => {
      const { source, symbols, position: first } = sequence;
      const length = Math.min(steps, symbols.length - first);
      for (let t = 0; t < length; t++) ids[t * count + b] = symbols[first + t];
      sequence.position += length;
      return { source, first, length };
    });
    const run = streams.run(ids, steps);
    this.places = [...sequences.keys()].filter(b => isUnfinished(sequences[b]));
    this.sequences = sequences.filter(isUnfinished);
    return { run, steps, parts };
  }
}

function isUnfinished({ symbols, position }: Sequence<unknown>): boolean {
  return position < symbols.length;
}
