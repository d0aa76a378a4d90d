import type { ReaderModel } from '../../predict/documentReader.ts';
import type { ReadControl } from '../../base/readControl.ts';
import { countCells } from './countCells.ts';
import type { FeatureName } from '../labels/features.ts';
import { LabelClasses } from './labelClasses.ts';
import { codeLabels, type CodedText, INSIDE, type LabelledText, NOT_COUNTED, OUTSIDE } from './labelCodes.ts';
import { bestFirst, type Ranking } from './ranking.ts';
import { scoreCells } from './scoreCells.ts';
import { halveTexts } from './textHalves.ts';

interface RankOptions {
  model: ReaderModel;
  /** Kept, with a byte a character, until they have been read. */
  texts: Iterable<LabelledText> | AsyncIterable<LabelledText>;
  /** Five at most. */
  features: readonly FeatureName[];
  control: ReadControl;
  /** Gets the characters read so far, of all texts. */
  onProgress?: ((characters: number) => void) | undefined;
}

/**
 * How well each cell follows each feature over some texts, each read from its start. One ranking a feature, in the
 * order asked for; undefined when aborted.
 */
export async function rankCells(options: RankOptions): Promise<Ranking[] | undefined> {
  const { model, features, control, onProgress } = options;
  const texts: CodedText[] = [];
  for await (const text of options.texts) {
    if (control.signal.aborted) return undefined;
    texts.push(codeLabels(text, features));
  }
  const halves = halveTexts(texts, features.length);
  const classes = new LabelClasses(texts, halves);
  const layers = await countCells(model, texts, { classes, control, onProgress });
  if (!layers) return undefined;
  const rankings: Ranking[] = [];
  for (const [i, feature] of features.entries()) {
    const cells = await scoreCells(layers, { features, feature: i, classes, control });
    if (!cells) return undefined;
    rankings.push({ feature, cells: bestFirst(cells), ...measure(texts, i), chosenOn: halves.chosenOn[i] });
  }
  return rankings;
}

/** What a ranking says of the texts. */
function measure(
  texts: readonly CodedText[],
  feature: number,
): Pick<Ranking, 'files' | 'characters' | 'baseRate' | 'stretches' | 'maskedShare'> {
  const found = texts.filter(({ has }) => has[feature]).map(({ counts }) => counts[feature]);
  const sum = (label: typeof OUTSIDE | typeof INSIDE | typeof NOT_COUNTED) =>
    found.reduce((total, { labels }) => total + labels[label], 0);
  const inside = sum(INSIDE);
  const characters = inside + sum(OUTSIDE);
  const masked = sum(NOT_COUNTED);
  return {
    files: found.length,
    characters,
    baseRate: characters === 0 ? 0 : inside / characters,
    stretches: found.reduce((total, { stretches }) => total + stretches, 0),
    maskedShare: characters + masked === 0 ? 0 : masked / (characters + masked),
  };
}
