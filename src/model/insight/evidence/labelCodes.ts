import type { FeatureName } from '../labels/features.ts';
import type { Labels } from '../labels/labelPainter.ts';
import type { ReadableText } from '../readTexts.ts';

/** What is known of one place of a text for one feature. */
export const OUTSIDE = 0;
export const INSIDE = 1;
/** Masked, or the text's language does not have the feature. */
export const NOT_COUNTED = 2;

type Label = typeof OUTSIDE | typeof INSIDE | typeof NOT_COUNTED;

const LABELS = 3;

/** A code is a byte. */
const MAX_FEATURES = 5;
export const CODE_COUNT = LABELS ** MAX_FEATURES;

/** A text and where its features are; those that its language lacks are absent. */
export interface LabelledText extends ReadableText {
  labels: ReadonlyMap<FeatureName, Labels>;
}

/** A text with one code a character, which holds the labels of all features: that of feature i is digit i to base 3. */
export interface CodedText extends ReadableText {
  codes: Uint8Array;
  /** By feature: how many characters have each label (OUTSIDE, INSIDE, NOT_COUNTED), and how often an inside begins. */
  counts: { labels: [outside: number, inside: number, notCounted: number]; stretches: number }[];
  /** By feature: whether the text's language has it. */
  has: boolean[];
}

/** Labels packed so that those of many texts can be kept, and cells be counted for all features at once. */
export function codeLabels(
  { text, language, labels }: LabelledText,
  features: readonly FeatureName[],
): CodedText {
  if (features.length > MAX_FEATURES)
    throw new RangeError(`${features.length} features; a code has room for ${MAX_FEATURES}.`);
  const found = features.map(feature => labels.get(feature));
  const codes = new Uint8Array(found.find(each => each !== undefined)?.labels.length ?? 0);
  const counts = found.map((each, feature) => {
    const count: CodedText['counts'][number] = { labels: [0, 0, 0], stretches: 0 };
    let last: Label = OUTSIDE;
    for (let i = 0; i < codes.length; i++) {
      const label = each && each.masked[i] === 0 ? (each.labels[i] as Label) : NOT_COUNTED;
      codes[i] += label * LABELS ** feature;
      count.labels[label]++;
      if (label === INSIDE && last !== INSIDE) count.stretches++;
      last = label;
    }
    return count;
  });
  return { text, language, codes, counts, has: found.map(each => each !== undefined) };
}

/** The label that a code holds for one feature. */
export function labelIn(code: number, feature: number): Label {
  return (Math.floor(code / LABELS ** feature) % LABELS) as Label;
}
