import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { assertAgree, type Benches, builds, integerBetween, normals, type Run } from './workbench.ts';

type Logits = { logits: Float32Array };

function sigmoid(inverseTemperature = 1): Run<Logits> {
  return (bench, { logits }) => {
    const x = bench.floats(logits);
    bench.kernels.sigmoid(logits.length, x, inverseTemperature);
    return { probabilities: bench.read(x, logits.length) };
  };
}

type Answers = Logits & { targets: Float32Array };

function crossEntropy(outputs: number, scale = 1): Run<Answers> {
  return (bench, { logits, targets }) => {
    const rows = logits.length / outputs;
    const x = bench.floats(logits);
    const losses = bench.room(rows);
    bench.kernels.sigmoidCrossEntropy(rows, outputs, x, bench.floats(targets), losses, scale);
    return { gradients: bench.read(x, logits.length), losses: bench.read(losses, rows) };
  };
}

for (const { build, load } of builds)
  describe(`kernels, ${build}: sigmoid`, () => {
    let benches: Benches;
    before(async () => {
      benches = await load();
    });

    it('sigmoid', () => {
      const random = new Random(1);
      for (let round = 0; round < 20; round++) {
        const logits = normals(random, integerBetween(random, 1, 90), 6);
        for (const inverseTemperature of [1, 0.25, 3])
          // Small probabilities too are right in their leading digits.
          assertAgree(benches, sigmoid(inverseTemperature), { logits }, { scale: { probabilities: 1e-6 } });
      }
    });

    it('sigmoidCrossEntropy', () => {
      const random = new Random(2);
      for (let round = 0; round < 40; round++) {
        const outputs = integerBetween(random, 1, 40);
        const rows = integerBetween(random, 1, 9);
        const logits = normals(random, rows * outputs, 4);
        // Yes, no, something between, and what does not count.
        const target = () => [0, 1, random.next(), -1][integerBetween(random, 0, 3)];
        const targets = Float32Array.from({ length: rows * outputs }, target);
        const scale = 1 / (1 + rows);
        assertAgree(
          benches,
          crossEntropy(outputs, scale),
          { logits, targets },
          { scale: { gradients: scale, losses: outputs } },
        );
      }
    });

    it('logits of 10,000 in size cost what they must', () => {
      const logits = Float32Array.of(1e4, 1e4, -1e4, -1e4);
      const { losses, gradients } = benches.tested.run(crossEntropy(1), {
        logits,
        targets: Float32Array.of(1, 0, 1, 0),
      });
      assert.deepEqual([...losses], [0, 1e4, 1e4, 0]);
      assert.deepEqual(Array.from(gradients, Math.round), [0, 1, -1, 0]);
    });

    it('an answer that is not asked for does not count', () => {
      const logits = normals(new Random(5), 3 * 10);
      const targets = new Float32Array(30).fill(1).fill(-1, 10, 20);
      const { losses, gradients } = benches.tested.run(crossEntropy(10), { logits, targets });
      assert.equal(losses[1], 0);
      assert.deepEqual(gradients.subarray(10, 20), new Float32Array(10));
      assert.ok(losses[0] > 0 && losses[2] > 0);
    });

    it('a row with a NaN costs NaN, the others do not', () => {
      const logits = normals(new Random(6), 3 * 10);
      logits[13] = NaN;
      const targets = new Float32Array(30).fill(1);
      const { losses, gradients } = benches.tested.run(crossEntropy(10), { logits, targets });
      assert.deepEqual(Array.from(losses, Number.isNaN), [false, true, false]);
      assert.ok(Number.isNaN(gradients[13]));
    });
  });
