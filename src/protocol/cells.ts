/** What is said of a model's cells. The model's own types, and what is added to them on the way. */
import type { CellName } from '../model/insight/cellName.ts';
import type { QuantityValues } from '../model/insight/cellsAt.ts';
import type { NextCharacter } from '../model/insight/inspectPosition.ts';
import type { CellSignal, Quantity } from '../model/insight/quantity.ts';
import type {
  CellScore,
  RankedCell,
  Ranking as ModelRanking,
  SecondFeature,
} from '../model/insight/evidence/ranking.ts';

export type { CellName, CellScore, CellSignal, NextCharacter, Quantity, QuantityValues, RankedCell };
export type { SecondFeature };

/** What a cell can be compared with: a stretch of text that can be found in it. */
export interface FeatureSummary {
  /** Stable name, such as 'quotes'. */
  name: string;
  /** For people: 'Inside quotes'. */
  title: string;
  description: string;
}

/** What a ranking was measured on. */
export type Measured = Omit<ModelRanking, 'feature' | 'cells'>;

/** Every cell of every layer by how well it follows a feature. */
export interface Ranking extends ModelRanking {
  /** Of the model. */
  revision: number;
  /**
   * 'model': made on held-out files at the end of training and kept with the model; preliminary, since that of the
   * document follows. 'document': made on the document and on held-out files.
   */
  origin: 'model' | 'document';
}

/** The model's answer to a hovered character. */
export interface HoverAnswer {
  /** Where the character starts (not the middle of a surrogate pair). */
  offset: number;
  /** The character itself, one code point. */
  character: string;
  /** The asked-for cell's values after it read the character, -1..1; absent if none was asked for. */
  values?: QuantityValues;
  /** Bits of surprise: -log2 of the probability that the model gave this character before it read it. */
  surpriseBits: number;
  /** The five likeliest characters after this one, best first. */
  next: NextCharacter[];
}
