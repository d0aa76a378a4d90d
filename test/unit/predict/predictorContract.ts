// What every predictor must keep to, whatever it predicts with.
import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import type { Predictor } from '../../../src/model/predict/predictor.ts';
import { assertClose } from '../network/networks.ts';

function distributionOf(predictor: Predictor): Float32Array {
  const distribution = new Float32Array(predictor.vocabSize);
  predictor.distribution(distribution);
  return distribution;
}

/** Runs the contract over predictors that have read nothing, all of one kind. */
export function testPredictor(name: string, prepare: () => Promise<() => Predictor>): void {
  describe(`as a predictor, ${name}`, () => {
    let create: () => Predictor;
    let text: number[];
    before(async () => {
      create = await prepare();
      const random = new Random(7);
      const { vocabSize } = create();
      text = Array.from({ length: 200 }, () => Math.floor(random.next() * vocabSize));
    });

    function after(symbols: readonly number[]): Predictor {
      const predictor = create();
      predictor.read(symbols);
      return predictor;
    }

    it('gives distributions: chances from 0 to 1 that add up to 1, another one after another text', () => {
      const [short, long] = [distributionOf(after(text.slice(0, 5))), distributionOf(after(text))];
      for (const distribution of [short, long]) {
        assert.ok(distribution.every(chance => chance >= 0 && chance <= 1));
        assertClose([distribution.reduce((sum, chance) => sum + chance, 0)], [1], 1e-5, 'sum');
      }
      assert.notDeepEqual(short, long);
    });

    it('says the same at the same place, read at once or in slices, and asked on the way or not', () => {
      const whole = distributionOf(after(text));
      for (const size of [1, 7, 64, 65]) {
        const sliced = create();
        for (let i = 0; i < text.length; i += size) {
          sliced.read(text.slice(i, i + size));
          if (i % 3 === 0) distributionOf(sliced);
        }
        assert.deepEqual(distributionOf(sliced), whole, `in slices of ${size}`);
        assert.deepEqual(distributionOf(sliced), whole, 'asked again');
      }
    });

    it('is surprised by each symbol as its distribution said before it was read', () => {
      const surprise = new Float32Array(text.length);
      create().read(text, surprise);
      const [byOne, asked] = [create(), create()];
      const expected = text.map((symbol, i) => {
        const chance = i === 0 ? 1 : distributionOf(asked)[symbol];
        asked.read([symbol]);
        // Some symbols have no chance at all: the least that there is stands for it.
        return -Math.log(Math.max(chance, 2 ** -149));
      });
      const single = new Float32Array(1);
      const ones = text.map((symbol, i) => {
        if (i % 2 === 1) distributionOf(byOne);
        byOne.read([symbol], single);
        return single[0];
      });
      assert.equal(surprise[0], 0);
      assertClose([...surprise], expected, 1e-5, 'at once');
      assertClose(ones, expected, 1e-5, 'one by one');
    });

    it('goes back to a mark to the bit, whatever was read since', () => {
      const predictor = after(text.slice(0, 50));
      const at50 = distributionOf(predictor);
      const outer = predictor.mark();
      for (let guess = 0; guess < predictor.vocabSize; guess++) {
        const inner = predictor.mark();
        predictor.read([guess]);
        assert.deepEqual(distributionOf(predictor), distributionOf(after([...text.slice(0, 50), guess])));
        predictor.rewind(inner);
        assert.deepEqual(distributionOf(predictor), at50);
      }
      predictor.read(text.slice(50, 120));
      predictor.mark();
      predictor.read(text.slice(120));
      predictor.rewind(outer);
      assert.deepEqual(distributionOf(predictor), at50);
      const surprise = new Float32Array(150);
      predictor.read(text.slice(50), surprise);
      const whole = new Float32Array(200);
      create().read(text, whole);
      assertClose([...surprise], [...whole.subarray(50)], 1e-5, 'read on from there');
      assert.deepEqual(distributionOf(predictor), distributionOf(after(text)));
    });

    it('goes back to a mark that was made before it was asked what comes', () => {
      const predictor = after(text.slice(0, 30));
      const mark = predictor.mark();
      predictor.read([1, 2]);
      predictor.rewind(mark);
      assert.deepEqual(distributionOf(predictor), distributionOf(after(text.slice(0, 30))));
      const empty = create();
      const start = empty.mark();
      empty.read(text);
      empty.rewind(start);
      empty.read(text.slice(0, 30));
      assert.deepEqual(distributionOf(empty), distributionOf(predictor));
    });

    it('knows no mark that has ended', () => {
      const predictor = after([1]);
      const outer = predictor.mark();
      const inner = predictor.mark();
      predictor.rewind(outer);
      for (const ended of [outer, inner]) assert.throws(() => predictor.rewind(ended), /has ended/);
    });

    it('goes on in several branches, each as if it were alone, and stays where it is', () => {
      for (const isAsked of [false, true]) {
        const predictor = after(text.slice(0, 20));
        if (isAsked) distributionOf(predictor);
        const branches = predictor.branch(3);
        assert.equal(branches.count, 3);
        const { vocabSize } = predictor;
        const all = new Float32Array(3 * vocabSize);
        const read: number[][] = [[], [], []];
        for (let step = 0; step < 4; step++) {
          branches.distributions(all);
          for (const [b, symbols] of read.entries()) {
            const alone = distributionOf(after([...text.slice(0, 20), ...symbols]));
            assert.deepEqual(all.slice(b * vocabSize, (b + 1) * vocabSize), alone);
          }
          const next = [step, step + 1, step + 2];
          branches.read(next);
          for (const [b, symbols] of read.entries()) symbols.push(next[b]);
        }
        assert.deepEqual(distributionOf(predictor), distributionOf(after(text.slice(0, 20))));
      }
    });

    it('needs a symbol to predict from', () => {
      assert.throws(() => distributionOf(create()), /one symbol at least/);
      assert.throws(() => create().branch(1), /one symbol at least/);
    });
  });
}
