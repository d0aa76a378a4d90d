// What the tests of the context expert share: small layers on each build of the kernels, and texts to learn.
import { readFile } from 'node:fs/promises';
import type { Random } from '../../../src/model/base/random.ts';
import type { ContextKernels, LayerSizes } from '../../../src/model/contexts/contextKernels.ts';
import { createSpecificationContextKernels } from '../../../src/model/contexts/specification.ts';
import {
  compileContextKernels,
  type ContextKernelFactory,
} from '../../../src/model/contexts/wasmContextKernels.ts';
import { Arena, type Pointer } from '../../../src/model/kernels/arena.ts';

/** Small, so that places are given up and the text goes round. */
export const smallSizes: LayerSizes = {
  runGroups: 300,
  bucketGroups: 200,
  matchSlots: 256,
  textBytes: 512,
  journalBlocks: 20_000,
};

/** Bytes before the end of stamp and saved in Layer of layout.h. */
const COUNTERS_END = 72;

/** Kernels over an arena, with pointers to what a test needs. */
export class Workbench {
  readonly kernels: ContextKernels;
  private readonly arena = new Arena();
  readonly tree: Pointer;
  private readonly array: Pointer;

  constructor(create: ContextKernelFactory) {
    this.kernels = create(this.arena);
    this.tree = this.arena.allocate(512);
    this.array = this.arena.allocate(512);
  }

  layer(sizes: LayerSizes = smallSizes, below: Pointer = 0): Pointer {
    const { runGroups, bucketGroups, matchSlots, textBytes, journalBlocks } = sizes;
    const numbers = [runGroups, bucketGroups, matchSlots, textBytes, journalBlocks] as const;
    const layer = this.arena.allocate(this.kernels.layerBytes(...numbers) / 4);
    this.kernels.createLayer(layer, below, ...numbers);
    return layer;
  }

  cursor(document = 1): Pointer {
    const cursor = this.arena.allocate(this.kernels.cursorBytes() / 4);
    this.kernels.beginText(cursor, document);
    return cursor;
  }

  /** Learns a text and gives what it cost, in nats. */
  learn(layer: Pointer, cursor: Pointer, text: Uint8Array): number {
    return this.kernels.learnBytes(layer, cursor, this.bytes(text), text.length);
  }

  pass(layer: Pointer, cursor: Pointer, text: Uint8Array): void {
    this.kernels.passBytes(layer, cursor, this.bytes(text), text.length);
  }

  /** Probabilities of all bytes. */
  distribution(layer: Pointer, cursor: Pointer, { least = 0, tree = 0, row = 0 } = {}): Float32Array {
    this.kernels.distribution(layer, cursor, tree, row, least, this.array);
    return this.arena.floats(this.array, 256).slice();
  }

  votes(layer: Pointer, cursor: Pointer): Float32Array {
    this.kernels.votes(layer, cursor, this.array);
    return this.arena.floats(this.array, 8).slice();
  }

  /** Makes `tree` of a distribution; gives its row. */
  outside(distribution: Float32Array): number {
    this.arena.floats(this.array, 256).set(distribution);
    return this.kernels.outsideTree(this.array, this.tree);
  }

  /** A copy of all that a layer has learnt: without its journal, and without the two numbers that count it. */
  learnt(layer: Pointer, { runGroups, bucketGroups, matchSlots, textBytes }: LayerSizes): Uint8Array {
    const end = this.kernels.layerBytes(runGroups, bucketGroups, matchSlots, textBytes, 0);
    return new Uint8Array(this.arena.memory.buffer, layer + COUNTERS_END, end - COUNTERS_END).slice();
  }

  /** Puts words into a layer without a journal; places count from its start, and go round. */
  damage(layer: Pointer, sizes: LayerSizes, damage: readonly (readonly [number, number])[]): void {
    const { runGroups, bucketGroups, matchSlots, textBytes } = sizes;
    const count = this.kernels.layerBytes(runGroups, bucketGroups, matchSlots, textBytes, 0) / 4;
    for (const [place, word] of damage) this.arena.integers(layer, count)[place % count] = word;
  }

  private bytes(text: Uint8Array): Pointer {
    const pointer = this.arena.allocate(Math.ceil(text.length / 4));
    new Uint8Array(this.arena.memory.buffer, pointer, text.length).set(text);
    return pointer;
  }
}

export const specification = () => new Workbench(createSpecificationContextKernels);

export async function webAssembly(): Promise<() => Workbench> {
  const create = await compileContextKernels(new Uint8Array(await readFile('media/kernels/contexts.wasm')));
  return () => new Workbench(create);
}

const words = [
  'int',
  'if',
  '(a[i] <',
  '{',
  '}\n',
  'return',
  ';\n\t',
  'foo(',
  ', ',
  ')',
  'x',
  '\\begin{a}',
  '\n',
  ' ',
  '0x1F',
  'é',
];

/** A text that says things again, with words, lines and brackets, and some bytes of any kind. */
export function randomText(random: Random, length: number): Uint8Array {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  while (bytes.length < length) {
    const choice = random.next();
    if (choice < 0.05) bytes.push(Math.floor(random.next() * 256));
    else if (choice < 0.15 && bytes.length > 40) {
      const from = Math.floor(random.next() * (bytes.length - 30));
      bytes.push(...bytes.slice(from, from + 30));
    } else bytes.push(...encoder.encode(words[Math.floor(random.next() ** 2 * words.length)]));
  }
  return Uint8Array.from(bytes.slice(0, length));
}
