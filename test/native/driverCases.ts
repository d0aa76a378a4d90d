import { normal } from '../unit/base/normal.ts';
// Calls of every kernel on random shapes and numbers, written down for test/native/driver.c, with what the specification
// makes of them.
import { Arena, type Pointer } from '../../src/model/kernels/arena.ts';
import type { Kernels } from '../../src/model/kernels/kernels.ts';
import { createSpecificationKernels } from '../../src/model/kernels/specification.ts';
import { Random } from '../../src/model/base/random.ts';

/** Their places are their numbers in driver.c. */
const kernelNames = [
  'pack',
  'gemm',
  'transpose',
  'gatherRows',
  'scatterAddRows',
  'addBias',
  'sumRows',
  'fill',
  'rnnForward',
  'rnnBackward',
  'lstmForward',
  'lstmBackward',
  'gruForward',
  'gruBackward',
  'softmax',
  'softmaxCrossEntropy',
  'adam',
  'sumOfSquares',
  'multiplyAddLoop',
  'panelWidth',
  'gemmOntoRows',
  'sigmoid',
  'sigmoidCrossEntropy',
] as const satisfies readonly (keyof Kernels)[];

const CALL_ARGUMENTS = 14;
/** Columns of the widest panel of any set of kernels: room for all of them. */
const WIDEST_PANEL = 32;

/** An array of a case. What is in `scratch` differs from one set of kernels to the next. */
interface CaseArray {
  pointer: Pointer;
  values: Float32Array;
  /** what the kernels find in it; undefined until a call is written down */
  before: Float32Array | undefined;
  kind: 'compared' | 'scratch';
  /** what an error is relative to, besides the value itself */
  scale: number;
}

/** One or a few calls on arrays of their own; running it on the specification writes it down. */
export class DriverCase {
  readonly name: string;
  readonly random: Random;
  private readonly arena = new Arena(2 ** 26);
  private readonly specification = createSpecificationKernels(this.arena);
  private readonly arrays: CaseArray[] = [];
  private readonly calls: number[][] = [];

  constructor(name: string, random: Random) {
    this.name = name;
    this.random = random;
  }

  integer(least: number, greatest: number): number {
    return least + Math.floor(this.random.next() * (greatest - least + 1));
  }

  normals(count: number, scale = 1): Pointer {
    const pointer = this.room(count, 'compared', scale);
    const { values } = this.arrays[this.arrays.length - 1];
    for (let i = 0; i < count; i++) values[i] = normal(this.random);
    return pointer;
  }

  /** Uniform in (0, 1): activations, squares. */
  fractions(count: number): Pointer {
    const pointer = this.room(count, 'compared', 1);
    const { values } = this.arrays[this.arrays.length - 1];
    for (let i = 0; i < count; i++) values[i] = this.random.next();
    return pointer;
  }

  ids(count: number, least: number, end: number): Pointer {
    const pointer = this.room(count, 'compared', 1);
    const ids = this.arena.integers(pointer, count);
    for (let i = 0; i < count; i++) ids[i] = this.integer(least, end - 1);
    return pointer;
  }

  packedRoom(depth: number, columns: number): Pointer {
    return this.room(Math.ceil(columns / WIDEST_PANEL) * WIDEST_PANEL * depth, 'scratch', 1);
  }

  call<Name extends (typeof kernelNames)[number]>(name: Name, ...args: Parameters<Kernels[Name]>): void {
    for (const array of this.arrays) array.before ??= array.values.slice();
    const numbers: number[] = [kernelNames.indexOf(name), ...args];
    const kernel = this.specification[name] as (...values: typeof args) => number | void;
    const result = kernel(...args);
    if (typeof result === 'number') {
      // The driver checks only that these two are positive; they differ from set to set.
      const own = name === 'multiplyAddLoop' || name === 'panelWidth';
      const pointer = this.room(1, 'compared', 1);
      const array = this.arrays[this.arrays.length - 1];
      array.before = array.values.slice();
      array.values[0] = own ? Number(result > 0) : result;
      numbers.push(pointer);
    }
    while (numbers.length < CALL_ARGUMENTS) numbers.push(0);
    this.calls.push(numbers);
  }

  /** The case as driver.c reads it. */
  encode(): Buffer {
    const header = Float64Array.from([
      this.arrays.length,
      this.calls.length,
      ...this.arrays.flatMap(({ pointer, values }) => [pointer, values.length]),
      ...this.calls.flat(),
    ]);
    return Buffer.concat([
      bytes(header),
      ...this.arrays.map(({ before, values }) => bytes(before ?? values)),
    ]);
  }

  /** Bytes of the driver's answer. */
  get answerBytes(): number {
    return this.arrays.reduce((sum, { values }) => sum + values.byteLength, 0);
  }

  /** What is wrong with the driver's answer, or undefined. */
  problemOf(answer: Buffer): string | undefined {
    let at = 0;
    for (const [number, { values, kind, scale }] of this.arrays.entries())
      for (const expected of values) {
        const actual = answer.readFloatLE(at);
        at += 4;
        const close = Math.abs(actual - expected) <= 1e-5 * Math.max(Math.abs(expected), scale);
        if (kind === 'compared' && !close && !Object.is(actual, expected))
          return `${this.name}, array ${number}: ${actual}, by the specification ${expected}`;
      }
    return undefined;
  }

  private room(count: number, kind: CaseArray['kind'], scale: number): Pointer {
    const pointer = this.arena.allocate(count);
    const values = this.arena.floats(pointer, count) as unknown as Float32Array;
    this.arrays.push({ pointer, values, before: undefined, kind, scale });
    return pointer;
  }
}

function bytes({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

/** `rounds` cases of each kernel. */
export function driverCases(rounds: number, seed: number): DriverCase[] {
  const random = new Random(seed);
  const cases: DriverCase[] = [];
  for (let round = 0; round < rounds; round++)
    for (const [name, write] of Object.entries(writers)) {
      const one = new DriverCase(`${name}, round ${round}`, random);
      write(one);
      cases.push(one);
    }
  return cases;
}

const writers: Record<string, (one: DriverCase) => void> = {
  gemm(one) {
    const rows = one.random.next() < 0.2 ? one.integer(90, 210) : one.integer(0, 60);
    const columns = one.integer(1, 90);
    const depth = one.random.next() < 0.2 ? one.integer(250, 700) : one.integer(0, 60);
    const gap = one.integer(0, 3);
    const [aRowStride, aColumnStride] = one.random.next() < 0.5 ? [depth, 1] : [1, rows];
    const [bRowStride, bColumnStride] = one.random.next() < 0.5 ? [columns, 1] : [1, depth];
    const a = one.normals(rows * depth);
    const b = one.normals(depth * columns);
    const c = one.normals(rows * (columns + gap), Math.sqrt(depth));
    const packed = one.packedRoom(depth, columns);
    one.call('pack', depth, columns, b, bRowStride, bColumnStride, packed);
    const accumulate = one.random.next() < 0.5 ? 0 : 1;
    one.call(
      'gemm',
      rows,
      columns,
      depth,
      a,
      aRowStride,
      aColumnStride,
      packed,
      c,
      columns + gap,
      accumulate,
    );
  },
  productOntoRows(one) {
    const [rows, columns] = [one.integer(1, 60), one.integer(1, 90)];
    const depth = one.random.next() < 0.2 ? one.integer(250, 900) : one.integer(0, 60);
    const tableRows = one.integer(1, 9);
    const [a, b] = [one.normals(rows * depth), one.normals(depth * columns)];
    const table = one.normals(tableRows * columns);
    const ids = one.ids(rows, 0, tableRows);
    const packed = one.packedRoom(depth, columns);
    const c = one.normals(rows * columns, Math.sqrt(depth));
    one.call('pack', depth, columns, b, columns, 1, packed);
    one.call('gemmOntoRows', rows, columns, depth, a, packed, table, ids, c, one.random.next() < 0.5 ? 0 : 1);
  },
  transpose(one) {
    const [rows, columns] = [one.integer(1, 50), one.integer(1, 50)];
    const source = one.normals(rows * columns);
    one.call('transpose', rows, columns, source, one.normals(rows * columns));
  },
  rows(one) {
    const [rows, width, table] = [one.integer(1, 20), one.integer(1, 70), one.integer(1, 9)];
    const ids = one.ids(rows, 0, table);
    const bias = one.normals(width, 5);
    const values = one.normals(rows * width, 5);
    const sums = one.normals(table * width, 5);
    one.call('gatherRows', rows, width, sums, ids, values);
    one.call('addBias', rows, width, bias, values);
    one.call('scatterAddRows', rows, width, values, ids, sums);
    one.call('sumRows', rows, width, values, bias);
    one.call('fill', width, 0.25, values);
  },
  rnn(one) {
    const count = one.integer(1, 100);
    const [gates, h, dh] = [one.normals(count), one.normals(count), one.normals(count)];
    one.call('rnnForward', count, gates, h);
    one.call('rnnBackward', count, gates, h, dh);
  },
  lstm(one) {
    const [batch, hidden] = [one.integer(1, 5), one.integer(1, 40)];
    const gates = one.normals(batch * hidden * 4);
    const [before, c, h, dh, dc] = Array.from({ length: 5 }, () => one.normals(batch * hidden));
    one.call('lstmForward', batch, hidden, gates, before, c, h);
    one.call('lstmBackward', batch, hidden, gates, before, h, dh, dc);
  },
  gru(one) {
    const [batch, hidden] = [one.integer(1, 5), one.integer(1, 40)];
    const [input, recurrent] = [one.normals(batch * hidden * 3), one.normals(batch * hidden * 3)];
    const [before, h, dh, dBefore] = Array.from({ length: 4 }, () => one.normals(batch * hidden));
    one.call('gruForward', batch, hidden, input, recurrent, before, h);
    one.call('gruBackward', batch, hidden, input, recurrent, before, dh, dBefore);
  },
  softmax(one) {
    const rows = one.integer(1, 5);
    const vocabSize = one.random.next() < 0.1 ? 2000 : one.integer(1, 120);
    const logits = one.normals(rows * vocabSize);
    const targets = one.ids(rows, -1, vocabSize);
    one.call('softmaxCrossEntropy', rows, vocabSize, logits, targets, one.normals(rows), 0.7);
    one.call('softmax', rows, vocabSize, one.normals(rows * vocabSize), 1.3);
  },
  sigmoid(one) {
    const [rows, outputs] = [one.integer(1, 5), one.integer(1, 40)];
    const logits = one.normals(rows * outputs);
    const targets = one.fractions(rows * outputs);
    one.call('sigmoidCrossEntropy', rows, outputs, logits, targets, one.normals(rows), 0.7);
    one.call('sigmoid', rows * outputs, one.normals(rows * outputs), 1.3);
  },
  optimizer(one) {
    const count = one.integer(0, 200);
    const [weights, gradients, m] = [one.normals(count), one.normals(count), one.normals(count)];
    const v = one.fractions(count);
    one.call('adam', count, weights, gradients, m, v, 2e-3, 0.9, 0.999, 1e-8, 4, 300, 0.5, 0.9);
    one.call('sumOfSquares', count, gradients);
  },
  machine(one) {
    one.call('panelWidth');
    one.call('multiplyAddLoop', 3);
  },
};
