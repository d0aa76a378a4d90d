import { UserError } from '../base/userError.ts';

/** Byte offset into the arena; a multiple of 4. */
export type Pointer = number;

const PAGE_BYTES = 65536;
/** Cache line: no two arrays share one, and vector loads never straddle the start of an array. */
const ALIGNMENT_BYTES = 64;
/** Bytes at the start of the memory that belong to the C stack of the WebAssembly build. */
export const STACK_BYTES = PAGE_BYTES;
const MAXIMUM_BYTES = 2 ** 30;
/** The memory grows by whole huge pages, as far as the maximum allows; what is not touched takes no memory. */
const GROWTH_BYTES = 2 ** 21;

/** A place in the memory of an arena: plain data, to be sent to another thread. */
interface ArenaPart {
  memory: WebAssembly.Memory;
  maximumBytes: number;
  start: Pointer;
  stackTop: Pointer;
}

/**
 * The one memory that the kernels work in: a shared WebAssembly.Memory with a bump allocator over it. What is
 * allocated lives as long as the arena; growing it leaves earlier views valid, since shared memory never moves.
 */
export class Arena {
  readonly memory: WebAssembly.Memory;
  /** End of the C stack of the thread that works in this arena; it grows downwards. */
  readonly stackTop: Pointer;
  /** Address space that is reserved from the memory's start, not memory that is used. */
  readonly maximumBytes: number;
  protected end: Pointer;

  constructor(maximumBytes = MAXIMUM_BYTES, part?: ArenaPart) {
    this.maximumBytes = maximumBytes;
    this.memory =
      part?.memory ??
      new WebAssembly.Memory({
        initial: STACK_BYTES / PAGE_BYTES,
        maximum: maximumBytes / PAGE_BYTES,
        shared: true,
      });
    this.end = part?.start ?? STACK_BYTES;
    this.stackTop = part?.stackTop ?? STACK_BYTES;
  }

  /**
   * An arena over memory that is another one's already, for a second thread: who allocates from the same place, in the
   * same order, the same sizes, finds what the other one put there.
   */
  static at(part: ArenaPart): Arena {
    return new Arena(part.maximumBytes, part);
  }

  /** Zero-filled room for `count` 32-bit values. Throws a UserError when the maximum is reached. */
  allocate(count: number): Pointer {
    const pointer = this.end;
    this.end += alignedBytes(count);
    if (this.end > this.memory.buffer.byteLength) this.grow();
    return pointer;
  }

  floats(pointer: Pointer, count: number): Float32Array<SharedArrayBuffer> {
    return new Float32Array(this.buffer, pointer, count);
  }

  integers(pointer: Pointer, count: number): Int32Array<SharedArrayBuffer> {
    return new Int32Array(this.buffer, pointer, count);
  }

  /** For numbers that 32 bits are too few for. */
  doubles(pointer: Pointer, count: number): Float64Array<SharedArrayBuffer> {
    return new Float64Array(this.buffer, pointer, count);
  }

  /** Bytes handed out so far: where the next array will begin. */
  get allocatedBytes(): number {
    return this.end;
  }

  private grow(): void {
    const wanted = Math.ceil(this.end / GROWTH_BYTES) * GROWTH_BYTES;
    const bytes = Math.max(Math.min(wanted, this.maximumBytes), this.end);
    try {
      this.memory.grow(Math.ceil((bytes - this.memory.buffer.byteLength) / PAGE_BYTES));
    } catch {
      // More may have been to come: this is not all that it needs.
      const gigabytes = (this.end / 2 ** 30).toFixed(1);
      throw new UserError(
        `What is asked for needs at least ${gigabytes} GiB of memory, and there is no room for that. Choose fewer cells, layers, streams or steps, less memory for suggestions, or close other programs.`,
      );
    }
  }

  private get buffer(): SharedArrayBuffer {
    // A shared WebAssembly.Memory has a SharedArrayBuffer; the type library knows only ArrayBuffer.
    return this.memory.buffer as unknown as SharedArrayBuffer;
  }
}

/** Counts what is allocated from it and gives out nothing: to know beforehand how much memory something takes. */
export class MeasuringArena extends Arena {
  /** Its kernels are those of an arena that is there; they must not be called. */
  constructor({ memory, maximumBytes }: Arena) {
    super(maximumBytes, { memory, maximumBytes, start: STACK_BYTES, stackTop: STACK_BYTES });
  }

  override allocate(count: number): Pointer {
    const pointer = this.end;
    this.end += alignedBytes(count);
    return pointer;
  }

  override floats(): Float32Array<SharedArrayBuffer> {
    return super.floats(0, 0);
  }

  override integers(): Int32Array<SharedArrayBuffer> {
    return super.integers(0, 0);
  }

  override doubles(): Float64Array<SharedArrayBuffer> {
    return super.doubles(0, 0);
  }
}

function alignedBytes(count: number): number {
  return Math.ceil((count * 4) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}
