import type { NetworkConfig } from '../network/networkConfig.ts';
import type { SequenceWindow } from '../network/sequenceReader.ts';
import type { ReaderModel } from '../sampling/documentReader.ts';
import type { ReadControl } from '../sampling/readControl.ts';
import { bestFirst, type CellScore, CellStatistics, NOT_COUNTED } from './cellStatistics.ts';
import type { FeatureName } from './features.ts';
import type { Labels } from './labelPainter.ts';
import { type ReadableText, readTexts } from './readTexts.ts';

/** A text and where its features are; those that its language lacks are absent. */
export interface LabelledText extends ReadableText {
  labels: ReadonlyMap<FeatureName, Labels>;
}

export interface Ranking {
  feature: FeatureName;
  /** Every cell of every layer, best first. Empty when the feature never, or always, holds. */
  cells: CellScore[];
  /** Texts in which the feature was looked for. */
  files: number;
  /** Characters that were counted. */
  characters: number;
  /** Share of the counted characters inside the feature, 0..1. */
  baseRate: number;
  /** Share of all characters that was not counted, 0..1. */
  maskedShare: number;
}

export interface RankOptions {
  model: ReaderModel;
  /** Taken as there is room to read them, sixteen at a time at most. */
  texts: Iterable<LabelledText> | AsyncIterable<LabelledText>;
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
  const { model, texts, features, control, onProgress } = options;
  const tally = new Tally(features, model.network.config);
  const visit = (window: SequenceWindow<LabelledText>) => tally.add(window);
  const finished = await readTexts(model, texts, { control, visit, onProgress });
  return finished ? tally.rankings() : undefined;
}

/** What has been seen so far. */
class Tally {
  private readonly features: readonly FeatureName[];
  /** One a layer. */
  private readonly statistics: CellStatistics[];
  /** Of each feature: texts in which it was looked for, and their characters. */
  private readonly files: number[];
  private readonly characters: number[];

  constructor(features: readonly FeatureName[], { numLayers, hiddenSize }: NetworkConfig) {
    this.features = features;
    this.statistics = Array.from(
      { length: numLayers },
      () => new CellStatistics(hiddenSize, features.length),
    );
    this.files = features.map(() => 0);
    this.characters = features.map(() => 0);
  }

  add(window: SequenceWindow<LabelledText>): void {
    const labels = this.features.map((_, feature) => this.rowLabels(window, feature));
    for (const [layer, statistics] of this.statistics.entries())
      statistics.add(window.run.hidden(layer), labels);
  }

  rankings(): Ranking[] {
    return this.features.map((feature, i) => {
      const counted = this.statistics[0].counted(i);
      const scores = this.statistics.flatMap((statistics, layer) => statistics.scores(i, layer + 1));
      return {
        feature,
        cells: bestFirst(scores),
        files: this.files[i],
        characters: counted,
        baseRate: counted === 0 ? 0 : this.statistics[0].inside(i) / counted,
        maskedShare: this.characters[i] === 0 ? 0 : 1 - counted / this.characters[i],
      };
    });
  }

  /** The label of each row (t, b) of a window: 0, 1 or NOT_COUNTED. */
  private rowLabels({ run, steps, parts }: SequenceWindow<LabelledText>, feature: number): Uint8Array {
    const rows = new Uint8Array(steps * run.batchSize).fill(NOT_COUNTED);
    for (const [b, { source, first, length }] of parts.entries()) {
      const found = source.labels.get(this.features[feature]);
      if (!found) continue;
      if (first === 0) this.files[feature]++;
      // The first symbol, the start symbol, is no character: it has no label.
      const start = first === 0 ? 1 : 0;
      this.characters[feature] += length - start;
      for (let t = start; t < length; t++) {
        const character = first + t - 1;
        if (found.masked[character] === 0) rows[t * run.batchSize + b] = found.labels[character];
      }
    }
    return rows;
  }
}
