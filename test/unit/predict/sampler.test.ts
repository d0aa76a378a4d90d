import assert from 'node:assert/strict';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import type { Network } from '../../../src/model/network/network.ts';
import { Random } from '../../../src/model/base/random.ts';
import {
  generate,
  generateSeveral,
  type GenerateOptions,
  mostLikely,
  sampleSymbol,
} from '../../../src/model/predict/sampler.ts';
import { predictorAfter } from './predictorAfter.ts';
import { kernelImplementations, randomIds, randomNetwork } from '../network/networks.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';

/** How often each symbol was drawn. */
function shares(draw: () => number, vocabSize: number, draws: number): number[] {
  const counts = Array.from({ length: vocabSize }, () => 0);
  for (let i = 0; i < draws; i++) counts[draw()]++;
  return counts.map(count => count / draws);
}

/** Six standard deviations of each share: a right sampler fails once in some 10^8 seeds. */
function assertShares(actual: number[], expected: ArrayLike<number>, draws: number): void {
  for (let i = 0; i < actual.length; i++) {
    const deviation = Math.sqrt((expected[i] * (1 - expected[i])) / draws);
    assert.ok(
      Math.abs(actual[i] - expected[i]) <= 6 * deviation,
      `symbol ${i}: ${actual[i]}, expected ${expected[i]}`,
    );
  }
}

describe('sampleSymbol', () => {
  it('draws each symbol as often as it is likely, and an impossible one never', () => {
    const probabilities = Float32Array.of(0, 0.5, 0.25, 0, 0.2, 0.05, 0);
    const random = new Random(1);
    assertShares(
      shares(() => sampleSymbol(probabilities, random), 7, 20000),
      probabilities,
      20000,
    );
  });

  it('takes chances that do not add up to 1', () => {
    const random = new Random(2);
    const actual = shares(() => sampleSymbol(Float32Array.of(3, 0, 1), random), 3, 20000);
    assertShares(actual, [0.75, 0, 0.25], 20000);
  });

  it('never reaches past the last possible symbol, however high the draw', () => {
    // The state from which the next number is the greatest there is.
    const highest = Random.restore([1, 0x831c71c7, 1, 1]);
    assert.equal(Random.restore(highest.state).next(), 1 - 2 ** -32);
    assert.equal(sampleSymbol(new Float32Array(50000).fill(1 / 3, 0, 40000), highest), 39999);
  });

  it('draws the same from the same state', () => {
    const probabilities = Float32Array.of(0.3, 0.3, 0.4);
    const [a, b] = [new Random(3), new Random(3)];
    for (let i = 0; i < 100; i++)
      assert.equal(sampleSymbol(probabilities, a), sampleSymbol(probabilities, b));
  });
});

describe('mostLikely', () => {
  it('finds the greatest value, the first of equals', () => {
    assert.equal(mostLikely(Float32Array.of(-3, -1, -1, -2)), 1);
  });
});

function optionsOf(seed: number): GenerateOptions & Prime {
  return { prime: [seed], length: 20, temperature: 1, random: new Random(seed) };
}

interface Prime {
  prime: ArrayLike<number>;
}

/** What a network writes after a prime. */
function written(
  network: Network,
  { prime, ...options }: GenerateOptions & Prime,
): Generator<number, void, void> {
  return generate(predictorAfter(network, prime), options);
}

for (const implementation of kernelImplementations)
  describe(`generate on ${implementation.name} kernels`, () => {
    let kernels: KernelFactory;
    before(async () => {
      kernels = await implementation.load();
    });
    const vocabSize = 6;
    const network = () =>
      randomNetwork({ cell: 'gru', vocabSize, hiddenSize: 5, numLayers: 2 }, new Random(1), {
        kernels,
        range: 1.5,
      });

    it('draws from the softmax of the logits over the temperature', () => {
      const it = network();
      const prime = randomIds(4, vocabSize, new Random(2));
      const pass = new ForwardPass(it, { batchSize: 1, seqLength: 4 });
      const random = new Random(3);
      for (const temperature of [1, 0.5]) {
        pass.reset();
        pass.run(prime, 4);
        const expected = pass.trace.probabilities(1 / temperature).slice(3 * vocabSize);
        const draw = () => [...written(it, { prime, length: 1, temperature, random })][0];
        assertShares(shares(draw, vocabSize, 3000), expected, 3000);
      }
    });

    it('takes the likeliest symbol at any temperature that is low, and any at one that is high', () => {
      const it = network();
      const draw = (temperature: number) => [
        ...written(it, { prime: [1], length: 60, temperature, random: new Random(8) }),
      ];
      const likeliest = draw(0);
      assert.ok(new Set(likeliest).size > 1);
      for (const temperature of [5e-324, 1e-310, 1e-300, 1e-45, 1e-40, 2.9e-39, 1e-30, 1e-8])
        assert.deepEqual(draw(temperature), likeliest, String(temperature));
      const drawn = [...written(it, { prime: [1], length: 600, temperature: 1e300, random: new Random(9) })];
      for (let symbol = 0; symbol < vocabSize; symbol++) {
        const share = drawn.filter(id => id === symbol).length / drawn.length;
        assert.ok(share > 0.09 && share < 0.25, `symbol ${symbol}: ${share}`);
      }
    });

    it('reads what it has written, and a long prime as a whole', () => {
      const it = network();
      const prime = randomIds(150, vocabSize, new Random(4));
      const text = [...written(it, { prime, length: 30, temperature: 0, random: new Random(1) })];
      const pass = new ForwardPass(it, { batchSize: 1, seqLength: 180 });
      pass.run([...prime, ...text], 180);
      const logits = pass.trace.logits();
      const expected = text.map((_, i) =>
        mostLikely(logits.subarray((149 + i) * vocabSize, (150 + i) * vocabSize)),
      );
      assert.deepEqual(text, expected);
      assert.ok(new Set(text).size > 1, 'the network says more than one symbol');
    });

    it('never draws what is excluded', () => {
      const it = network();
      const prime = [0];
      const free = [...written(it, { prime, length: 200, temperature: 1, random: new Random(5) })];
      // The two that it says most, and would go on saying.
      const count = (id: number) => free.filter(other => other === id).length;
      const exclude = [0, 1, 2, 3, 4, 5].toSorted((a, b) => count(b) - count(a)).slice(0, 2);
      assert.ok(count(exclude[0]) > 20 && count(exclude[1]) > 20);
      for (const temperature of [0, 5e-324, 0.1, 1, 1e9, 1e300]) {
        const some = [...written(it, { prime, length: 200, temperature, random: new Random(5), exclude })];
        assert.equal(some.length, 200);
        assert.ok(!some.some(id => exclude.includes(id)));
      }
    });

    it('lets several generators run side by side, and takes no more memory for the next', () => {
      const it = network();
      const expected = [1, 2].map(seed => [...written(it, optionsOf(seed))]);
      const [a, b] = [written(it, optionsOf(1)), written(it, optionsOf(2))];
      const actual: number[][] = [[], []];
      for (let i = 0; i < 20; i++) {
        actual[0].push(a.next().value as number);
        actual[1].push(b.next().value as number);
      }
      assert.deepEqual(actual, expected);
      a.return();
      b.return();
      const { allocatedBytes } = it.arena;
      assert.deepEqual([...written(it, optionsOf(2))], expected[1]);
      assert.equal(it.arena.allocatedBytes, allocatedBytes);
    });

    it('draws several continuations side by side, each as if it were alone', () => {
      const it = network();
      for (const temperature of [0, 1]) {
        const prime = randomIds(70, vocabSize, new Random(6));
        const options = { length: 50, temperature, exclude: [2] };
        const randoms = [1, 2, 3, 4, 5].map(seed => new Random(seed));
        const several = [...generateSeveral(predictorAfter(it, prime), { ...options, randoms })];
        for (let i = 0; i < 5; i++) {
          const alone = written(it, { ...options, prime, random: new Random(i + 1) });
          assert.deepEqual(
            several.map(ids => ids[i]),
            [...alone],
          );
        }
      }
    });

    it('needs a symbol to start from', () => {
      const options = { prime: [], length: 1, temperature: 1, random: new Random(1) };
      assert.throws(() => [...written(network(), options)], /have read one symbol at least/);
    });
  });
