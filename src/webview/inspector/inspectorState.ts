import type { ColorTheme } from '../../protocol/cellColors.ts';
import type {
  CellName,
  FeatureSummary,
  HostToWebview,
  HoverAnswer,
  ModelSummary,
  Palette,
  TextRange,
} from '../../protocol/inspector.ts';

/** What one ranking of all cells found. */
export type Ranking = Omit<Extract<HostToWebview, { kind: 'ranking' }>, 'kind'>;

export interface ShownDocument {
  id: number;
  version: number;
  name: string;
  language: 'c' | 'latex' | 'other';
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
  cell: CellName | undefined;
  ranking: Ranking | undefined;
  /** 0..1 while a ranking is under way. */
  rankingShare: number | undefined;
  /** 0..1 while the model reads towards the visible text. */
  readingShare: number | undefined;
  cursor: { offset: number; visible: TextRange } | undefined;
  /** The character under the pointer or the keyboard's mark. */
  pointed: number | undefined;
  hover: HoverAnswer | undefined;
  error: string | undefined;
  /** Counts the values and labels that came for what is shown. */
  valuesVersion: number;
}

export const defaultOptions: ViewOptions = {
  order: 'best',
  scale: 'cell',
  values: 'colour',
  underline: true,
};
