import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import {
  assertAgree,
  assertSumsAgree,
  type Benches,
  builds,
  integerBetween,
  normals,
  type Run,
} from './workbench.ts';

interface Shape {
  batch: number;
  hidden: number;
}

/** Calls `check` with random shapes; one stream and one cell come first, and batch 1 comes often. */
function withShapes(seed: number, check: (shape: Shape, random: Random) => void): void {
  const random = new Random(seed);
  check({ batch: 1, hidden: 1 }, random);
  for (let i = 0; i < 40; i++)
    check(
      { batch: i % 4 === 0 ? 1 : integerBetween(random, 2, 9), hidden: integerBetween(random, 1, 70) },
      random,
    );
}

const bounded = (random: Random, count: number, least: number, greatest: number) =>
  Float32Array.from({ length: count }, () => least + (greatest - least) * random.next());

type Named<Name extends string> = Record<Name, Float32Array>;

const rnnForward: Run<Named<'gates'>> = (bench, { gates }) => {
  const count = gates.length;
  const h = bench.room(count);
  bench.kernels.rnnForward(count, bench.floats(gates), h);
  return { h: bench.read(h, count) };
};

const rnnBackward: Run<Named<'h' | 'dh'>> = (bench, { h, dh }) => {
  const count = h.length;
  const gates = bench.room(count);
  bench.kernels.rnnBackward(count, gates, bench.floats(h), bench.floats(dh));
  return { gates: bench.read(gates, count) };
};

function lstmForward({ batch, hidden }: Shape): Run<Named<'gates' | 'cPrevious'>> {
  const count = batch * hidden;
  return (bench, inputs) => {
    const gates = bench.floats(inputs.gates);
    const c = bench.room(count);
    const h = bench.room(count);
    bench.kernels.lstmForward(batch, hidden, gates, bench.floats(inputs.cPrevious), c, h);
    return { gates: bench.read(gates, 4 * count), c: bench.read(c, count), h: bench.read(h, count) };
  };
}

function lstmBackward({ batch, hidden }: Shape): Run<Named<'gates' | 'cPrevious' | 'h' | 'dh' | 'dc'>> {
  const count = batch * hidden;
  return (bench, inputs) => {
    const gates = bench.floats(inputs.gates);
    const cPrevious = bench.floats(inputs.cPrevious);
    const dc = bench.floats(inputs.dc);
    const { h, dh } = inputs;
    bench.kernels.lstmBackward(batch, hidden, gates, cPrevious, bench.floats(h), bench.floats(dh), dc);
    return { gates: bench.read(gates, 4 * count), dc: bench.read(dc, count) };
  };
}

/** o tanh(c): what lstmBackward may find as h beside the activations in `gates`. */
function lstmOutputs({ hidden }: Shape, gates: Float32Array, c: Float32Array): Float32Array {
  return c.map((memory, at) => {
    const [row, j] = [Math.floor(at / hidden), at % hidden];
    return gates[(4 * row + 3) * hidden + j] * Math.tanh(memory);
  });
}

function gruForward({ batch, hidden }: Shape): Run<Named<'inputGates' | 'hiddenGates' | 'hPrevious'>> {
  const count = batch * hidden;
  return (bench, inputs) => {
    const inputGates = bench.floats(inputs.inputGates);
    const hiddenGates = bench.floats(inputs.hiddenGates);
    const h = bench.room(count);
    bench.kernels.gruForward(batch, hidden, inputGates, hiddenGates, bench.floats(inputs.hPrevious), h);
    return {
      inputGates: bench.read(inputGates, 3 * count),
      hiddenGates: bench.read(hiddenGates, 3 * count),
      h: bench.read(h, count),
    };
  };
}

function gruBackward({
  batch,
  hidden,
}: Shape): Run<Named<'inputGates' | 'hiddenGates' | 'hPrevious' | 'dh' | 'dhPrevious'>> {
  const count = batch * hidden;
  return (bench, inputs) => {
    const inputGates = bench.floats(inputs.inputGates);
    const hiddenGates = bench.floats(inputs.hiddenGates);
    const hPrevious = bench.floats(inputs.hPrevious);
    const dhPrevious = bench.floats(inputs.dhPrevious);
    const dh = bench.floats(inputs.dh);
    bench.kernels.gruBackward(batch, hidden, inputGates, hiddenGates, hPrevious, dh, dhPrevious);
    return {
      inputGates: bench.read(inputGates, 3 * count),
      hiddenGates: bench.read(hiddenGates, 3 * count),
      dhPrevious: bench.read(dhPrevious, count),
    };
  };
}

for (const { build, load } of builds)
  describe(`kernels, ${build}: cells`, () => {
    let benches: Benches;
    before(async () => {
      benches = await load();
    });

    it('rnnForward', () =>
      withShapes(1, ({ hidden }, random) =>
        assertAgree(benches, rnnForward, { gates: normals(random, hidden, 2) }),
      ));

    it('rnnBackward', () =>
      withShapes(2, ({ hidden }, random) =>
        assertAgree(benches, rnnBackward, { h: bounded(random, hidden, -1, 1), dh: normals(random, hidden) }),
      ));

    it('lstmForward', () =>
      withShapes(3, (shape, random) => {
        const count = shape.batch * shape.hidden;
        const inputs = { gates: normals(random, 4 * count, 2), cPrevious: normals(random, count) };
        assertAgree(benches, lstmForward(shape), inputs);
      }));

    it('lstmBackward', () =>
      withShapes(4, (shape, random) => {
        const count = shape.batch * shape.hidden;
        const gates = bounded(random, 4 * count, 0, 1);
        assertAgree(benches, lstmBackward(shape), {
          gates,
          cPrevious: normals(random, count),
          h: lstmOutputs(shape, gates, normals(random, count)),
          dh: normals(random, count),
          dc: normals(random, count),
        });
      }));

    it('lstmBackward where the output gate is shut', () => {
      const shape = { batch: 2, hidden: 9 };
      const random = new Random(9);
      const gates = bounded(random, 72, 0, 1);
      for (let row = 0; row < 2; row++)
        for (const [j, shut] of [0, 1e-45, 1e-38, 1e-31, 1e-30, 1e-20, 1e-7].entries())
          gates[(4 * row + 3) * 9 + j] = shut;
      assertAgree(benches, lstmBackward(shape), {
        gates,
        cPrevious: normals(random, 18),
        h: lstmOutputs(shape, gates, normals(random, 18)),
        dh: normals(random, 18),
        dc: normals(random, 18),
      });
    });

    it('gruForward', () =>
      withShapes(5, (shape, random) => {
        const count = shape.batch * shape.hidden;
        assertAgree(benches, gruForward(shape), {
          inputGates: normals(random, 3 * count, 2),
          hiddenGates: normals(random, 3 * count, 2),
          hPrevious: bounded(random, count, -1, 1),
        });
      }));

    it('gruBackward', () =>
      withShapes(6, (shape, random) => {
        const count = shape.batch * shape.hidden;
        assertAgree(benches, gruBackward(shape), {
          inputGates: bounded(random, 3 * count, 0, 1),
          hiddenGates: normals(random, 3 * count),
          hPrevious: bounded(random, count, -1, 1),
          dh: normals(random, count),
          dhPrevious: normals(random, count),
        });
      }));

    it('gruBackward adds to dhPrevious', () => {
      const shape = { batch: 2, hidden: 5 };
      const random = new Random(7);
      const inputs = {
        inputGates: bounded(random, 30, 0, 1),
        hiddenGates: normals(random, 30),
        hPrevious: normals(random, 10),
        dh: new Float32Array(10),
        dhPrevious: normals(random, 10),
      };
      assert.deepEqual(benches.tested.run(gruBackward(shape), inputs).dhPrevious, inputs.dhPrevious);
    });

    it('tanh keeps its digits where it is small', () => {
      const gates = Float32Array.from({ length: 400 }, (_, i) => (i % 2 ? -1 : 1) * 10 ** (-12 + i / 30));
      const values = benches.specification.run(rnnForward, { gates }).h;
      // Relative to the value itself.
      assertAgree(benches, rnnForward, { gates }, { scale: { h: values.map(Math.abs) } });
    });

    it('sigmoid keeps its digits where it is small', () => {
      const hidden = 300;
      const gates = Float32Array.from({ length: 4 * hidden }, (_, i) => -80 + (i % hidden) / 3);
      const inputs = { gates, cPrevious: new Float32Array(hidden) };
      const run: Run<typeof inputs> = (bench, arrays) => {
        const { gates: activations } = lstmForward({ batch: 1, hidden })(bench, arrays);
        return { i: activations.subarray(0, hidden), o: activations.subarray(3 * hidden) };
      };
      assertAgree(benches, run, inputs, { scale: { i: 0, o: 0 } });
    });

    it('gates of 100 and 10,000 in size saturate', () => {
      const shape = { batch: 3, hidden: 7 };
      const count = shape.batch * shape.hidden;
      for (const size of [100, 1e4]) {
        const random = new Random(8);
        const signs = (length: number) =>
          Float32Array.from({ length }, () => (random.next() < 0.5 ? -size : size));
        const cPrevious = signs(count);
        assertAgree(benches, rnnForward, { gates: signs(count) });
        assertAgree(benches, lstmForward(shape), { gates: signs(4 * count), cPrevious });
        assertAgree(benches, gruForward(shape), {
          inputGates: signs(3 * count),
          hiddenGates: signs(3 * count),
          hPrevious: bounded(random, count, -1, 1),
        });
        const gates = bounded(random, 4 * count, 0, 1);
        assertSumsAgree(benches, lstmBackward(shape), {
          gates,
          cPrevious,
          h: lstmOutputs(shape, gates, signs(count)),
          dh: signs(count),
          dc: signs(count),
        });
      }
    });

    it('a gate that is not a number stays one', () => {
      const gates = Float32Array.of(1, NaN, 2, 3, NaN);
      const { h } = benches.tested.run(rnnForward, { gates });
      assert.deepEqual(Array.from(h, Number.isNaN), Array.from(gates, Number.isNaN));
    });
  });
