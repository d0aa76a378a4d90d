import type { Random } from '../../src/model/base/random.ts';
import { checkFinite } from '../../src/model/network/finite.ts';
import { sampleSymbol } from '../../src/model/predict/sampler.ts';
import {
  type Continuation,
  type DrawingRoom,
  Writing,
} from '../../src/model/suggest/drawing/continuation.ts';

/**
 * The text that most of some samples begin with: each sample is drawn as the predictor's chances are, and votes as long
 * as it says what the others do. A chance is the share that still votes.
 */
export function vote(
  room: DrawingRoom,
  { samples, random }: { samples: number; random: Random },
): Continuation {
  const { predictor } = room;
  const { vocabSize } = predictor;
  const branches = predictor.branch(samples);
  const chances = new Float32Array(samples * vocabSize);
  const writing = new Writing(room);
  const drawn = new Int32Array(samples);
  let voters = Array.from({ length: samples }, (_, b) => b);
  for (;;) {
    branches.distributions(chances);
    checkFinite(chances, () => `in predicting character ${writing.length + 1} of a suggestion`);
    const votes = new Map<number, number[]>();
    for (const b of voters) {
      const symbol = sampleSymbol(chances.subarray(b * vocabSize, (b + 1) * vocabSize), random);
      drawn[b] = symbol;
      votes.set(symbol, [...(votes.get(symbol) ?? []), b]);
    }
    const [[symbol, agreeing]] = [...votes].toSorted((a, b) => b[1].length - a[1].length);
    if (!writing.add(symbol, agreeing.length / voters.length)) return writing.continuation();
    voters = agreeing;
    branches.read(drawn);
  }
}
