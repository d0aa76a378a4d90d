import assert from 'node:assert/strict';
import type { Kernels } from '../../../src/model/kernels/kernels.ts';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { cellTypes, type CellType } from '../../../src/model/network/cells/cells.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';
import { Random } from '../../../src/model/base/random.ts';
import { assertClose, copyOf, kernelImplementations, randomIds, randomNetwork } from './networks.ts';
import { NetworkTrainer } from '../../../src/model/network/training/networkTrainer.ts';

const shape = { vocabSize: 9, hiddenSize: 7, numLayers: 2 };
/** Rounding only: the faster kernels may add in another order for another number of rows. */
const TOLERANCE = 1e-6;

/** Logits of ids (T, B) read in chunks of the given lengths, one after the other. */
function logitsInChunks(pass: ForwardPass, ids: number[], lengths: number[]): number[] {
  const logits: number[] = [];
  let start = 0;
  for (const length of lengths) {
    const end = start + length * pass.batchSize;
    pass.run(ids.slice(start, end), length);
    logits.push(...pass.trace.logits());
    start = end;
  }
  return logits;
}

for (const implementation of kernelImplementations)
  describe(`ForwardPass on ${implementation.name} kernels`, () => {
    let kernels: KernelFactory;
    before(async () => {
      kernels = await implementation.load();
    });
    const network = (cell: CellType) => randomNetwork({ cell, ...shape }, new Random(1), { kernels });

    for (const cell of cellTypes) {
      it(`${cell} reads in chunks as it reads the whole`, () => {
        const pass = new ForwardPass(network(cell), { batchSize: 2, seqLength: 12 });
        const ids = randomIds(24, shape.vocabSize, new Random(2));
        const whole = logitsInChunks(pass, ids, [12]);
        for (const lengths of [Array.from({ length: 12 }, () => 1), [5, 7], [1, 10, 1], [7, 3, 2]]) {
          pass.reset();
          assertClose(
            logitsInChunks(pass, ids, lengths),
            whole,
            TOLERANCE,
            `in chunks of ${lengths.join(', ')}`,
          );
        }
      });

      it(`${cell} keeps the streams of a batch apart`, () => {
        const [batchSize, seqLength] = [5, 6];
        const it = network(cell);
        const together = new ForwardPass(it, { batchSize, seqLength });
        const alone = new ForwardPass(it, { batchSize: 1, seqLength });
        const ids = randomIds(batchSize * seqLength, shape.vocabSize, new Random(3));
        together.run(ids, seqLength);
        const logits = together.trace.logits();
        for (let b = 0; b < batchSize; b++) {
          const ofStream = (values: ArrayLike<number>, width: number) =>
            Array.from({ length: seqLength }, (_, t) =>
              Array.from({ length: width }, (__, j) => values[(t * batchSize + b) * width + j]),
            ).flat();
          alone.reset();
          alone.run(ofStream(ids, 1), seqLength);
          assertClose(alone.trace.logits(), ofStream(logits, shape.vocabSize), TOLERANCE, `stream ${b}`);
          for (const layer of [0, 1])
            assertClose(
              alone.trace.hidden(layer),
              ofStream(together.trace.hidden(layer), shape.hiddenSize),
              TOLERANCE,
              `h of layer ${layer}, stream ${b}`,
            );
        }
      });

      it(`${cell} goes on from a state that was read`, () => {
        const pass = new ForwardPass(network(cell), { batchSize: 2, seqLength: 4 });
        const [first, second] = [8, 8].map((count, i) => randomIds(count, shape.vocabSize, new Random(i)));
        pass.run(first, 4);
        const state = new Float32Array(pass.stateLength);
        pass.readState(state);
        pass.run(second, 4);
        const expected = [...pass.trace.logits()];
        pass.run(first, 3);
        pass.writeState(state);
        const readBack = new Float32Array(pass.stateLength);
        pass.readState(readBack);
        assert.deepEqual(readBack, state);
        pass.run(second, 4);
        assert.deepEqual([...pass.trace.logits()], expected);
      });

      it(`${cell} gives h and c after each step, the last of them being the state`, () => {
        const pass = new ForwardPass(network(cell), { batchSize: 2, seqLength: 4 });
        pass.run(randomIds(6, shape.vocabSize, new Random(4)), 3);
        const floats = 2 * shape.hiddenSize;
        const lastOf = (values: Float32Array | undefined) => Array.from(values?.slice(2 * floats) ?? []);
        const last = [0, 1].flatMap(layer => [
          ...lastOf(pass.trace.hidden(layer)),
          ...lastOf(pass.trace.memory(layer)),
        ]);
        const state = new Float32Array(pass.stateLength);
        pass.readState(state);
        assert.deepEqual([...state], last);
        assert.equal(pass.stateLength, 2 * floats * (cell === 'lstm' ? 2 : 1));
        assert.equal(pass.trace.hidden(0).length, 3 * floats);
        assert.equal(pass.trace.memory(0)?.length, cell === 'lstm' ? 3 * floats : undefined);
      });
    }

    it('gives tanh(c), and the same bits whatever is read beside it', () => {
      const [batchSize, seqLength] = [3, 5];
      const it = network('lstm');
      const ids = randomIds(batchSize * seqLength, shape.vocabSize, new Random(6));
      const together = new ForwardPass(it, { batchSize, seqLength });
      const alone = new ForwardPass(it, { batchSize: 1, seqLength: 1 });
      const plain = new ForwardPass(copyOf(it), { batchSize, seqLength });
      together.run(ids, seqLength);
      plain.run(ids, seqLength);
      for (const layer of [0, 1]) {
        const found = together.trace.memoryOutput(layer).slice();
        const expected = Array.from(plain.trace.memory(layer) ?? [], c => Math.tanh(c));
        assertClose(found, expected, 1e-5, `layer ${layer}`);
        assertClose(
          together.trace.memory(layer) ?? [],
          plain.trace.memory(layer) ?? [],
          1e-5,
          `c of layer ${layer}`,
        );
        alone.reset();
        for (let t = 0; t < seqLength; t++) {
          alone.run([ids[t * batchSize + 1]], 1);
          const row = (t * batchSize + 1) * shape.hiddenSize;
          assert.deepEqual(alone.trace.memoryOutput(layer).slice(), found.slice(row, row + shape.hiddenSize));
        }
      }
      assert.throws(
        () => new ForwardPass(network('gru'), { batchSize: 1, seqLength: 1 }).trace.memoryOutput(0),
        /gru/,
      );
    });

    it('turns logits into probabilities and losses', () => {
      const pass = new ForwardPass(network('gru'), { batchSize: 2, seqLength: 3 });
      const { vocabSize } = shape;
      const targets = [1, 2, -1, 4, 5, 8];
      pass.run(randomIds(6, vocabSize, new Random(5)), 3);
      const logits = [...pass.trace.logits()];
      for (const inverseTemperature of [1, 2.5]) {
        const probabilities = pass.trace.probabilities(inverseTemperature);
        assertClose(probabilities, softmax(logits, inverseTemperature), TOLERANCE, 'probabilities');
      }
      const expected = softmax(logits, 1);
      const losses = targets.map((target, row) =>
        target < 0 ? 0 : -Math.log(expected[row * vocabSize + target]),
      );
      assertClose(pass.trace.losses(targets), losses, TOLERANCE, 'losses');
      assertClose(pass.trace.logits(), logits, 0, 'logits, made again');
    });

    it('sees new parameters once it is told of them', () => {
      const it = network('lstm');
      const pass = new ForwardPass(it, { batchSize: 1, seqLength: 2 });
      pass.run([1, 2], 2);
      const before = [...pass.trace.logits()];
      for (const { name } of it.layout.views) {
        const values = it.parameter(name);
        const saved = values.slice();
        for (let i = 0; i < values.length; i++) values[i] += 0.25;
        it.parametersChanged();
        pass.reset();
        pass.run([1, 2], 2);
        assert.ok(
          [...pass.trace.logits()].some((logit, i) => Math.abs(logit - before[i]) > 1e-3),
          name,
        );
        values.set(saved);
      }
      it.parametersChanged();
      pass.reset();
      pass.run([1, 2], 2);
      assert.deepEqual([...pass.trace.logits()], before);
    });

    it('takes no memory once it is made', () => {
      const it = network('lstm');
      const pass = new ForwardPass(it, { batchSize: 2, seqLength: 3 });
      const trainer = new NetworkTrainer(it, { batchSize: 2, seqLength: 3, gradClip: 1 });
      const { allocatedBytes } = it.arena;
      for (let i = 0; i < 3; i++) {
        trainer.step({ inputs: [1, 2, 3, 4, 5, 6], targets: [1, 2, 3, 4, 5, 6] }, 0.01);
        pass.run([1, 2, 3, 4, 5, 6], 3);
        pass.trace.probabilities();
        pass.trace.losses([1, 2, 3, 4, 5, 6]);
      }
      assert.equal(it.arena.allocatedBytes, allocatedBytes);
    });

    it('refuses what it cannot read', () => {
      const pass = new ForwardPass(network('rnn'), { batchSize: 2, seqLength: 3 });
      assert.throws(() => pass.run([0, 9], 1), /Symbol 9; the vocabulary of this network has 9/);
      assert.throws(() => pass.run([0, -1], 1), /Symbol -1/);
      assert.throws(() => pass.run([0, NaN], 1), /Symbol NaN/);
      assert.throws(() => pass.run([0], 1), /1 symbols where 2 are needed/);
      assert.throws(() => pass.run([0, 0, 0, 0, 0, 0, 0, 0], 4), /A run of 4 steps/);
      assert.throws(() => pass.run([], 0), /A run of 0 steps/);
      assert.throws(() => pass.writeState(new Float32Array(1)), /A state of 1 floats; this pass has 28/);
    });
  });

it('the passes of a network share its packed weights, which are packed once for each change', () => {
  let packings = 0;
  const counting: KernelFactory = arena => {
    const kernels = createSpecificationKernels(arena);
    const pack: Kernels['pack'] = (...args) => {
      packings++;
      kernels.pack(...args);
    };
    return { ...kernels, pack };
  };
  const network = randomNetwork({ cell: 'gru', ...shape }, new Random(1), { kernels: counting });
  const passes = [1, 2].map(batchSize => new ForwardPass(network, { batchSize, seqLength: 2 }));
  const read = () => {
    for (const pass of passes) pass.run([1, 2], 1).logits();
    const count = packings;
    packings = 0;
    return count;
  };
  const first = read();
  assert.ok(first > 0);
  assert.equal(read(), 0);
  network.parametersChanged();
  assert.equal(read(), first);
});

/** Row by row, in 64 bits. */
function softmax(logits: number[], inverseTemperature: number): number[] {
  const { vocabSize } = shape;
  return logits.map((logit, i) => {
    const start = i - (i % vocabSize);
    const row = logits.slice(start, start + vocabSize);
    const sum = row.reduce((total, other) => total + Math.exp(other * inverseTemperature), 0);
    return Math.exp(logit * inverseTemperature) / sum;
  });
}
