import type { Arena, Pointer } from '../kernels/arena.ts';
import { type ContextKernels, type LayerSizes, voterNames } from './contextKernels.ts';

/** Bytes that are handed to the kernels at once. */
const CHUNK_BYTES = 16384;

/** Values of a byte. */
const BYTES = 256;
/** A node for each way that a byte can begin. */
const TREE_NODES = 2 * BYTES;

const LEAST_CHANCE = 1e-5;
const silent = { value: 0, bounded: 0 };

export interface ContextMark {
  /** where the journal and the text of the layer were */
  saved: number;
  textEnd: number;
  /** a copy of the cursor */
  place: Uint8Array;
}

/**
 * What was learnt of some texts, with a cursor that reads them. Over another layer it begins with what that one knows,
 * which stays as it is: the files of a workspace below, an open document above. `contextKernels.ts` says the rest.
 */
export class ContextLayer {
  readonly pointer: Pointer;
  readonly sizes: LayerSizes;
  /** bytes of the layer itself */
  readonly bytes: number;
  readonly cursor: Pointer;
  private readonly kernels: ContextKernels;
  private readonly arena: Arena;
  private readonly below: ContextLayer | undefined;
  private readonly chunk: Pointer;
  /** (BYTES) a distribution on its way in or out, and what another predictor says of each bit. */
  private readonly chances: Float32Array;
  private readonly chancesAt: Pointer;
  private readonly treeAt: Pointer;
  private readonly tree: Float32Array;
  private readonly votesAt: Pointer;
  /** 0, 0: the other predictor says nothing. */
  private outside = { tree: 0, row: 0 };
  /** The bits of a byte so far after a 1, where they are read one by one. */
  private partial = 1;

  constructor(kernels: ContextKernels, arena: Arena, sizes: LayerSizes, below?: ContextLayer) {
    this.kernels = kernels;
    this.arena = arena;
    this.sizes = sizes;
    this.below = below;
    this.bytes = kernels.layerBytes(...numbersOf(sizes));
    this.pointer = arena.allocate(this.bytes / 4);
    this.cursor = arena.allocate(Math.ceil(kernels.cursorBytes() / 4));
    this.chunk = arena.allocate(CHUNK_BYTES / 4);
    this.chancesAt = arena.allocate(BYTES);
    this.chances = arena.floats(this.chancesAt, BYTES);
    this.treeAt = arena.allocate(TREE_NODES);
    this.tree = arena.floats(this.treeAt, TREE_NODES);
    this.votesAt = arena.allocate(voterNames.length);
    this.forget();
  }

  /** Empties the layer, as if it were made anew: for another document, or when what is below has learnt. */
  forget(): void {
    this.kernels.createLayer(this.pointer, this.below?.pointer ?? 0, ...numbersOf(this.sizes));
    this.kernels.beginText(this.cursor, 0);
  }

  /** Goes to the beginning of a text. `document` is a number that tells it from others. */
  beginText(document: number): void {
    this.kernels.beginText(this.cursor, document);
  }

  /** Learns what comes next; gives the nats that it took, each bit predicted before it was learnt. */
  learn(bytes: Uint8Array): number {
    let nats = 0;
    for (const part of this.chunksOf(bytes))
      nats += this.kernels.learnBytes(this.pointer, this.cursor, this.chunk, part);
    return nats;
  }

  /** Reads what comes next without learning it; far cheaper. */
  pass(bytes: Uint8Array): void {
    for (const part of this.chunksOf(bytes))
      this.kernels.passBytes(this.pointer, this.cursor, this.chunk, part);
  }

  /**
   * What another predictor says of the next byte: its probabilities (256), which may be left at any scale; undefined
   * when it says nothing. It holds for `learnByte` and `distribution` until it is told anew.
   */
  hear(chances: Float32Array | undefined): void {
    if (!chances) {
      this.outside = { tree: 0, row: 0 };
      return;
    }
    this.chances.set(chances);
    this.outside = { tree: this.treeAt, row: this.kernels.outsideTree(this.chancesAt, this.treeAt) };
  }

  /** Learns the next byte, predicted with what was heard; gives its probability. */
  learnByte(byte: number): number {
    return this.kernels.learnByte(this.pointer, this.cursor, byte, this.outside.tree, this.outside.row);
  }

  /** How likely the next bit is a 1, with what was heard. Then it is to be learnt. */
  predictBit(): number {
    const { tree, row } = this.outside;
    const { value, bounded } = tree === 0 ? silent : this.outsideBit();
    return this.kernels.predictBit(this.pointer, this.cursor, value, bounded, row);
  }

  learnBit(bit: number): void {
    this.goOn(bit);
    this.kernels.learnBit(this.pointer, this.cursor, bit);
  }

  private goOn(bit: number): void {
    this.partial = (this.partial << 1) | bit;
    if (this.partial > 255) this.partial = 1;
  }

  /** Of the bits so far, what the other predictor says of the next one; see `setOutside` in contexts.c. */
  private outsideBit(): { value: number; bounded: number } {
    const given = this.tree[2 * this.partial + 1] / this.tree[this.partial];
    const p = Math.max(LEAST_CHANCE, Math.min(1 - LEAST_CHANCE, given));
    return { value: Math.log(p / (1 - p)), bounded: (p - 0.5) * 4 };
  }

  /**
   * Fills `into` (256) with the probabilities of the next byte, with what was heard. Bytes that begin with the same bits
   * and are together less likely than `least` share that evenly.
   */
  distribution(into: Float32Array, least: number): void {
    const { tree, row } = this.outside;
    this.kernels.distribution(this.pointer, this.cursor, tree, row, least, this.chancesAt);
    into.set(this.chances);
  }

  /** A copy of the place that the cursor has come to, between two bytes. */
  place(): Uint8Array {
    return this.placeView().slice();
  }

  goTo(place: Uint8Array): void {
    this.placeView().set(place);
  }

  /** From here on what is learnt can be taken back. */
  mark(): ContextMark {
    return {
      saved: this.kernels.markLayer(this.pointer),
      textEnd: this.kernels.textEnd(this.pointer),
      place: this.place(),
    };
  }

  /** Takes back what was learnt since; false, and nothing done, when too much was learnt for that. */
  rewind({ saved, textEnd, place }: ContextMark): boolean {
    if (this.kernels.rewindLayer(this.pointer, saved, textEnd) === 0) return false;
    this.goTo(place);
    return true;
  }

  /** All that the layer is, to be kept in a file or to come from one. */
  words(): Uint32Array {
    return new Uint32Array(this.arena.memory.buffer, this.pointer, this.bytes / 4);
  }

  /**
   * After its words have come from a file: whether they are a layer. When they are not it is as empty as a new one. For
   * one that lies over no other, and takes nothing back.
   */
  revive(): boolean {
    const { runGroups, bucketGroups, matchSlots, textBytes } = this.sizes;
    if (this.kernels.reviveLayer(this.pointer, runGroups, bucketGroups, matchSlots, textBytes) === 1)
      return true;
    this.forget();
    return false;
  }

  /** Goes on by a bit that was just predicted, and learns nothing. */
  passBit(bit: number): void {
    this.goOn(bit);
    this.kernels.passBit(this.pointer, this.cursor, bit);
  }

  /** Where the text that was learnt ends; positions count through all that was learnt, the earliest of which is lost. */
  get textEnd(): number {
    return this.kernels.textEnd(this.pointer);
  }

  /** The text that was learnt at the positions [from, to), as far as it is kept. */
  textBetween(from: number, to: number): Uint8Array {
    const text = new Uint8Array(to - from);
    let length = 0;
    while (length < text.length) {
      const wanted = Math.min(CHUNK_BYTES, text.length - length);
      const found = this.kernels.readText(this.pointer, from + length, wanted, this.chunk);
      if (found === 0) break;
      text.set(new Uint8Array(this.arena.memory.buffer, this.chunk, found), length);
      length += found;
    }
    return text.subarray(0, length);
  }

  /** Who voted how on the bit that was predicted last, in the order of `voterNames`; see `ContextKernels.votes`. */
  votes(): Float32Array {
    this.kernels.votes(this.pointer, this.cursor, this.votesAt);
    return this.arena.floats(this.votesAt, voterNames.length).slice();
  }

  private placeView(): Uint8Array {
    return new Uint8Array(this.arena.memory.buffer, this.cursor, this.kernels.placeBytes());
  }

  /** Puts one part after the other where the kernels find it; gives its length. */
  private *chunksOf(bytes: Uint8Array): Generator<number> {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const part = bytes.subarray(at, at + CHUNK_BYTES);
      new Uint8Array(this.arena.memory.buffer, this.chunk, part.length).set(part);
      yield part.length;
    }
  }
}

export function numbersOf(sizes: LayerSizes): [number, number, number, number, number] {
  return [sizes.runGroups, sizes.bucketGroups, sizes.matchSlots, sizes.textBytes, sizes.journalBlocks];
}
