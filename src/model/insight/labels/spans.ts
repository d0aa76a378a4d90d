import type { FeatureName } from './features.ts';

/** A stretch of a text, in UTF-16 units: from <= i < to. */
export type Span = readonly [from: number, to: number];

interface InsideSpan {
  /** The first character inside, and the first that is not any more: delimiters are not inside. */
  from: number;
  to: number;
  /**
   * The first and the last position inside, a position being the place before the unit of that number. `from` and `to`
   * if absent; a mark of two characters may count from between them on.
   */
  first?: number;
  last?: number;
}

/** Where one feature is in a text, as a scanner finds it. In any order; spans may overlap. */
export class Spans {
  readonly inside: InsideSpan[] = [];
  readonly masked: Span[] = [];

  add(span: InsideSpan): void {
    this.inside.push(span);
  }

  /** What is there is not known, so the units [from, to) are not counted. */
  mask(from: number, to: number): void {
    if (to > from) this.masked.push([from, to]);
  }
}

/** What a scanner found, for each feature of its language. */
export type FoundSpans = ReadonlyMap<FeatureName, Spans>;

/** Goes through a text once, from its start to its end; what it costs grows with the length of the text alone. */
export interface Scanner {
  readonly found: FoundSpans;
  /** Goes on until it has come to the unit `to` or behind it. At the end of the text all spans are complete. */
  advance(to: number): void;
}

/** Stretches in order, those that overlap or touch made one. */
export function union(spans: readonly Span[]): Span[] {
  const sorted = spans.filter(([from, to]) => to > from).toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const joined: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
