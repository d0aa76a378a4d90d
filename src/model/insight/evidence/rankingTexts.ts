import type { ReadControl } from '../../base/readControl.ts';
import type { Language, Syntax } from '../../text/language.ts';
import type { FeatureName } from '../labels/features.ts';
import type { Labeller } from '../labels/labeller.ts';
import type { Labels } from '../labels/labelPainter.ts';
import type { LabelledText } from './labelCodes.ts';

/** Characters that a ranking is measured on at most: enough for cells to be told apart, read in seconds. */
export const RANKING_CHARACTERS = 100_000;

export interface RankingText {
  text: string;
  syntax: Syntax;
}

interface RankingSource {
  language: Language;
  /** The most wanted first. */
  texts: readonly RankingText[];
  features: readonly FeatureName[];
  labeller: Labeller;
  control: ReadControl;
  /** Of all texts; RANKING_CHARACTERS unless given. */
  maxCharacters?: number;
  /** Of one text; half of all unless given. */
  maxOfText?: number;
}

/** Texts with their labels, up to a limit in all and for each. */
export async function* rankingTexts(source: RankingSource): AsyncGenerator<LabelledText> {
  const { language, texts, features, labeller, control, maxCharacters = RANKING_CHARACTERS } = source;
  const { maxOfText = maxCharacters / 2 } = source;
  let left = maxCharacters;
  for (const { text: whole, syntax } of texts) {
    if (left <= 0 || control.signal.aborted) return;
    const text = wholeLines(whole, Math.min(left, maxOfText));
    left -= text.length;
    const document = labeller.open(syntax);
    if (!document) return;
    // The whole text is scanned: in a part of it environments and blocks would have no end.
    if (!(await document.update(whole, control))) return;
    const characters = Array.from(text).length;
    const labels = new Map(
      features.map(feature => [feature, firstLabels(document.labels(feature), characters)]),
    );
    yield { text, language, labels };
  }
}

function firstLabels({ labels, masked }: Labels, characters: number): Labels {
  return { labels: labels.subarray(0, characters), masked: masked.subarray(0, characters) };
}

/** Characters that `rankingTexts` will give at most, for texts of these lengths. */
export function rankingCharacters(lengths: readonly number[]): number {
  const used = lengths.reduce((sum, length) => sum + Math.min(length, RANKING_CHARACTERS / 2), 0);
  return Math.min(used, RANKING_CHARACTERS);
}

function wholeLines(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, text.lastIndexOf('\n', length) + 1 || length);
}
