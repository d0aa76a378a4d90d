import type { Arena, Pointer } from '../kernels/arena.ts';
import type { ContextKernels, LayerSizes } from './contextKernels.ts';

/** Bytes that are handed to the kernels at once. */
const CHUNK_BYTES = 16384;

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

  constructor(kernels: ContextKernels, arena: Arena, sizes: LayerSizes, below?: ContextLayer) {
    this.kernels = kernels;
    this.arena = arena;
    this.sizes = sizes;
    this.below = below;
    this.bytes = kernels.layerBytes(...numbersOf(sizes));
    this.pointer = arena.allocate(this.bytes / 4);
    this.cursor = arena.allocate(Math.ceil(kernels.cursorBytes() / 4));
    this.chunk = arena.allocate(CHUNK_BYTES / 4);
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

  /** From here on what is learnt can be taken back. */
  mark(): ContextMark {
    return {
      saved: this.kernels.markLayer(this.pointer),
      textEnd: this.kernels.textEnd(this.pointer),
      place: this.placeView().slice(),
    };
  }

  /** Takes back what was learnt since; false, and nothing done, when too much was learnt for that. */
  rewind({ saved, textEnd, place }: ContextMark): boolean {
    if (this.kernels.rewindLayer(this.pointer, saved, textEnd) === 0) return false;
    this.placeView().set(place);
    return true;
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
