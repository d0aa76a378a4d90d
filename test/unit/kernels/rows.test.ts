import assert from 'node:assert/strict';
import { Random } from '../../../src/model/base/random.ts';
import { assertSumsAgree, type Benches, builds, integerBetween, normals } from './workbench.ts';

interface Shape {
  rows: number;
  width: number;
  tableRows: number;
}

/** Calls `check` with random shapes, the first of them the smallest there is; tables of up to 2000 symbols come often. */
function withShapes(seed: number, check: (shape: Shape, random: Random) => void): void {
  const random = new Random(seed);
  check({ rows: 1, width: 1, tableRows: 1 }, random);
  for (let i = 0; i < 40; i++)
    check(
      {
        rows: integerBetween(random, 1, 50),
        width: integerBetween(random, 1, 80),
        tableRows: integerBetween(random, 1, i % 4 === 0 ? 2000 : 20),
      },
      random,
    );
}

for (const { build, load } of builds)
  describe(`kernels, ${build}: rows`, () => {
    let benches: Benches;
    before(async () => {
      benches = await load();
    });

    it('gatherRows', () =>
      withShapes(1, ({ rows, width, tableRows }, random) => {
        const ids = randomIds(random, rows, tableRows);
        const table = normals(random, tableRows * width);
        const { out } = benches.tested.run(
          (bench, inputs) => {
            const room = bench.room(rows * width);
            bench.kernels.gatherRows(rows, width, bench.floats(inputs.table), bench.integers(ids), room);
            return { out: bench.read(room, rows * width) };
          },
          { table },
        );
        ids.forEach((id, r) =>
          assert.deepEqual(
            out.subarray(r * width, (r + 1) * width),
            table.subarray(id * width, (id + 1) * width),
          ),
        );
      }));

    it('scatterAddRows', () =>
      withShapes(2, ({ rows, width, tableRows }, random) => {
        const ids = randomIds(random, rows, tableRows);
        assertSumsAgree(
          benches,
          (bench, inputs) => {
            const table = bench.floats(inputs.table);
            bench.kernels.scatterAddRows(
              rows,
              width,
              bench.floats(inputs.values),
              bench.integers(ids),
              table,
            );
            return { table: bench.read(table, tableRows * width) };
          },
          { table: normals(random, tableRows * width), values: normals(random, rows * width) },
        );
      }));

    it('addBias', () =>
      withShapes(3, ({ rows, width }, random) =>
        assertSumsAgree(
          benches,
          (bench, inputs) => {
            const x = bench.floats(inputs.x);
            bench.kernels.addBias(rows, width, bench.floats(inputs.bias), x);
            return { x: bench.read(x, rows * width) };
          },
          { x: normals(random, rows * width), bias: normals(random, width) },
        ),
      ));

    it('sumRows adds to what is there', () =>
      withShapes(4, ({ rows, width }, random) =>
        assertSumsAgree(
          benches,
          (bench, inputs) => {
            const sums = bench.floats(inputs.sums);
            bench.kernels.sumRows(rows, width, bench.floats(inputs.x), sums);
            return { sums: bench.read(sums, width) };
          },
          { x: normals(random, rows * width), sums: normals(random, width) },
        ),
      ));

    it('sumRows keeps its accuracy over many rows', () => {
      const [rows, width] = [20_000, 3];
      const x = Float32Array.from({ length: rows * width }, (_, i) => 1 + (i % 7) / 7);
      assertSumsAgree(
        benches,
        (bench, inputs) => {
          const sums = bench.floats(new Float32Array(width));
          bench.kernels.sumRows(rows, width, bench.floats(inputs.x), sums);
          return { sums: bench.read(sums, width) };
        },
        { x },
      );
    });

    it('fill', () => {
      for (const count of [0, 1, 2, 3, 4, 5, 17]) {
        const { x } = benches.tested.run(bench => {
          const room = bench.room(count);
          bench.kernels.fill(count, 0.1, room);
          return { x: bench.read(room, count) };
        }, {});
        assert.deepEqual(x, new Float32Array(count).fill(0.1));
      }
    });
  });

function randomIds(random: Random, count: number, tableRows: number): number[] {
  return Array.from({ length: count }, () => integerBetween(random, 0, tableRows - 1));
}
