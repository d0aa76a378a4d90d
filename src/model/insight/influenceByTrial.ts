import { checkFinite } from '../network/finite.ts';
import type { Network } from '../network/network.ts';
import { MAX_STREAMS, Streams, WINDOW_STEPS } from '../network/pass/streams.ts';
import { sliceCharacters } from '../predict/sliceCharacters.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import type { Influence, Passage } from './passage.ts';

/** What is done to a symbol: it is taken out, or the unknown symbol stands in its place. */
export type Trial = 'takenOut' | 'replaced';

/**
 * Influence by trial: for each symbol the passage is read again without it, or with the unknown symbol in its place, and
 * what the prediction costs then is compared with what it cost. Yields after each slice.
 */
export function* influenceByTrial(
  network: Network,
  { state, lead, symbols, predicted }: Passage,
  trial: Trial,
): Generator<void, Influence, void> {
  const sequence = [lead, ...Array.from(symbols)];
  const bits = new Float32Array(symbols.length);
  const [cost] = yield* costs(network, state, [sequence], predicted);
  let before = state;
  for (let first = 0; first < symbols.length; first += MAX_STREAMS) {
    // Streams side by side are equally long. They begin with the symbol before theirs, so that none of them is empty.
    const count = Math.min(MAX_STREAMS, symbols.length - first);
    const rest = sequence.slice(first);
    const rows = Array.from({ length: count }, (_, b) => changed(rest, b + 1, trial));
    const changedCosts = yield* costs(network, before, rows, predicted);
    for (let b = 0; b < count; b++) bits[first + b] = changedCosts[b] - cost;
    before = stateAfter(network, before, rest.slice(0, count));
    yield;
  }
  return { bits, surpriseBits: cost };
}

/** Of a block of symbols, which is short. */
function stateAfter(network: Network, state: Float32Array, symbols: readonly number[]): Float32Array {
  const streams = new Streams(network);
  streams.restore(0, state);
  streams.run(symbols, symbols.length);
  const after = new Float32Array(streams.stateLength);
  streams.save(0, after);
  return after;
}

function changed(sequence: readonly number[], place: number, trial: Trial): number[] {
  return trial === 'takenOut' ? sequence.toSpliced(place, 1) : sequence.with(place, Vocabulary.unknown);
}

/** What `predicted` costs after each of some sequences of one length, read from one state, in bits. */
function* costs(
  network: Network,
  state: Float32Array,
  rows: readonly (readonly number[])[],
  predicted: number,
): Generator<void, Float32Array, void> {
  const streams = new Streams(network, rows.length);
  for (let b = 0; b < rows.length; b++) streams.restore(b, state);
  const last = rows[0].length - 1;
  const most = Math.max(1, Math.min(WINDOW_STEPS, Math.floor(sliceCharacters(network) / rows.length)));
  for (let first = 0; first < last; first += most) {
    const steps = Math.min(most, last - first);
    streams.run(sideBySide(rows, first, steps), steps);
    yield;
  }
  // The last step apart: logits are made of all steps of a run.
  const nats = streams.run(sideBySide(rows, last, 1), 1).losses(rows.map(() => predicted));
  checkFinite(nats, () => 'in the prediction that was asked about');
  return nats.map(one => one / Math.LN2);
}

/** (steps, B): some steps of each row. */
function sideBySide(rows: readonly (readonly number[])[], first: number, steps: number): Uint16Array {
  return Uint16Array.from(
    { length: steps * rows.length },
    (_, i) => rows[i % rows.length][first + Math.floor(i / rows.length)],
  );
}
