import type { CellName, CellSignal } from '../../protocol/cells.ts';
import type { Checked } from '../../protocol/fieldChecks.ts';
import type { PageRequest } from '../../protocol/inspector.ts';
import { checkPageRequest } from '../../protocol/inspectorChecks.ts';
import type { LoadedModel } from '../../protocol/modelMessages.ts';

/** What of the model a page can ask for. */
type AskableModel = Pick<LoadedModel, 'layers' | 'units' | 'quantities' | 'features'>;

/**
 * Reads what the page asked: one of the requests that it may make, and what it names is there. Without a model nothing
 * is looked up.
 */
export function readPageRequest(value: unknown, model: AskableModel | undefined): Checked<PageRequest> {
  const checked = checkPageRequest(value);
  if (!('message' in checked)) return checked;
  const { message } = checked;
  if ('from' in message && message.from > message.to) return { problem: 'its range ends before it begins' };
  if (!model) return checked;
  const cells = 'cells' in message ? message.cells : 'cell' in message ? [message.cell] : [];
  if (!cells.every(cell => !cell || hasCell(model, cell))) return { problem: 'the model has no such cell' };
  if ('feature' in message && !hasFeature(model, message.feature))
    return { problem: 'there is no such feature' };
  return checked;
}

function hasCell(
  { layers, units, quantities }: AskableModel,
  { layer, index, quantity = 'h' }: CellName & Partial<CellSignal>,
): boolean {
  return layer <= layers && index < units && quantities.includes(quantity);
}

function hasFeature({ features }: AskableModel, name: string): boolean {
  return Object.values(features).some(list => list.some(feature => feature.name === name));
}
