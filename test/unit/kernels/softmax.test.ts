import assert from 'node:assert/strict';
import { normal } from '../base/normal.ts';
import { Random } from '../../../src/model/base/random.ts';
import { assertAgree, type Benches, builds, integerBetween, normals, type Run } from './workbench.ts';

type Logits = { logits: Float32Array };

function softmax(vocabSize: number, inverseTemperature = 1): Run<Logits> {
  return (bench, { logits }) => {
    const x = bench.floats(logits);
    bench.kernels.softmax(logits.length / vocabSize, vocabSize, x, inverseTemperature);
    return { probabilities: bench.read(x, logits.length) };
  };
}

function crossEntropy(vocabSize: number, targets: number[], scale = 1): Run<Logits> {
  return (bench, { logits }) => {
    const x = bench.floats(logits);
    const losses = bench.room(targets.length);
    bench.kernels.softmaxCrossEntropy(targets.length, vocabSize, x, bench.integers(targets), losses, scale);
    return { gradients: bench.read(x, logits.length), losses: bench.read(losses, targets.length) };
  };
}

/** Vocabularies of 1 to 2000 symbols, small ones and those around the vector length more often. */
function vocabularies(random: Random): number[] {
  const some = [1, 2, 3, 4, 5, 7, 8, 9, 95, 96, 97, 2000];
  return [...some, ...Array.from({ length: 12 }, () => integerBetween(random, 1, 2000))];
}

const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);

for (const { build, load } of builds)
  describe(`kernels, ${build}: softmax`, () => {
    let benches: Benches;
    before(async () => {
      benches = await load();
    });

    it('softmax', () => {
      const random = new Random(1);
      for (const vocabSize of vocabularies(random)) {
        const logits = normals(random, integerBetween(random, 1, 9) * vocabSize, 4);
        for (const inverseTemperature of [1, 0.25, 3])
          // Small probabilities too are right in their leading digits.
          assertAgree(
            benches,
            softmax(vocabSize, inverseTemperature),
            { logits },
            {
              scale: { probabilities: 1e-6 },
            },
          );
      }
    });

    it('softmaxCrossEntropy', () => {
      const random = new Random(2);
      for (const vocabSize of vocabularies(random)) {
        const rows = integerBetween(random, 1, 9);
        const targets = Array.from({ length: rows }, () => integerBetween(random, 0, vocabSize - 1));
        const logits = normals(random, rows * vocabSize, 4);
        const scale = 1 / (1 + rows);
        assertAgree(
          benches,
          crossEntropy(vocabSize, targets, scale),
          { logits },
          {
            scale: { gradients: scale },
          },
        );
      }
    });

    it('logits of 10,000 in size neither overflow nor lose the difference that counts', () => {
      const random = new Random(3);
      for (const vocabSize of [1, 3, 50, 333]) {
        const random10000 = (_: number, i: number) => (i % 2 ? -1e4 : 1e4) + normal(random);
        const logits = Float32Array.from(new Float32Array(4 * vocabSize), random10000);
        const targets = [0, 1, 2, 3].map(target => target % vocabSize);
        assertAgree(benches, softmax(vocabSize), { logits });
        assertAgree(benches, softmax(vocabSize, 5), { logits });
        assertAgree(benches, crossEntropy(vocabSize, targets), { logits });
      }
    });

    it('probabilities sum to 1, and what is ruled out gets none', () => {
      const logits = normals(new Random(4), 2000, 5);
      logits[7] = -Infinity;
      logits[8] = -500;
      const { probabilities } = benches.tested.run(softmax(2000), { logits });
      assert.ok(Math.abs(sum(probabilities) - 1) < 1e-5);
      assert.equal(probabilities[7], 0);
      assert.equal(probabilities[8], 0);
    });

    it('a row whose target is negative does not count', () => {
      const logits = normals(new Random(5), 3 * 10);
      const { losses, gradients } = benches.tested.run(crossEntropy(10, [3, -1, 4]), { logits });
      assert.equal(losses[1], 0);
      assert.deepEqual(gradients.subarray(10, 20), new Float32Array(10));
      assert.ok(losses[0] > 0 && losses[2] > 0);
    });

    it('a row with a NaN is NaN throughout, the others are not', () => {
      const logits = normals(new Random(6), 3 * 10);
      logits[13] = NaN;
      const { losses, gradients } = benches.tested.run(crossEntropy(10, [3, 1, 4]), { logits });
      assert.deepEqual(Array.from(losses, Number.isNaN), [false, true, false]);
      assert.ok(gradients.subarray(10, 20).every(Number.isNaN));
      assert.ok(!gradients.subarray(0, 10).some(Number.isNaN));
    });
  });
