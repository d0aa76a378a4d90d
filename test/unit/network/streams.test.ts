import assert from 'node:assert/strict';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import type { Network } from '../../../src/model/network/network.ts';
import type { CellType } from '../../../src/model/network/cells/cells.ts';
import { Random } from '../../../src/model/base/random.ts';
import { MAX_STREAMS, Streams, WINDOW_STEPS } from '../../../src/model/network/pass/streams.ts';
import { kernelImplementations, randomIds, randomNetwork } from './networks.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';

const vocabSize = 9;
const cells: readonly CellType[] = ['rnn', 'lstm', 'gru'];

/** The state of each text after each of its symbols, read one by one by a pass of its own. */
function statesAlone(network: Network, symbols: readonly number[]): Float32Array[] {
  const pass = new ForwardPass(network, { batchSize: 1, seqLength: 1 });
  return symbols.map(id => {
    pass.run([id], 1);
    const state = new Float32Array(pass.stateLength);
    pass.readState(state);
    return state;
  });
}

function stateOf(streams: Streams, stream: number): Float32Array {
  const state = new Float32Array(streams.stateLength);
  streams.save(stream, state);
  return state;
}

for (const implementation of kernelImplementations)
  describe(`Streams on ${implementation.name} kernels`, () => {
    let kernels: KernelFactory;
    before(async () => {
      kernels = await implementation.load();
    });
    // Two layers, the upper of which multiplies the steps of a run all at once; wider than a panel of any kernels.
    const network = (cell: CellType) =>
      randomNetwork({ cell, vocabSize, hiddenSize: 37, numLayers: 2 }, new Random(1), {
        kernels,
        range: 0.5,
      });

    for (const cell of cells) {
      it(`${cell}: read the same to the bit in any slices, and whatever is read beside them`, () => {
        const it = network(cell);
        const random = new Random(2);
        const texts = [150, 3, 90, 1, 64].map(length => randomIds(length, vocabSize, random));
        const expected = texts.map(text => statesAlone(it, text));
        const streams = new Streams(it, texts.length);
        let live = texts.map((_, i) => i);
        for (let position = 0; live.length > 0;) {
          const left = Math.min(...live.map(i => texts[i].length)) - position;
          const length = Math.min(left, 1 + Math.floor(random.next() * WINDOW_STEPS));
          const ids = Array.from(
            { length: length * live.length },
            (_, k) => texts[live[k % live.length]][position + Math.floor(k / live.length)],
          );
          streams.run(ids, length);
          position += length;
          for (const [b, i] of live.entries())
            assert.deepEqual(stateOf(streams, b), expected[i][position - 1]);
          const going = live.filter(i => texts[i].length > position);
          if (going.length > 0) streams.arrange(going.map(i => live.indexOf(i)));
          live = going;
        }
      });

      it(`${cell}: predict the same to the bit, side by side and alone`, () => {
        const it = network(cell);
        const ids = [1, 4, 4, 7, 0, 2];
        const together = new Streams(it, ids.length);
        const logits = together.run(ids, 1).logits().slice();
        for (const [b, id] of ids.entries())
          assert.deepEqual(
            new Streams(it).run([id], 1).logits().slice(),
            logits.slice(b * vocabSize, (b + 1) * vocabSize),
          );
      });
    }

    it('are copied, dropped and added', () => {
      const it = network('lstm');
      const streams = new Streams(it, 3);
      streams.run([1, 2, 3], 1);
      const [one, two, three] = [0, 1, 2].map(i => stateOf(streams, i));
      streams.arrange([2, 0, 0, 1, 2], 6);
      assert.equal(streams.count, 6);
      const zero = new Float32Array(streams.stateLength);
      for (const [i, state] of [three, one, one, two, three, zero].entries())
        assert.deepEqual(stateOf(streams, i), state);
      streams.arrange([1]);
      assert.deepEqual(stateOf(streams, 0), one);
      streams.run([5], 1);
      assert.deepEqual(stateOf(streams, 0), statesAlone(it, [1, 5])[1]);
    });

    it('go on from a state that was saved', () => {
      const it = network('gru');
      const streams = new Streams(it, 2);
      streams.run([1, 2, 3, 4], 2);
      const saved = stateOf(streams, 0);
      streams.run([5, 6], 1);
      const [after, beside] = [stateOf(streams, 0), stateOf(streams, 1)];
      streams.restore(0, saved);
      assert.deepEqual(stateOf(streams, 0), saved);
      assert.deepEqual(stateOf(streams, 1), beside);
      streams.run([5, 7], 1);
      assert.deepEqual(stateOf(streams, 0), after);
      const others = new Streams(it);
      others.restore(0, saved);
      others.run([5], 1);
      assert.deepEqual(stateOf(others, 0), after);
    });

    it('take turns without disturbing each other or taking more memory', () => {
      const it = network('lstm');
      const random = new Random(3);
      const texts = Array.from({ length: 4 }, () => randomIds(30, vocabSize, random));
      const expected = texts.map(text => statesAlone(it, text));
      const some = [new Streams(it, 2), new Streams(it), new Streams(it)];
      some[1].run([0], 1);
      some[1].restore(0, new Float32Array(some[1].stateLength));
      const { allocatedBytes } = it.arena;
      const positions = [0, 0, 0];
      for (let turn = 0; turn < 60; turn++) {
        const which = Math.floor(random.next() * 3);
        const t = positions[which]++;
        if (t >= 30) continue;
        some[which].run(which === 0 ? [texts[0][t], texts[1][t]] : [texts[which + 1][t]], 1);
        const last = which === 0 ? 1 : which + 1;
        // Asked of one that has the window, and of one that waits.
        assert.deepEqual(stateOf(some[which], some[which].count - 1), expected[last][t]);
        const other = (which + 1) % 3;
        const before = positions[other];
        if (before > 0)
          assert.deepEqual(
            stateOf(some[other], 0),
            expected[other === 0 ? 0 : other + 1][Math.min(before, 30) - 1],
          );
      }
      assert.equal(it.arena.allocatedBytes, allocatedBytes);
    });
  });

describe('Streams', () => {
  const network = randomNetwork({ cell: 'rnn', vocabSize, hiddenSize: 4, numLayers: 1 }, new Random(1));

  it('say what is wrong, and go on as before', () => {
    const streams = new Streams(network, 2);
    streams.run([1, 2], 1);
    const before = [0, 1].map(i => stateOf(streams, i));
    assert.throws(() => streams.arrange([0, 2]), /Stream 2; there are 2 of them/);
    assert.throws(
      () => streams.arrange([0], MAX_STREAMS + 1),
      new RegExp(`${MAX_STREAMS + 1} streams; this pass has room for 1 to ${MAX_STREAMS}`),
    );
    assert.throws(() => streams.run([1, 2], 1 + WINDOW_STEPS), /room for 1 to 64/);
    assert.throws(() => streams.restore(0, new Float32Array(3)), /A state of 3 floats; this pass has 4/);
    assert.throws(() => streams.save(-1, new Float32Array(4)), /Stream -1/);
    assert.throws(() => new Streams(network, MAX_STREAMS + 1).run([], 1), /33 streams/);
    assert.deepEqual(
      [0, 1].map(i => stateOf(streams, i)),
      before,
    );
  });
});
