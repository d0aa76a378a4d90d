import type { TextEdit, TextRange } from '../../protocol/textPlaces.ts';

/** One number for each UTF-16 unit of a stretch of text. */
type Numbers = Float32Array | Uint8Array;

/** A window grows by what is put beside it up to this length, units. */
const longest = 1 << 16;

/**
 * Numbers that belong to a stretch of the text. After an edit the old ones move along with their characters, so that
 * nothing flickers; those behind the edit count as stale until new ones come.
 */
export class RangeWindow<T extends Numbers> {
  readonly from: number;
  readonly numbers: T;
  /** Numbers before this offset are right; those from it on are left from an older text or model. */
  readonly freshTo: number;

  constructor(from: number, numbers: T, freshTo: number = from + numbers.length) {
    this.from = from;
    this.numbers = numbers;
    this.freshTo = freshTo;
  }

  get to(): number {
    return this.from + this.numbers.length;
  }

  /** Whether the whole range has numbers that are not stale. */
  covers(range: TextRange): boolean {
    return range.from >= this.from && range.to <= this.freshTo;
  }

  at(offset: number): number | undefined {
    return this.numbers[offset - this.from];
  }

  /**
   * The window with new numbers in it. Where they join on to those that are right, all of those count as right; what
   * lies far off is dropped.
   */
  with(from: number, numbers: T): RangeWindow<T> {
    const to = from + numbers.length;
    const start = Math.min(from, this.from);
    const end = Math.max(to, this.to);
    if (from > this.to || to < this.from || end - start > longest) return new RangeWindow(from, numbers);
    const joined = this.#allocate(end - start);
    joined.set(this.numbers, this.from - start);
    joined.set(numbers, from - start);
    const joinsOn = from <= this.freshTo;
    const goesOn = to >= this.from && to <= this.freshTo;
    // Those before a gap that is not right would count as right if the window began there.
    if (!joinsOn) return new RangeWindow(from, joined.slice(from - start) as T, to);
    return new RangeWindow(start, joined, goesOn ? this.freshTo : to);
  }

  /** What of a range has no numbers that are right; undefined if all of it has. */
  missing(range: TextRange): TextRange | undefined {
    if (this.covers(range)) return undefined;
    const knownFrom = range.from >= this.from && range.from < this.freshTo;
    return knownFrom ? { from: this.freshTo, to: range.to } : range;
  }

  /** All numbers stay to be shown, none counts as right: the model changed. */
  stale(): RangeWindow<T> {
    return new RangeWindow(this.from, this.numbers, this.from);
  }

  /** The window after an edit; characters that are new get `fill`. */
  edited(edit: TextEdit, fill: number): RangeWindow<T> {
    const removedTo = edit.offset + edit.length;
    const shift = edit.text.length - edit.length;
    // A net reads from left to right: what stands before the edit keeps its values.
    const freshTo = Math.max(this.from, Math.min(this.freshTo, edit.offset));
    if (edit.offset >= this.to) return new RangeWindow(this.from, this.numbers, freshTo);
    if (removedTo <= this.from && edit.offset < this.from)
      return new RangeWindow(this.from + shift, this.numbers, this.from + shift);
    const from = Math.min(this.from, edit.offset);
    const before = this.numbers.subarray(0, Math.max(0, edit.offset - this.from));
    const after = this.numbers.subarray(Math.min(this.numbers.length, Math.max(0, removedTo - this.from)));
    const numbers = this.#allocate(before.length + edit.text.length + after.length);
    numbers.fill(fill);
    numbers.set(before, 0);
    numbers.set(after, before.length + edit.text.length);
    return new RangeWindow(from, numbers, Math.min(freshTo, from + before.length));
  }

  #allocate(length: number): T {
    return (this.numbers instanceof Float32Array ? new Float32Array(length) : new Uint8Array(length)) as T;
  }
}
