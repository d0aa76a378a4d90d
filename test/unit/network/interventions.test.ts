import assert from 'node:assert/strict';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { Random } from '../../../src/model/base/random.ts';
import { type CellType, cellTypes, recurrentCell } from '../../../src/model/network/cells/cells.ts';
import type { Network } from '../../../src/model/network/network.ts';
import { ForwardPass } from '../../../src/model/network/pass/forwardPass.ts';
import type { Intervention } from '../../../src/model/network/pass/interventions.ts';
import { Streams } from '../../../src/model/network/pass/streams.ts';
import { assertClose, copyOf, kernelImplementations, randomIds, randomNetwork } from './networks.ts';

const shape = { vocabSize: 6, hiddenSize: 5, numLayers: 2 };
const [B, T, H] = [4, 7, shape.hiddenSize];
const TOLERANCE = 1e-5;

/** h, c and the gates of each layer, (T, B, H) each, and the logits (T, B, V). */
interface Plain {
  layers: Record<string, Float64Array>[];
  logits: Float64Array;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** What PyTorch's formulas say, cell by cell, with what is set at each place in place of what would be there. */
function plainRun(network: Network, ids: readonly number[], interventions: readonly Intervention[]): Plain {
  const { cell, numLayers, vocabSize } = network.config;
  const { gates } = recurrentCell(cell);
  const names = ['h', 'c', ...gates];
  const layers = Array.from({ length: numLayers }, () =>
    Object.fromEntries(names.map(name => [name, new Float64Array(T * B * H)])),
  );
  for (let layer = 0; layer < numLayers; layer++) {
    const [wx, wh, bx, bh] = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map(name =>
      network.parameter(`rnn.${name}_l${layer}`),
    );
    const values = layers[layer];
    for (let t = 0; t < T; t++)
      for (let b = 0; b < B; b++)
        for (let j = 0; j < H; j++) {
          const before = (name: string, k: number) => (t === 0 ? 0 : values[name][((t - 1) * B + b) * H + k]);
          const fromInput = (kind: number) => {
            const row = kind * H + j;
            if (layer === 0) return wx[row * vocabSize + ids[t * B + b]] + bx[row];
            let sum = bx[row];
            for (let k = 0; k < H; k++) sum += wx[row * H + k] * layers[layer - 1]['h'][(t * B + b) * H + k];
            return sum;
          };
          const fromState = (kind: number) => {
            const row = kind * H + j;
            let sum = bh[row];
            for (let k = 0; k < H; k++) sum += wh[row * H + k] * before('h', k);
            return sum;
          };
          const put = (name: string, value: number): number => {
            const set = interventions.findLast(
              one =>
                one.layer === layer &&
                one.stream === b &&
                one.cell === j &&
                one.quantity === name &&
                t >= (one.from ?? 0) &&
                t < (one.to ?? T),
            );
            values[name][(t * B + b) * H + j] = set?.value ?? value;
            return values[name][(t * B + b) * H + j];
          };
          const sum = (kind: number) => fromInput(kind) + fromState(kind);
          if (cell === 'rnn') put('h', Math.tanh(sum(0)));
          if (cell === 'lstm') {
            const i = put('input', sigmoid(sum(0)));
            const f = put('forget', sigmoid(sum(1)));
            const g = put('candidate', Math.tanh(sum(2)));
            const o = put('output', sigmoid(sum(3)));
            const c = put('c', f * before('c', j) + i * g);
            put('h', o * Math.tanh(c));
          }
          if (cell === 'gru') {
            const r = put('reset', sigmoid(sum(0)));
            const z = put('update', sigmoid(sum(1)));
            const n = put('new', Math.tanh(fromInput(2) + r * fromState(2)));
            put('h', (1 - z) * n + z * before('h', j));
          }
        }
  }
  const weight = network.parameter('output.weight');
  const bias = network.parameter('output.bias');
  const top = layers[numLayers - 1]['h'];
  const logits = new Float64Array(T * B * vocabSize).map((_, at) => {
    const [row, symbol] = [Math.floor(at / vocabSize), at % vocabSize];
    let sum = bias[symbol];
    for (let k = 0; k < H; k++) sum += weight[symbol * H + k] * top[row * H + k];
    return sum;
  });
  return { layers, logits };
}

function assertSame(network: Network, ids: number[], interventions: Intervention[]): void {
  const { cell, numLayers } = network.config;
  const { gates, hasMemory } = recurrentCell(cell);
  const trace = new ForwardPass(network, { batchSize: B, seqLength: T }).run(ids, T, { interventions });
  const expected = plainRun(network, ids, interventions);
  for (let layer = 0; layer < numLayers; layer++) {
    const values = expected.layers[layer];
    assertClose(trace.hidden(layer), values['h'], TOLERANCE, `h of layer ${layer}`);
    if (hasMemory) assertClose(trace.memory(layer)!, values['c'], TOLERANCE, `c of layer ${layer}`);
    for (const gate of gates)
      assertClose(trace.gate(layer, gate), values[gate], TOLERANCE, `${gate} of layer ${layer}`);
  }
  assertClose(trace.logits(), expected.logits, TOLERANCE, 'logits');
}

const quantities = (cell: CellType) => {
  const { gates, hasMemory } = recurrentCell(cell);
  return [...new Set(['h', ...(hasMemory ? ['c'] : []), ...gates])];
};

for (const implementation of kernelImplementations)
  describe(`interventions on ${implementation.name} kernels`, () => {
    let kernels: KernelFactory;
    before(async () => {
      kernels = await implementation.load();
    });

    for (const cell of cellTypes) {
      const ids = randomIds(T * B, shape.vocabSize, new Random(2));
      const make = () => randomNetwork({ cell, ...shape }, new Random(1), { kernels });

      it(`${cell} without any is what the formulas say`, () => {
        assertSame(make(), ids, []);
      });

      for (const quantity of quantities(cell))
        it(`${cell}: ${quantity} is set, and what follows from it follows`, () => {
          for (const layer of [0, 1])
            assertSame(make(), ids, [{ stream: 2, layer, quantity, cell: 3, value: 0.37, from: 1, to: 5 }]);
        });

      it(`${cell}: each stream has its own, some several`, () => {
        const random = new Random(3);
        const upTo = (end: number) => Math.floor(random.next() * end);
        const all = quantities(cell);
        for (let round = 0; round < 5; round++)
          assertSame(
            make(),
            ids,
            Array.from({ length: 12 }, () => ({
              stream: upTo(B - 1),
              layer: upTo(2),
              quantity: all[upTo(all.length)],
              cell: upTo(H),
              value: 2 * random.next() - 1,
              ...(upTo(2) ? { from: upTo(T) } : {}),
            })),
          );
      });

      it(`${cell}: a stream without any keeps all its bits`, () => {
        const network = make();
        const pass = new ForwardPass(network, { batchSize: B, seqLength: T });
        const before = pass.run(ids, T).logits().slice();
        pass.reset();
        const interventions = [{ stream: 1, layer: 0, quantity: 'h', cell: 0, value: 1 }];
        const after = pass.run(ids, T, { interventions }).logits();
        for (let row = 0; row < T * B; row++) {
          const of = (values: Float32Array) =>
            values.slice(row * shape.vocabSize, (row + 1) * shape.vocabSize);
          if (row % B === 1) assert.notDeepEqual(of(after), of(before));
          else assert.deepEqual(of(after), of(before));
        }
      });
    }
  });

describe('interventions', () => {
  const network = randomNetwork({ cell: 'gru', ...shape }, new Random(1));
  const one: Intervention = { stream: 0, layer: 0, quantity: 'h', cell: 0, value: 1 };

  it('reach streams, and end with the run', () => {
    const streams = new Streams(copyOf(network), 2);
    const changed = streams.run([1, 1], 1, { interventions: [{ ...one, stream: 1 }] }).hidden(0);
    assert.equal(changed[H], 1);
    assert.notEqual(changed[0], 1);
    assert.notEqual(streams.run([1, 1], 1).hidden(0)[H], 1);
  });

  it('that do not fit are refused', () => {
    const pass = new ForwardPass(network, { batchSize: B, seqLength: T });
    const refuses = (changes: Partial<Intervention>, message: RegExp) =>
      assert.throws(
        () => pass.run([1, 2, 3, 4], 1, { interventions: [{ ...one, ...changes }] }),
        (error: unknown) => error instanceof RangeError && message.test(error.message),
      );
    refuses({ quantity: 'c' }, /No c in a gru; there are h, reset, update, new/);
    refuses({ layer: 2 }, /at layer 2/);
    refuses({ stream: 4 }, /at stream 4/);
    refuses({ cell: -1 }, /at cell -1/);
    refuses({ from: 3 }, /at from 3/);
  });
});
