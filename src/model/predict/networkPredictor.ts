import { areFinite } from '../network/finite.ts';
import type { Network } from '../network/network.ts';
import { type Run, Streams, WINDOW_STEPS } from '../network/pass/streams.ts';
import type { Branches, Mark, Predictor } from './predictor.ts';

/** A place in a text as the network stands before it: reading `last` from `state` predicts what comes there. */
export interface ReadingPoint {
  state: Float32Array;
  last: number;
}

/** The network as a predictor: a mark is a copy of its state. */
export class NetworkPredictor implements Predictor {
  readonly vocabSize: number;
  private readonly network: Network;
  private readonly streams: Streams;
  /** The symbol read last, as long as the network has not: what it makes of it may not be asked for. */
  private last: number | undefined;
  /** (V) probabilities of the next symbol, where the network has read the last one. */
  private readonly next: Float32Array;
  /** One a mark; those that are no longer in use are kept for the next. */
  private readonly places: Place[] = [];
  private marks = 0;
  /** Nothing was read. */
  isEmpty: boolean;

  /** Begins with nothing read, or at a point of a text. */
  constructor(network: Network, point?: ReadingPoint) {
    this.network = network;
    this.vocabSize = network.config.vocabSize;
    this.streams = new Streams(network);
    this.next = new Float32Array(this.vocabSize);
    this.last = point?.last;
    this.isEmpty = !point;
    if (point) this.streams.restore(0, point.state);
  }

  read(symbols: ArrayLike<number>, surprise?: Float32Array): void {
    const { length } = symbols;
    if (length === 0) return;
    let done = 0;
    if (this.last === undefined) {
      if (surprise) surprise[0] = this.isEmpty ? 0 : natsOf(this.next[symbols[0]]);
      this.isEmpty = false;
      this.last = symbols[0];
      done = 1;
    }
    // The network reads one symbol less than it predicts: the last one is left for `distribution`, or for the next read.
    while (done < length) {
      const steps = Math.min(WINDOW_STEPS, length - done);
      // The first ones of these are read, and the last ones predicted.
      const ids = new Int32Array(steps + 1);
      ids[0] = this.last;
      for (let t = 0; t < steps; t++) ids[t + 1] = symbols[done + t];
      const run = this.streams.run(ids, steps);
      if (surprise) surprise.set(surprises(run, ids.subarray(1)), done);
      done += steps;
      this.last = symbols[done - 1];
    }
  }

  distribution(into: Float32Array): void {
    if (this.last !== undefined) {
      predictNext(this.streams, [this.last], this.next);
      this.last = undefined;
    } else if (this.isEmpty) throw new RangeError(NOTHING_READ);
    into.set(this.next);
  }

  mark(): Mark {
    const place = (this.places[this.marks] ??= {
      state: new Float32Array(this.streams.stateLength),
      next: new Float32Array(this.vocabSize),
      last: undefined,
      isEmpty: true,
    });
    this.streams.save(0, place.state);
    place.last = this.last;
    place.isEmpty = this.isEmpty;
    place.next.set(this.next);
    return this.marks++;
  }

  rewind(mark: Mark): void {
    if (mark >= this.marks) throw new RangeError(`Mark ${mark} has ended; there are ${this.marks}.`);
    const { state, next, last, isEmpty } = this.places[mark];
    this.streams.restore(0, state);
    this.next.set(next);
    this.last = last;
    this.isEmpty = isEmpty;
    this.marks = mark;
  }

  branch(count: number): Branches {
    if (this.isEmpty) throw new RangeError(NOTHING_READ);
    const state = new Float32Array(this.streams.stateLength);
    this.streams.save(0, state);
    const streams = new Streams(this.network);
    streams.restore(0, state);
    streams.arrange(Array.from({ length: count }, () => 0));
    return new NetworkBranches(streams, { last: this.last, next: this.next });
  }
}

const NOTHING_READ = 'Nothing to go on from: a predictor must have read one symbol at least.';

interface Place {
  state: Float32Array;
  next: Float32Array;
  last: number | undefined;
  isEmpty: boolean;
}

/** Streams of the network, all of them at the same step. */
class NetworkBranches implements Branches {
  readonly count: number;
  private readonly streams: Streams;
  /** (B) the symbols read last, and whether the network has not read them yet. */
  private readonly last: Int32Array;
  private isBehind: boolean;
  /** (B, V) */
  private readonly next: Float32Array;

  constructor(streams: Streams, { last, next }: { last: number | undefined; next: Float32Array }) {
    this.count = streams.count;
    this.streams = streams;
    this.last = new Int32Array(this.count).fill(last ?? 0);
    this.isBehind = last !== undefined;
    this.next = new Float32Array(this.count * next.length);
    for (let b = 0; b < this.count; b++) this.next.set(next, b * next.length);
  }

  read(symbols: ArrayLike<number>): void {
    if (this.isBehind) this.streams.run(this.last, 1);
    this.last.set(symbols);
    this.isBehind = true;
  }

  distributions(into: Float32Array): void {
    if (this.isBehind) predictNext(this.streams, this.last, this.next);
    this.isBehind = false;
    into.set(this.next);
  }
}

/** Reads one symbol in each of B streams and fills `into` (B, V) with the probabilities of the next ones. */
function predictNext(streams: Streams, symbols: ArrayLike<number>, into: Float32Array): void {
  const run = streams.run(symbols, 1);
  // Before they become probabilities, which may hide it.
  if (areFinite(run.logits())) into.set(run.probabilities());
  else into.fill(Number.NaN);
}

/** The nats of the symbols that came after each step of each stream (T, B); those of targets below 0 mean nothing. */
export function surprises(run: Run, targets: Int32Array): Float32Array {
  const rows = notFiniteRows(run.logits(), targets.length);
  const losses = run.losses(targets);
  for (const row of rows) losses[row] = Number.NaN;
  return losses;
}

/** Of values (rows, any number) the rows in which one is no finite number. */
function notFiniteRows(values: Float32Array, rows: number): number[] {
  if (areFinite(values)) return [];
  const width = values.length / rows;
  return Array.from({ length: rows }, (_, row) => row).filter(
    row => !areFinite(values.subarray(row * width, (row + 1) * width)),
  );
}

/** Nats of a probability; one that was rounded to 0 counts as the least that is not. */
export function natsOf(probability: number): number {
  return -Math.log(probability === 0 ? LEAST_PROBABILITY : probability);
}

/** The least positive number of 32 bits. */
const LEAST_PROBABILITY = 2 ** -149;
