import type { Network } from '../network/network.ts';
import { SequenceReader, type SequenceWindow } from '../network/pass/sequenceReader.ts';
import { MAX_STREAMS } from '../network/pass/streams.ts';
import { surprises } from './networkPredictor.ts';
import type { Scored, ScoreSequences, Sequence } from './scoring.ts';

/** Scores by a network, in as many streams as it has. */
export function networkScoring(network: Network): ScoreSequences {
  return function* score<Source>(
    sequences: readonly Sequence<Source>[],
  ): Generator<Scored<Source>[], void, void> {
    // The longest first, so that no long one is left to be read alone at the end.
    const waiting = sequences
      .filter(({ symbols, from }) => symbols.length > from)
      .toSorted((a, b) => a.symbols.length - b.symbols.length);
    const reader = new SequenceReader<Sequence<Source>>(network, MAX_STREAMS);
    for (;;) {
      while (!reader.isFull && waiting.length > 0) {
        const sequence = waiting.pop()!;
        // The last symbol is predicted, not read.
        reader.add(sequence, sequence.symbols.subarray(0, -1));
      }
      if (reader.isEmpty) return;
      yield scoresOf(reader.read());
    }
  };
}

function scoresOf<Source>({ run, steps, parts }: SequenceWindow<Sequence<Source>>): Scored<Source>[] {
  const { batchSize } = run;
  const starts = parts.map(({ source, first }) => Math.max(0, source.from - first - 1));
  const targets = new Int32Array(steps * batchSize).fill(-1);
  for (const [b, { source, first, length }] of parts.entries())
    for (let t = starts[b]; t < length; t++) targets[t * batchSize + b] = source.symbols[first + t + 1];
  const nats = surprises(run, targets);
  return parts.flatMap(({ source, first, length }, b) => {
    const start = starts[b];
    if (start >= length) return [];
    const surprise = Float32Array.from(
      { length: length - start },
      (_, i) => nats[(start + i) * batchSize + b],
    );
    return [{ source: source.source, first: first + start + 1, surprise }];
  });
}
