import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Random } from '../../../src/model/base/random.ts';
import { createSpecificationContextKernels } from '../../../src/model/contexts/specification.ts';
import { Arena, type Pointer } from '../../../src/model/kernels/arena.ts';
import { randomText, smallSizes, specification, webAssembly, type Workbench } from './workbench.ts';

/** What a build makes of the texts: every bit's probability, votes and some distributions. */
function trace(bench: Workbench, texts: { workspace: Uint8Array; document: Uint8Array }): number[] {
  const { kernels } = bench;
  const numbers: number[] = [];
  const workspace = bench.layer();
  numbers.push(bench.learn(workspace, bench.cursor(7), texts.workspace));
  const layer = bench.layer(smallSizes, workspace);
  const cursor = bench.cursor(8);
  const ahead = bench.cursor();
  for (const [i, byte] of texts.document.entries()) {
    for (let shift = 7; shift >= 0; shift--) {
      const bit = (byte >> shift) & 1;
      const outside: [number, number, number] = i % 3 === 0 ? [1.5 - 3 * bit, 1 - 2 * bit, 2] : [0, 0, 0];
      numbers.push(kernels.predictBit(layer, cursor, ...outside));
      if (shift === 3) numbers.push(...bench.votes(layer, cursor));
      kernels.learnBit(layer, cursor, bit);
    }
    if (i % 50 === 20) {
      kernels.copyPlace(cursor, ahead);
      bench.pass(layer, ahead, texts.document.subarray(0, 5));
      numbers.push(...bench.distribution(layer, ahead, { least: 0.01 }));
    }
  }
  return numbers;
}

/** The probability of one byte, bit by bit, without learning. */
function likelihood({ kernels }: Workbench, layer: Pointer, cursor: Pointer, byte: number): number {
  let likely = 1;
  for (let shift = 7; shift >= 0; shift--) {
    const bit = (byte >> shift) & 1;
    const p = kernels.predictBit(layer, cursor, 0, 0, 0);
    likely *= bit ? p : 1 - p;
    kernels.passBit(layer, cursor, bit);
  }
  return likely;
}

describe('context kernels', () => {
  let create: () => Workbench;
  before(async () => {
    create = await webAssembly();
  });

  it('WebAssembly computes what the specification says, to the bit', () => {
    const random = new Random(1);
    for (const length of [1, 40, 500]) {
      const texts = { workspace: randomText(random, length), document: randomText(random, 150) };
      assert.deepEqual(trace(create(), texts), trace(specification(), texts));
    }
  });

  it('WebAssembly has every kernel, and keeps nothing in memory but its stack', async () => {
    const module = await WebAssembly.compile(await readFile('media/kernels/contexts.wasm'));
    assert.deepEqual(
      WebAssembly.Module.imports(module).map(({ module: from, name, kind }) => [from, name, kind]),
      [['env', 'memory', 'memory']],
    );
    const names = Object.keys(createSpecificationContextKernels(new Arena()));
    const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
    assert.deepEqual(exported.toSorted(), ['__stack_pointer', ...names].toSorted());
  });

  it('WebAssembly does so when another predictor is mixed in', () => {
    const random = new Random(2);
    const text = randomText(random, 120);
    const mixed = (bench: Workbench) => {
      const layer = bench.layer();
      const cursor = bench.cursor();
      const distribution = new Float32Array(256).fill(0.2 / 256);
      return [...text].flatMap((byte, i) => {
        distribution[byte] += i % 4 === 0 ? 0.1 : 0.8;
        const row = bench.outside(distribution);
        const before = bench.distribution(layer, cursor, { tree: bench.tree, row, least: 0.001 });
        const likely = bench.kernels.learnByte(layer, cursor, byte, bench.tree, row);
        distribution.fill(0.2 / 256);
        return [row, ...before, likely];
      });
    };
    assert.deepEqual(mixed(create()), mixed(specification()));
  });

  it('what another predictor knows is made use of', () => {
    const text = randomText(new Random(9), 600);
    const bench = create();
    const [alone, mixed] = [false, true].map(told => {
      const layer = bench.layer();
      const cursor = bench.cursor();
      let nats = 0;
      for (const byte of text) {
        const row = bench.outside(new Float32Array(256).fill(0.2 / 256).fill(0.8, byte, byte + 1));
        nats -= Math.log(bench.kernels.learnByte(layer, cursor, byte, told ? bench.tree : 0, told ? row : 0));
      }
      return nats;
    });
    // Its weights begin at zero, so it takes some text.
    assert.ok(mixed < 0.8 * alone, `${mixed} ${alone}`);
  });

  it('the probabilities of all bytes add up to one everywhere, and are those of its bits', () => {
    const text = randomText(new Random(3), 400);
    const bench = create();
    const layer = bench.layer();
    const cursor = bench.cursor();
    const ahead = bench.cursor();
    for (const byte of text) {
      const exact = bench.distribution(layer, cursor);
      const coarse = bench.distribution(layer, cursor, { least: 0.02 });
      assert.ok(Math.abs(exact.reduce((sum, p) => sum + p) - 1) < 1e-5);
      assert.ok(Math.abs(coarse.reduce((sum, p) => sum + p) - 1) < 1e-5);
      bench.kernels.copyPlace(cursor, ahead);
      const likely = likelihood(bench, layer, ahead, byte);
      assert.ok(Math.abs(exact[byte] - likely) < 1e-5 * likely + 1e-30);
      bench.learn(layer, cursor, Uint8Array.of(byte));
    }
  });

  it('a text that comes again is foreseen', () => {
    const text = randomText(new Random(4), 400);
    const bench = create();
    const layer = bench.layer({ ...smallSizes, runGroups: 4000, bucketGroups: 4000 });
    const first = bench.learn(layer, bench.cursor(1), text);
    const second = bench.learn(layer, bench.cursor(2), text);
    assert.ok(second < first / 4, `${first} ${second}`);
  });

  it('a layer over another is like that one until it learns, and leaves it as it is', () => {
    const random = new Random(5);
    const bench = create();
    const workspace = bench.layer();
    bench.learn(workspace, bench.cursor(), randomText(random, 600));
    const lead = randomText(random, 30);
    const seen = (layer: Pointer) => {
      const cursor = bench.cursor(9);
      bench.pass(layer, cursor, lead);
      return bench.distribution(layer, cursor);
    };
    const before = seen(workspace);
    const learnt = bench.learnt(workspace, smallSizes);
    const layer = bench.layer(smallSizes, workspace);
    assert.deepEqual(seen(layer), before);
    bench.learn(layer, bench.cursor(9), randomText(random, 600));
    assert.notDeepEqual(seen(layer), before);
    assert.deepEqual(seen(workspace), before);
    assert.deepEqual(bench.learnt(workspace, smallSizes), learnt);
  });

  it('going back to a mark restores every bit of the layer', () => {
    const random = new Random(6);
    const bench = create();
    const { kernels } = bench;
    const workspace = bench.layer();
    bench.learn(workspace, bench.cursor(), randomText(random, 300));
    const layer = bench.layer(smallSizes, workspace);
    const cursor = bench.cursor(3);
    bench.learn(layer, cursor, randomText(random, 700));
    const next = randomText(random, 60);
    const later = randomText(random, 40);
    const forward = () => [bench.learn(layer, cursor, next), ...bench.distribution(layer, cursor)];

    const learnt = bench.learnt(layer, smallSizes);
    const outer = kernels.markLayer(layer);
    const end = kernels.textEnd(layer);
    const place = bench.cursor();
    kernels.copyPlace(cursor, place);
    const expected = forward();
    const innerMark = kernels.markLayer(layer);
    const innerEnd = kernels.textEnd(layer);
    const inner = bench.cursor();
    kernels.copyPlace(cursor, inner);
    const after = bench.distribution(layer, cursor);
    bench.learn(layer, cursor, later);
    assert.equal(kernels.rewindLayer(layer, innerMark, innerEnd), 1);
    kernels.copyPlace(inner, cursor);
    assert.deepEqual(bench.distribution(layer, cursor), after);
    assert.notDeepEqual(bench.learnt(layer, smallSizes), learnt);
    assert.equal(kernels.rewindLayer(layer, outer, end), 1);
    assert.equal(kernels.textEnd(layer), end);
    assert.deepEqual(bench.learnt(layer, smallSizes), learnt);
    kernels.copyPlace(place, cursor);
    assert.deepEqual(forward(), expected);
  });

  it('a mark that the journal does not reach any more is refused', () => {
    const bench = create();
    const layer = bench.layer({ ...smallSizes, journalBlocks: 50 });
    const mark = bench.kernels.markLayer(layer);
    bench.learn(layer, bench.cursor(), randomText(new Random(7), 10));
    const end = bench.kernels.textEnd(layer);
    assert.equal(bench.kernels.rewindLayer(layer, mark, 1), 0);
    assert.equal(bench.kernels.textEnd(layer), end);
  });

  it('the votes add up to the mix', () => {
    const bench = create();
    const layer = bench.layer();
    const cursor = bench.cursor();
    bench.learn(layer, cursor, randomText(new Random(8), 500));
    const p = bench.kernels.predictBit(layer, cursor, 2, 1, 3);
    const sum = bench.votes(layer, cursor).reduce((total, vote) => total + vote);
    // What refines the mix moves it a little.
    assert.ok(Math.abs(1 / (1 + Math.exp(-sum)) - p) < 0.1);
  });
});
