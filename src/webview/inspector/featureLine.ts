import type { RangeWindow } from './rangeWindow.ts';

/** Whether the line under the true feature goes on under a character, and how surely. */
export type FeatureLine = 'none' | 'line' | 'unknown';

const lineOf: readonly FeatureLine[] = ['none', 'line', 'unknown'];

/**
 * A label says of the place behind its character whether it is inside. A character is marked when the place before it
 * or the one behind it is: so the line stands under a quoted text and both of its quotes. A line end is marked only
 * when both are, since a comment that ends with its line does not reach into the next one.
 */
export function featureLineAt(
  labels: RangeWindow<Uint8Array>,
  offset: number,
  isLineEnd: boolean,
): FeatureLine {
  const before = labels.at(offset - 1) ?? 0;
  const behind = labels.at(offset) ?? 0;
  const inside = isLineEnd ? before === 1 && behind === 1 : before === 1 || behind === 1;
  return inside ? 'line' : lineOf[behind === 1 ? 0 : behind];
}
