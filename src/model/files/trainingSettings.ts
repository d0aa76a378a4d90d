import type { CellType } from '../network/cells/cells.ts';
import type { TokenKind } from '../text/alphabet.ts';

/** How long to train: by the clock, or by how often the whole text is read. */
export type Budget = { seconds: number } | { epochs: number };

/** Plain JSON. As `decided` gives them, they are what a run is repeated from, together with its files. */
export interface TrainingSettings {
  /** What is read one after the other. */
  tokens: TokenKind;
  cell: CellType;
  numLayers: number;
  /** H, cells in a layer. */
  hiddenSize: number;
  /** T, steps that the gradient reaches back. */
  seqLength: number;
  /** B, places of the text that are read side by side. */
  batchSize: number;
  /** Of Adam, at its highest; 0 stands for what suits the cell. */
  learningRate: number;
  /** Norm that the gradient is clipped to. */
  gradClip: number;
  budget: Budget;
  seed: number;
}

/** Those that weights are laid out by: a network of other ones cannot take them over. */
export const shapeSettings = ['tokens', 'cell', 'hiddenSize', 'numLayers'] as const;

export type ShapeSetting = (typeof shapeSettings)[number];

export type NumberSetting = Exclude<keyof TrainingSettings, 'tokens' | 'cell' | 'budget'>;

export interface Range {
  minimum: number;
  maximum: number;
  whole: boolean;
}

export const settingRanges: Readonly<Record<NumberSetting, Range>> = {
  numLayers: { minimum: 1, maximum: 8, whole: true },
  hiddenSize: { minimum: 1, maximum: 2048, whole: true },
  seqLength: { minimum: 2, maximum: 1024, whole: true },
  batchSize: { minimum: 1, maximum: 512, whole: true },
  learningRate: { minimum: 0, maximum: 1, whole: false },
  gradClip: { minimum: 1e-3, maximum: 1e6, whole: false },
  seed: { minimum: 0, maximum: 2 ** 32 - 1, whole: true },
};

export const budgetRanges: Readonly<Record<'seconds' | 'epochs', Range>> = {
  seconds: { minimum: 1, maximum: 30 * 86400, whole: false },
  epochs: { minimum: 0, maximum: 100_000, whole: true },
};
