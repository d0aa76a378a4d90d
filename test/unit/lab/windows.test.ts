import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { HeldOut } from '../../../src/model/lab/windows/heldOut.ts';
import { Reach } from '../../../src/model/lab/windows/reach.ts';
import type { StateFate } from '../../../src/model/lab/windows/windowRun.ts';
import type { Network } from '../../../src/model/network/network.ts';
import { createCorpus } from '../../../src/model/text/corpus.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';
import { randomIds, randomNetwork } from '../network/networks.ts';
import { codeText } from './labTexts.ts';
import { plainRnn } from './plainRnn.ts';

describe('windows of truncated back-propagation', () => {
  for (const state of ['carried', 'reset'] as const)
    it(`reach back to their start alone, by as much as plain loops say, the state ${state}`, () => {
      const config = { cell: 'rnn', vocabSize: 5, hiddenSize: 4, numLayers: 1 } as const;
      const network = randomNetwork(config, new Random(3));
      const ids = randomIds(8, 5, new Random(4));
      for (const window of [1, 3, 7, 20]) {
        const norms = new Reach(network, ids).norms(window, state);
        const expected = plainNorms(network, ids, { window, state });
        assert.equal(norms.length, 49);
        for (const [i, norm] of norms.entries())
          if (expected[i] === null) assert.equal(norm, null, `${window}: ${i}`);
          else assert.ok(Math.abs(norm! - expected[i]) < 1e-5 * Math.max(1, expected[i]), `${window}: ${i}`);
      }
    });

  it("has an LSTM's losses reach back as far as its windows and no further", () => {
    const config = { cell: 'lstm', vocabSize: 5, hiddenSize: 4, numLayers: 1 } as const;
    const network = randomNetwork(config, new Random(5));
    const norms = new Reach(network, randomIds(9, 5, new Random(6))).norms(3, 'carried');
    for (let t = 0; t < 8; t++)
      for (let s = 0; s < 8; s++) {
        const reaches = s <= t && Math.floor(s / 3) === Math.floor(t / 3);
        assert.equal(norms[t * 8 + s] !== null, reaches);
        if (reaches) assert.ok(norms[t * 8 + s]! > 0);
      }
  });

  it('are tested as they were trained, on the same characters', async () => {
    const text = codeText(60);
    const corpus = await createCorpus([{ ...text, language: 'c' }], { seed: 1 });
    const config = { cell: 'rnn', vocabSize: corpus.vocabulary.size, hiddenSize: 6, numLayers: 1 } as const;
    const network = randomNetwork(config, new Random(7), { range: 0.5 });
    const heldOut = new HeldOut(corpus);
    const { ids } = corpus.validation[0];
    assert.equal(heldOut.characters, ids.length - 1);
    for (const window of [1, 10, 200])
      for (const state of ['carried', 'reset'] as const) {
        const pieces = heldOut.measure(network, { window, state });
        let piece = pieces.next();
        while (!piece.done) piece = pieces.next();
        let bits = 0;
        for (let start = 1; start < ids.length; start += state === 'reset' ? window : 200) {
          // Stretches of 200 are cut into windows that begin with them.
          const from = state === 'reset' ? start - 1 : Math.max(0, start - 64);
          const end = Math.min(ids.length, start + (state === 'reset' ? window : 200));
          const steps = plainRnn(network, ids.subarray(from, end));
          for (let i = start; i < end; i++) {
            bits -= Math.log2(steps[i - 1 - from].probabilities[ids[i]]);
            if (ids[i] === Vocabulary.unknown) bits += Math.log2(corpus.vocabulary.unknownCharacters);
          }
        }
        const expected = bits / (ids.length - 1);
        assert.ok(Math.abs(piece.value - expected) < 1e-4 * expected, `${window}, ${state}`);
      }
  });
});

/** dL_t/dh_t = Why^T (p - y), and from h_s to h_{s-1} by Whh^T (1 - h_s^2). */
function plainNorms(
  network: Network,
  ids: readonly number[],
  { window, state }: { window: number; state: StateFate },
): (number | null)[] {
  const { hiddenSize, vocabSize } = network.config;
  const [Why, Whh] = ['output.weight', 'rnn.weight_hh_l0'].map(name => network.parameter(name));
  const units = Array.from({ length: hiddenSize }, (_, unit) => unit);
  const steps = ids.length - 1;
  const norms = Array.from({ length: steps * steps }, (): number | null => null);
  const whole = plainRnn(network, ids.slice(0, -1));
  for (let t = 0; t < steps; t++) {
    const first = t - (t % window);
    const read = state === 'reset' ? plainRnn(network, ids.slice(first, t + 1)) : whole.slice(first, t + 1);
    const error = read[t - first].probabilities.map((p, symbol) => p - Number(symbol === ids[t + 1]));
    let gradient = units.map(unit => {
      let total = 0;
      for (let symbol = 0; symbol < vocabSize; symbol++)
        total += Why[symbol * hiddenSize + unit] * error[symbol];
      return total;
    });
    for (let s = t; s >= first; s--) {
      norms[t * steps + s] = Math.hypot(...gradient);
      const { hidden } = read[s - first];
      const after = gradient;
      gradient = units.map(unit =>
        units.reduce(
          (total, to) => total + Whh[to * hiddenSize + unit] * (1 - hidden[0][to] ** 2) * after[to],
          0,
        ),
      );
    }
  }
  return norms;
}
