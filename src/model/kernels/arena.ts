import type { Pointer } from './kernels.ts';

const PAGE_BYTES = 65536;
/** Cache line: no two arrays share one, and vector loads never straddle the start of an array. */
const ALIGNMENT_BYTES = 64;
/** Bytes at the start of the memory that belong to the C stack of the WebAssembly build. */
export const STACK_BYTES = PAGE_BYTES;

/**
 * The one memory that the kernels work in: a shared WebAssembly.Memory with a bump allocator over it. What is
 * allocated lives as long as the arena; growing it leaves earlier views valid, since shared memory never moves.
 */
export class Arena {
  readonly memory: WebAssembly.Memory;
  private end = STACK_BYTES;

  /** `maximumBytes` is address space that is reserved, not memory that is used. */
  constructor(maximumBytes = 2 ** 30) {
    this.memory = new WebAssembly.Memory({
      initial: STACK_BYTES / PAGE_BYTES,
      maximum: maximumBytes / PAGE_BYTES,
      shared: true,
    });
  }

  /** Zero-filled room for `count` 32-bit values. Throws a RangeError when the maximum is reached. */
  allocate(count: number): Pointer {
    const pointer = this.end;
    this.end += Math.ceil((count * 4) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    const missing = this.end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE_BYTES));
    return pointer;
  }

  floats(pointer: Pointer, count: number): Float32Array<SharedArrayBuffer> {
    return new Float32Array(this.buffer, pointer, count);
  }

  integers(pointer: Pointer, count: number): Int32Array<SharedArrayBuffer> {
    return new Int32Array(this.buffer, pointer, count);
  }

  /** Bytes handed out so far. */
  get allocatedBytes(): number {
    return this.end;
  }

  private get buffer(): SharedArrayBuffer {
    // A shared WebAssembly.Memory has a SharedArrayBuffer; the type library knows only ArrayBuffer.
    return this.memory.buffer as unknown as SharedArrayBuffer;
  }
}
