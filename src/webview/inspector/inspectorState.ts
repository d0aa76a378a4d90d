import type { ColorTheme } from '../../protocol/cellColors.ts';
import type { Palette } from '../../protocol/cellColors.ts';
import type { CellSignal, FeatureSummary, HoverAnswer, Ranking } from '../../protocol/cells.ts';
import type { InfluenceAnswer, InfluenceMeasure } from '../../protocol/influence.ts';
import type { ModelSummary } from '../../protocol/inspector.ts';
import type { Language } from '../../protocol/languages.ts';
import type { TextRange } from '../../protocol/textPlaces.ts';
import type { QuantityChoice } from './cellScores.ts';

interface ShownDocument {
  id: number;
  version: number;
  name: string;
  language: Language;
  features: FeatureSummary[];
}

/** How the user likes to see it. */
export interface ViewOptions {
  /** Cells in one list, best first, or each layer's cells under its heading. */
  order: 'best' | 'layers';
  /** Full colour at the largest value of the cell, or at 1. */
  scale: 'cell' | 'full';
  /** Colour alone, or the value's sign and tenths under each character too. */
  values: 'colour' | 'digits';
  /** Whether a line is drawn under the true feature. */
  underline: boolean;
  /** What is shown of each cell. */
  quantity: QuantityChoice;
}

/** The mode in which earlier characters are coloured by what they did for the prediction of a chosen one. */
export interface ShownInfluence {
  measure: InfluenceMeasure;
  /** Of the chosen character; undefined before there is one. */
  chosen: number | undefined;
  /** The last one, of a character that may have been chosen before. */
  answer: InfluenceAnswer | undefined;
  isWaiting: boolean;
}

/** Everything that is shown besides the text and its values. */
export interface InspectorState {
  theme: ColorTheme;
  palette: Palette;
  options: ViewOptions;
  model: (ModelSummary & { revision: number }) | undefined;
  /** Why there is no model; undefined before the host has said anything. */
  noModel: { message: string; canTrain: boolean; share?: number } | undefined;
  document: ShownDocument | undefined;
  noDocument: string | undefined;
  feature: string | undefined;
  /** The chosen cell, and what is shown of it. */
  cell: CellSignal | undefined;
  /** Of the shown document by the chosen feature. */
  ranking: Ranking | undefined;
  /** 0..1 while a ranking is under way. */
  rankingShare: number | undefined;
  /** 0..1 while the model reads towards the visible text. */
  readingShare: number | undefined;
  cursor: { offset: number; visible: TextRange } | undefined;
  /** The character under the pointer or the keyboard's mark. */
  pointed: number | undefined;
  hover: HoverAnswer | undefined;
  /** While the text is coloured by influence, and not by a cell. */
  influence: ShownInfluence | undefined;
  error: string | undefined;
  /** Counts the values and labels that came for what is shown. */
  valuesVersion: number;
}

export const defaultOptions: ViewOptions = {
  order: 'best',
  scale: 'cell',
  values: 'colour',
  underline: true,
  quantity: 'better',
};
