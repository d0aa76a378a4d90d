import type { Palette } from '../../protocol/cellColors.ts';
import type { CellName } from '../../protocol/cells.ts';
import { defaultOptions } from './inspectorState.ts';
import type { ViewOptions } from './inspectorState.ts';

/** What VS Code keeps for the panel, so that it comes back as it was. */
export interface SavedView {
  cell?: CellName;
  /** Feature last chosen for each language. */
  features: Record<string, string>;
  /** The cell was chosen for this feature: a first ranking of another one may choose anew. */
  cellFeature?: string;
  palette?: Palette;
  options: ViewOptions;
  /** Offset of the first visible character, in the document of this name. */
  scroll?: { name: string; offset: number };
}

/** Reads what an older version, or nobody, may have written: whatever does not fit is left out. */
export function readSavedView(saved: unknown): SavedView {
  const from = fields(saved);
  const view: SavedView = { features: {}, options: readOptions(fields(from.options)) };
  const cell = fields(from.cell);
  if (isCount(cell.layer) && isCount(cell.index)) view.cell = { layer: cell.layer, index: cell.index };
  for (const [language, feature] of Object.entries(fields(from.features)))
    if (typeof feature === 'string') view.features[language] = feature;
  if (typeof from.cellFeature === 'string') view.cellFeature = from.cellFeature;
  if (from.palette === 'red-blue' || from.palette === 'orange-blue') view.palette = from.palette;
  const scroll = fields(from.scroll);
  if (typeof scroll.name === 'string' && isCount(scroll.offset))
    view.scroll = { name: scroll.name, offset: scroll.offset };
  return view;
}

function readOptions(from: Record<string, unknown>): ViewOptions {
  return {
    order: from.order === 'layers' ? 'layers' : defaultOptions.order,
    scale: from.scale === 'full' ? 'full' : defaultOptions.scale,
    values: from.values === 'digits' ? 'digits' : defaultOptions.values,
    quantity: from.quantity === 'h' || from.quantity === 'c' ? from.quantity : defaultOptions.quantity,
    underline: typeof from.underline === 'boolean' ? from.underline : defaultOptions.underline,
  };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
