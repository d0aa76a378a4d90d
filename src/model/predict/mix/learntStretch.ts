import type { ContextLayer, ContextMark } from '../../contexts/contextLayer.ts';
import type { CharacterChange } from '../../text/documentText.ts';

/** Characters between marks: so many are learnt again at most when something is taken back. */
const MARK_GAP = 24;

/** Marks that are kept, the latest ones. */
const MOST_MARKS = 200;

interface PlacedMark {
  index: number;
  mark: ContextMark;
}

/**
 * A stretch of a document, up to where the user types, that a layer has learnt in this order and can unlearn from the end.
 * Nothing else may be learnt in the layer meanwhile.
 */
export class LearntStretch {
  readonly #layer: ContextLayer;
  /** Places that can be gone back to; the first is where the stretch begins, or the earliest that is still known. */
  #marks: PlacedMark[];
  #end: PlacedPlace;

  /** It begins where the cursor of the layer is, and is empty. */
  constructor(layer: ContextLayer, index: number) {
    this.#layer = layer;
    this.#marks = [{ index, mark: layer.mark() }];
    this.#end = { index, place: layer.place() };
  }

  get start(): number {
    return this.#marks[0].index;
  }

  get end(): number {
    return this.#end.index;
  }

  /** Whether an index is in it, or so few characters behind. */
  canReach(index: number, behind: number): boolean {
    return index >= this.start && index <= this.end + behind;
  }

  /** Grows up to an index; `learn` learns some characters with the layer's cursor, which is put where they begin. */
  learn(to: number, learn: (from: number, to: number) => void): void {
    this.#layer.goTo(this.#end.place);
    for (let from = this.end; from < to;) {
      const last = this.#marks.at(-1)!;
      if (from - last.index >= MARK_GAP) {
        this.#marks.push({ index: from, mark: this.#layer.mark() });
        if (this.#marks.length > MOST_MARKS) this.#marks.shift();
      }
      const next = Math.min(to, Math.max(from + 1, this.#marks.at(-1)!.index + MARK_GAP));
      learn(from, next);
      from = next;
    }
    this.#end = { index: to, place: this.#layer.place() };
  }

  /** Puts the layer's cursor at an index in it, and learns nothing. `bytes` gives some characters. */
  goTo(index: number, bytes: (from: number, to: number) => Uint8Array): void {
    if (index === this.end) return this.#layer.goTo(this.#end.place);
    const { index: from, mark } = this.#marks.findLast(one => one.index <= index) ?? this.#marks[0];
    this.#layer.goTo(mark.place);
    this.#layer.pass(bytes(from, index));
  }

  /** Follows an edit: unlearns what is no more. False when it is of no more use. */
  edited({ from, removed, inserted }: CharacterChange): boolean {
    if (from >= this.end) return true;
    if (from + removed <= this.start && from < this.start) {
      const by = inserted - removed;
      for (const mark of this.#marks) mark.index += by;
      this.#end.index += by;
      return true;
    }
    const kept = this.#marks.findLast(({ index }) => index <= from);
    if (!kept || !this.#layer.rewind(kept.mark)) return false;
    this.#marks = this.#marks.filter(({ index }) => index <= kept.index);
    // A mark ends when it is gone back to.
    this.#marks[this.#marks.length - 1] = { index: kept.index, mark: this.#layer.mark() };
    this.#end = { index: kept.index, place: this.#layer.place() };
    return true;
  }
}

interface PlacedPlace {
  index: number;
  place: Uint8Array;
}
