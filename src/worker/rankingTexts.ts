import type { FeatureName } from '../model/insight/features.ts';
import type { Labeller } from '../model/insight/labeller.ts';
import type { Labels } from '../model/insight/labelPainter.ts';
import type { LabelledText } from '../model/insight/rankCells.ts';
import type { ReadControl } from '../model/sampling/readControl.ts';
import type { Language, Syntax } from '../model/text/language.ts';

/** Characters that a ranking is measured on: enough for cells to be told apart, read in seconds. */
const MAX_CHARACTERS = 100_000;

export interface RankingText {
  text: string;
  syntax: Syntax;
}

export interface RankingSource {
  language: Language;
  /** The most wanted first. */
  texts: readonly RankingText[];
  features: readonly FeatureName[];
  labeller: Labeller;
  control: ReadControl;
}

/** Texts with their labels, up to a limit; no text takes more than half of it. */
export async function* rankingTexts(source: RankingSource): AsyncGenerator<LabelledText> {
  const { language, texts, features, labeller, control } = source;
  let left = MAX_CHARACTERS;
  for (const { text: whole, syntax } of texts) {
    if (left <= 0 || control.signal.aborted) return;
    const text = wholeLines(whole, Math.min(left, MAX_CHARACTERS / 2));
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
  const used = lengths.reduce((sum, length) => sum + Math.min(length, MAX_CHARACTERS / 2), 0);
  return Math.min(used, MAX_CHARACTERS);
}

function wholeLines(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, text.lastIndexOf('\n', length) + 1 || length);
}
