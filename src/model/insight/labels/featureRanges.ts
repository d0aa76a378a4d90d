import type { FeatureName } from './features.ts';
import type { FoundSpans, Span } from './spans.ts';
import { union } from './spans.ts';

/** Where a feature is in a text, in UTF-16 units of the text as it is, in order. */
export interface FeatureRanges {
  feature: FeatureName;
  /** The characters inside, without delimiters. Within `masked` they are a guess. */
  ranges: Span[];
  /** What is not counted, since it is not known what is inside there. */
  masked: Span[];
}

/** The ranges of what was found in a text with LF line ends; all of it is masked where nothing was found out. */
export function featureRanges(
  text: string,
  found: FoundSpans | undefined,
  features: readonly FeatureName[],
): FeatureRanges[] {
  const asItIs = offsetsIn(text);
  const moved = (spans: readonly Span[]) =>
    union(spans).map(([from, to]): Span => [asItIs(from), asItIs(to)]);
  return features.map(feature => {
    const spans = found?.get(feature);
    if (!spans) return { feature, ranges: [], masked: text === '' ? [] : [[0, text.length]] };
    const inside = spans.inside.map(({ from, to }): Span => [from, to]);
    return { feature, ranges: moved(inside), masked: moved(spans.masked) };
  });
}

/** From offsets in a text whose line ends are LF to those in the text as it is. */
function offsetsIn(text: string): (offset: number) => number {
  // Where a CR was dropped, as offsets in the text without them.
  const dropped = [...text.matchAll(/\r(?=\n)/g)].map(({ index }, count) => index - count);
  if (dropped.length === 0) return offset => offset;
  return offset => {
    let [low, high] = [0, dropped.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (dropped[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  };
}
