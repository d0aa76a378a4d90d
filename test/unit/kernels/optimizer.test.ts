import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { assertAgree, type Benches, builds, integerBetween, normals, type Run } from './workbench.ts';

type State = Record<'weights' | 'gradients' | 'm' | 'v', Float32Array>;

const learningRate = 2e-3;
const beta1 = 0.9;
const beta2 = 0.999;

/** One step, the third of a training. */
function adam(gradientScale: number, keep: number): Run<State> {
  return (bench, inputs) => {
    const count = inputs.weights.length;
    const weights = bench.floats(inputs.weights);
    const m = bench.floats(inputs.m);
    const v = bench.floats(inputs.v);
    bench.kernels.adam(
      count,
      weights,
      bench.floats(inputs.gradients),
      m,
      v,
      learningRate,
      beta1,
      beta2,
      1e-8,
      1 / (1 - beta1 ** 3),
      1 / (1 - beta2 ** 3),
      gradientScale,
      keep,
    );
    return { weights: bench.read(weights, count), m: bench.read(m, count), v: bench.read(v, count) };
  };
}

const sumOfSquares: Run<{ x: Float32Array }> = (bench, { x }) => {
  // In a Float32Array the sum is rounded, which the tolerance of 1e-5 covers.
  return { sum: Float32Array.of(bench.kernels.sumOfSquares(x.length, bench.floats(x))) };
};

for (const { build, load } of builds)
  describe(`kernels, ${build}: optimizer`, () => {
    let benches: Benches;
    before(async () => {
      benches = await load();
    });

    it('adam', () => {
      const random = new Random(1);
      for (let i = 0; i < 40; i++) {
        const count = i < 9 ? i : integerBetween(random, 1, 500);
        const gradients = normals(random, count, 10 ** integerBetween(random, -4, 1));
        const m = normals(random, count, 0.1);
        const [scale, keep] = [0.3, i % 2 === 0 ? 1 : 0.9];
        assertAgree(
          benches,
          adam(scale, keep),
          { weights: normals(random, count), gradients, m, v: normals(random, count).map(x => x * x) },
          // The new mean is a sum of the old one and the gradient; the squares are all positive, so they need none.
          { scale: { m: m.map((x, j) => Math.abs(x) + Math.abs(gradients[j] * scale)), v: 0 } },
        );
      }
    });

    it('adam moves weights by the learning rate at most, and leaves them where there is no gradient', () => {
      const zeros = new Float32Array(6);
      const gradients = Float32Array.of(0, 1e-3, -1e-3, 1e10, -1e10, 0);
      const inputs = { weights: zeros, gradients, m: zeros, v: zeros };
      const { weights } = benches.tested.run(adam(1, 1), inputs);
      const { weights: expected } = benches.specification.run(adam(1, 1), inputs);
      assert.ok(weights.every((w, i) => Math.abs(w - expected[i]) <= 1e-5 * learningRate));
      assert.deepEqual([weights[0], weights[5]], [0, 0]);
    });

    it('sumOfSquares', () => {
      const random = new Random(2);
      for (const count of [0, 1, 2, 3, 4, 5, 31, 1000, 100_003])
        assertAgree(benches, sumOfSquares, { x: normals(random, count) }, { scale: { sum: 0 } });
    });

    it('sumOfSquares neither overflows nor underflows where 32 bits would', () => {
      const sum = (...values: number[]) =>
        benches.tested.kernels.sumOfSquares(values.length, benches.tested.floats(Float32Array.from(values)));
      benches.tested.run(() => {
        for (const length of [2, 9]) {
          const many = (value: number) => Array.from({ length }, () => value);
          assert.ok(Math.abs(sum(...many(1e25)) / (length * 1e50) - 1) < 1e-6);
          assert.ok(Math.abs(sum(...many(-1e-30)) / (length * 1e-60) - 1) < 1e-6);
        }
        assert.equal(sum(3, 4), 25);
        assert.ok(Number.isNaN(sum(1, NaN, 2)));
        return {};
      }, {});
    });
  });
