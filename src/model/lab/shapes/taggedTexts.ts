import type { FeatureName } from '../../insight/labels/features.ts';
import type { Labeller } from '../../insight/labels/labeller.ts';
import type { Vocabulary } from '../../text/vocabulary.ts';
import type { LabText } from '../lesson.ts';
import { syntaxOfPath } from './textSyntax.ts';

/** A text whose characters have labels. */
export interface TaggedText {
  path: string;
  /** of its characters */
  ids: Uint16Array;
  /** For each feature, one a character: 1 where the place behind it is inside, 0 outside, -1 where it does not count. */
  tags: readonly Int8Array[];
}

/** Labels a text by the scanner of its language. What that masks, or does not have, does not count. */
export function tagText(
  { path, text }: LabText,
  features: readonly FeatureName[],
  { labeller, vocabulary }: { labeller: Labeller; vocabulary: Vocabulary },
): TaggedText {
  const ids = vocabulary.encode(text);
  const found = labeller.label(text, syntaxOfPath(path), features);
  const tags = features.map(feature => {
    const labels = found.get(feature);
    return Int8Array.from(ids, (_, i) => (labels && labels.masked[i] === 0 ? labels.labels[i] : -1));
  });
  return { path, ids, tags };
}
