import assert from 'node:assert/strict';
import { packedFloats } from '../../../src/model/kernels/kernels.ts';
import { Random } from '../../../src/model/base/random.ts';
import {
  assertAgree,
  assertSumsAgree,
  type Benches,
  builds,
  integerBetween,
  normals,
  type Run,
  type Workbench,
} from './workbench.ts';

interface Product {
  rows: number;
  columns: number;
  depth: number;
  /** floats between the rows of C */
  cRowStride?: number;
  accumulate: 0 | 1;
  aIsTransposed?: boolean;
  /** between the rows and between the columns of A */
  aStrides?: readonly [number, number];
  bIsTransposed?: boolean;
}

interface Factors {
  a: Float32Array;
  b: Float32Array;
  c: Float32Array;
  [name: string]: Float32Array;
}

/**
 * Sizes around those of tiles, panels and blocks of all builds: tiles of 4, 6 and 8 rows, panels of 8, 16 and 32 columns,
 * blocks of 32 and 96 rows and of depth 256 and 384.
 */
const products: Product[] = [
  { rows: 1, columns: 1, depth: 1, accumulate: 0 },
  { rows: 1, columns: 3, depth: 7, accumulate: 1 },
  { rows: 1, columns: 13, depth: 65, accumulate: 1, aIsTransposed: true },
  { rows: 1, columns: 64, depth: 128, accumulate: 0 },
  { rows: 2, columns: 8, depth: 5, accumulate: 0 },
  { rows: 3, columns: 2000, depth: 17, accumulate: 0 },
  { rows: 4, columns: 8, depth: 16, accumulate: 1 },
  { rows: 5, columns: 9, depth: 300, accumulate: 1, bIsTransposed: true },
  { rows: 32, columns: 96, depth: 512, accumulate: 0 },
  { rows: 33, columns: 41, depth: 257, accumulate: 1, aIsTransposed: true },
  { rows: 67, columns: 7, depth: 2048, accumulate: 0, bIsTransposed: true },
  { rows: 6, columns: 11, depth: 9, accumulate: 0, cRowStride: 17 },
  { rows: 4, columns: 10, depth: 0, accumulate: 0 },
  { rows: 97, columns: 33, depth: 385, accumulate: 1, aIsTransposed: true },
  { rows: 200, columns: 65, depth: 31, accumulate: 0, aIsTransposed: true },
  { rows: 193, columns: 64, depth: 769, accumulate: 1 },
  { rows: 2000, columns: 5, depth: 3, accumulate: 1 },
];

function randomProduct(random: Random): Product {
  const columns = integerBetween(random, 1, 70);
  return {
    rows: integerBetween(random, 1, 70),
    columns,
    depth: integerBetween(random, 1, random.next() < 0.2 ? 600 : 60),
    cRowStride: columns + integerBetween(random, 0, 5),
    accumulate: random.next() < 0.5 ? 0 : 1,
    aIsTransposed: random.next() < 0.5,
    bIsTransposed: random.next() < 0.5,
  };
}

/** pack and gemm; the output is all of C, gaps between its rows included. */
function product(shape: Product): Run<Factors> {
  const { rows, columns, depth, accumulate, cRowStride = columns } = shape;
  const { aStrides = shape.aIsTransposed ? [1, rows] : [depth, 1] } = shape;
  const bStrides: [number, number] = shape.bIsTransposed ? [1, depth] : [columns, 1];
  return (bench, { a, b, c }) => {
    const { kernels } = bench;
    const packed = bench.room(packedFloats(kernels, depth, columns));
    kernels.pack(depth, columns, bench.floats(b), ...bStrides, packed);
    const out = bench.floats(c);
    kernels.gemm(rows, columns, depth, bench.floats(a), ...aStrides, packed, out, cRowStride, accumulate);
    return { c: bench.read(out, c.length) };
  };
}

interface ProductOntoRows {
  rows: number;
  columns: number;
  depth: number;
  /** a row of the table for each row of the product */
  ids: number[];
}

function productOntoRows({
  rows,
  columns,
  depth,
  ids,
}: ProductOntoRows): Run<Record<'a' | 'b' | 'table', Float32Array>> {
  return (bench, inputs) => {
    const { kernels } = bench;
    const packed = bench.room(packedFloats(kernels, depth, columns));
    kernels.pack(depth, columns, bench.floats(inputs.b), columns, 1, packed);
    const [a, table] = [bench.floats(inputs.a), bench.floats(inputs.table)];
    const rowIds = bench.integers(ids);
    const [fromStart, fromEnd] = [bench.room(rows * columns), bench.room(rows * columns)];
    kernels.gemmOntoRows(rows, columns, depth, a, packed, table, rowIds, fromStart, 0);
    kernels.gemmOntoRows(rows, columns, depth, a, packed, table, rowIds, fromEnd, 1);
    const out = bench.read(fromStart, rows * columns);
    assert.deepEqual(bench.read(fromEnd, rows * columns), out);
    return { out };
  };
}

function factors(shape: Product, random: Random): Factors {
  const { rows, columns, depth, cRowStride = columns } = shape;
  return {
    a: normals(random, rows * depth),
    b: normals(random, depth * columns),
    c: normals(random, (rows - 1) * cRowStride + columns),
  };
}

/** The matrix that a packed one was made of, and what fills up its last panel. */
function unpack(bench: Workbench, packed: Float32Array, depth: number, columns: number) {
  const width = bench.kernels.panelWidth();
  const matrix = new Float32Array(depth * columns);
  const filling: number[] = [];
  packed.forEach((value, i) => {
    const k = Math.floor(i / width) % depth;
    const n = Math.floor(i / (width * depth)) * width + (i % width);
    if (n < columns) matrix[k * columns + n] = value;
    else filling.push(value);
  });
  return { matrix, filling };
}

for (const { build, load } of builds)
  describe(`kernels, ${build}: matrices`, () => {
    let benches: Benches;
    before(async () => {
      benches = await load();
    });

    for (const shape of products)
      it(`gemm ${JSON.stringify(shape)}`, () =>
        assertSumsAgree(benches, product(shape), factors(shape, new Random(1))));

    it('gemm of random shapes', () => {
      const random = new Random(2);
      for (let i = 0; i < 150; i++) {
        const shape = randomProduct(random);
        assertSumsAgree(benches, product(shape), factors(shape, random));
      }
    });

    it('gemm of an A with gaps, between its rows and between its columns', () => {
      const [rows, columns, depth] = [21, 19, 13];
      const random = new Random(7);
      for (const strides of [
        [2 * depth, 2],
        [3, 3 * rows],
        [depth + 4, 1],
        [1, rows + 3],
      ] as const) {
        const shape: Product = { rows, columns, depth, accumulate: 1, aStrides: strides };
        const a = normals(random, (rows - 1) * strides[0] + (depth - 1) * strides[1] + 1);
        assertSumsAgree(benches, product(shape), { ...factors(shape, random), a });
      }
    });

    it('gemmOntoRows of random shapes', () => {
      const random = new Random(8);
      for (let i = 0; i < 100; i++) {
        const rows = i % 5 === 0 ? 1 : integerBetween(random, 1, 70);
        const columns = integerBetween(random, 1, i % 10 === 0 ? 2000 : 70);
        const depth = integerBetween(random, 1, i % 7 === 0 ? 900 : 60);
        const tableRows = integerBetween(random, 1, i % 3 === 0 ? 1 : 90);
        const ids = Array.from({ length: rows }, () => integerBetween(random, 0, tableRows - 1));
        assertSumsAgree(benches, productOntoRows({ rows, columns, depth, ids }), {
          a: normals(random, rows * depth),
          b: normals(random, depth * columns),
          table: normals(random, tableRows * columns),
        });
      }
    });

    it('gemm overwrites whatever C held', () => {
      for (const rows of [1, 4, 5]) {
        const shape: Product = { rows, columns: 13, depth: 6, accumulate: 0 };
        const { a, b, c } = factors(shape, new Random(3));
        assertAgree(benches, product(shape), { a, b, c: c.fill(NaN) }, { scale: { c: 10 } });
      }
    });

    it('gemm gives a row the same bits whatever rows stand beside it', () => {
      const random = new Random(7);
      for (let i = 0; i < 60; i++) {
        const { rows, columns, accumulate } = randomProduct(random);
        const depth = integerBetween(random, 1, i % 2 === 0 ? 40 : 1000);
        const shape: Product = { rows, columns, depth, accumulate };
        const { a, b, c } = factors(shape, random);
        const whole = benches.tested.run(product(shape), { a, b, c });
        const part = integerBetween(random, 1, rows);
        for (const [start, count] of [
          [rows - part, part],
          [part - 1, 1],
        ]) {
          const alone = benches.tested.run(product({ ...shape, rows: count }), {
            a: a.subarray(start * depth, (start + count) * depth),
            b,
            c: c.subarray(start * columns, (start + count) * columns),
          });
          assert.deepEqual(alone.c, whole.c.slice(start * columns, (start + count) * columns));
        }
      }
    });

    it('a product without rows or columns writes nothing', () => {
      const nothing = new Float32Array();
      const inputs = { a: nothing, b: nothing, c: nothing };
      for (const [rows, columns] of [
        [0, 0],
        [0, 40],
        [1, 0],
        [9, 0],
      ])
        for (const aIsTransposed of [false, true]) {
          const shape: Product = { rows, columns, depth: 0, accumulate: 0, aIsTransposed };
          assert.deepEqual(benches.tested.run(product(shape), inputs), { c: nothing });
        }
      const ontoRows = productOntoRows({ rows: 0, columns: 4, depth: 3, ids: [] });
      const sizes = { a: nothing, b: new Float32Array(12), table: nothing };
      assert.deepEqual(benches.tested.run(ontoRows, sizes), { out: nothing });
    });

    it('gemm leaves alone what lies between the rows of C', () => {
      const shape: Product = { rows: 9, columns: 5, depth: 4, accumulate: 0, cRowStride: 11 };
      const inputs = factors(shape, new Random(4));
      const { c } = benches.tested.run(product(shape), inputs);
      for (let i = 0; i < c.length; i++) if (i % 11 >= 5) assert.equal(c[i], inputs.c[i]);
    });

    it('pack fills panels in order, the last one up with zeros', () => {
      const random = new Random(5);
      for (let i = 0; i < 40; i++) {
        const [depth, columns] = [integerBetween(random, 1, 40), integerBetween(random, 1, 40)];
        const b = normals(random, depth * columns);
        const pack: Run<{ b: Float32Array }> = (bench, inputs) => {
          const room = packedFloats(bench.kernels, depth, columns);
          const packed = bench.room(room);
          bench.kernels.pack(depth, columns, bench.floats(inputs.b), columns, 1, packed);
          return { packed: bench.read(packed, room) };
        };
        const { packed } = benches.tested.run(pack, { b });
        const { matrix, filling } = unpack(benches.tested, packed, depth, columns);
        assert.deepEqual(matrix, b);
        assert.ok(filling.every(value => value === 0));
      }
    });

    it('transpose', () => {
      const random = new Random(6);
      for (let i = 0; i < 40; i++) {
        const rows = integerBetween(random, 1, i % 10 === 0 ? 2000 : 70);
        const columns = integerBetween(random, 1, 70);
        const transpose: Run<{ source: Float32Array }> = (bench, inputs) => {
          const target = bench.room(rows * columns);
          bench.kernels.transpose(rows, columns, bench.floats(inputs.source), target);
          return { target: bench.read(target, rows * columns) };
        };
        assertSumsAgree(benches, transpose, { source: normals(random, rows * columns) });
      }
    });
  });
